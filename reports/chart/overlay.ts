import type { ArmName } from '../../harness/contract/arms.ts';
import { RESOURCES, type ResourceName } from '../../harness/contract/resources.ts';
import type { DiffSide } from '../diff-input.ts';
import { type Scale, scaleFor } from '../format.ts';
import { type Chart, chartOf } from './chart.ts';
import type { Extent, Fit, Point } from './geometry.ts';
import { shownGrowth } from './shown-growth.ts';
import { thin } from './thin.ts';
import { enclosingTicks, innerTicks, type Ticks } from './ticks.ts';

/** The run that a line is of: A, the one before, or B. */
export type RunName = 'a' | 'b';

/** Growth of one replicate of one run. */
export interface OverlayLine {
  readonly run: RunName;
  readonly points: readonly Point[];
}

export interface OverlayFit extends Omit<Fit, 'arm'> {
  readonly run: RunName;
}

/** One resource of one arm in both runs, on the same axes; numbers in bytes or counts. */
export interface Overlay {
  readonly resource: ResourceName;
  readonly arm: ArmName;
  readonly lines: readonly OverlayLine[];
  readonly fits: readonly OverlayFit[];
  readonly cycles: Extent;
  readonly cycleTicks: Ticks;
  readonly growthScale: Scale;
  readonly growthTicks: Ticks;
}

/**
 * A page has two charts for every resource: this keeps it below a megabyte or two, however long the runs
 * were.
 */
const VERTICES_PER_RUN = 1500;
const FEWEST_COLUMNS = 2;

/** null if neither run sampled the resource twice in that arm. */
export function overlayOf(resource: ResourceName, arm: ArmName, a: DiffSide, b: DiffSide): Overlay | null {
  const charts = (
    [
      ['a', a],
      ['b', b],
    ] as const
  ).flatMap(([run, side]) => {
    const series = (side.series.get(resource) ?? []).filter((each) => each.arm === arm);
    const chart = chartOf(resource, series, side.result);
    return chart === null ? [] : [{ run, chart }];
  });
  if (charts.length === 0) return null;
  const lines = charts.flatMap(({ run, chart }) => linesOf(run, chart));
  const points = lines.flatMap((line) => line.points);
  const cycles = extentOf(points.map(({ x }) => x));
  const { grain, unit } = RESOURCES[resource];
  const growth = shownGrowth(extentOf([0, ...points.map(({ y }) => y)]), grain);
  const growthScale = scaleFor(Math.max(-growth.low, growth.high), unit);
  const { divisor } = growthScale;
  return {
    resource,
    arm,
    lines,
    fits: charts.flatMap(({ run, chart }) => chart.fits.map(({ arm: _, ...fit }) => ({ ...fit, run }))),
    cycles,
    cycleTicks: innerTicks(cycles.low, cycles.high, 6, 1),
    growthScale,
    growthTicks: enclosingTicks(growth.low / divisor, growth.high / divisor, 5, divisor === 1 ? 1 : 0),
  };
}

function linesOf(run: RunName, { lines }: Chart): readonly OverlayLine[] {
  const columns = Math.max(FEWEST_COLUMNS, Math.floor(VERTICES_PER_RUN / 2 / lines.length));
  return lines.map(({ points }) => {
    const kept = thin(
      Float64Array.from(points, ({ y }) => y),
      columns,
    );
    return { run, points: kept.flatMap((at) => points[at] ?? []) };
  });
}

/** A loop: spreading many numbers into Math.max overflows the stack. */
function extentOf(values: readonly number[]): Extent {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high };
}
