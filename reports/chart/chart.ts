import { ARM_NAMES, type ArmName } from '../../harness/contract/arms.ts';
import { RESOURCES, type ResourceName } from '../../harness/contract/resources.ts';
import type { Result } from '../../harness/contract/result.ts';
import type { Series } from '../../harness/contract/series.ts';
import { type Scale, scaleFor } from '../format.ts';
import type { Extent, Fit, Point } from './geometry.ts';
import { shownGrowth } from './shown-growth.ts';
import { thin } from './thin.ts';
import { enclosingTicks, innerTicks, type Ticks } from './ticks.ts';

/** Growth of one replicate since its first sample, thinned to what can be seen. */
export interface ChartLine {
  readonly replicate: string;
  readonly arm: ArmName;
  /** For a drawing as wide as a column of the page. */
  readonly points: readonly Point[];
  /** For looking closer: as many points as the file can hold. */
  readonly detail: readonly Point[];
}

/** One resource of all arms over their cycles; numbers in bytes or counts, not yet in pixels. */
export interface Chart {
  readonly resource: ResourceName;
  readonly arms: readonly ArmName[];
  readonly lines: readonly ChartLine[];
  readonly fits: readonly Fit[];
  /** Samples before this cycle were left out of every rate; 0 if none were. */
  readonly warmUpToCycle: number;
  /** From the first sample of a replicate to the last of any. */
  readonly cycles: Extent;
  readonly cycleTicks: Ticks;
  /** What the growth axis is labelled in, and its ticks in that scale. */
  readonly growthScale: Scale;
  readonly growthTicks: Ticks;
}

/** Vertices of all lines of a chart together: what keeps a report of any run below a few megabytes. */
const VERTEX_BUDGET = 4000;
const MOST_COLUMNS = 280;
const MOST_DETAIL_COLUMNS = 4000;
const FEWEST_COLUMNS = 2;

/**
 * Builds the chart of one resource, or null if no replicate was sampled twice.
 * @param detailVertices How many points all its lines together may have for looking closer.
 */
export function chartOf(
  resource: ResourceName,
  series: readonly Series[],
  result: Result,
  detailVertices = VERTEX_BUDGET,
): Chart | null {
  // The self-test's planted leak says nothing of MAPI.
  const drawable = series.filter(({ arm, values }) => arm !== 'planted' && values.length >= 2);
  if (drawable.length === 0) return null;
  const columns = columnsFor(VERTEX_BUDGET, drawable.length, MOST_COLUMNS);
  const detailColumns = columnsFor(detailVertices, drawable.length, MOST_DETAIL_COLUMNS);
  const lines = drawable.map((each) => lineOf(each, columns, detailColumns));
  const arms = ARM_NAMES.filter((arm) => lines.some((line) => line.arm === arm));
  const fits = arms.flatMap((arm) => {
    const fit = fitOf(arm, resource, drawable, result);
    return fit === null ? [] : [fit];
  });

  const points = lines.flatMap((line) => line.points);
  const cycles = extent(points.map((point) => point.x));
  const { unit, grain } = RESOURCES[resource];
  const growth = shownGrowth(extent([0, ...points.map((point) => point.y)]), grain);
  const growthScale = scaleFor(Math.max(-growth.low, growth.high), unit);
  return {
    resource,
    arms,
    lines,
    fits,
    warmUpToCycle: fits.length === 0 ? 0 : Math.min(...fits.map((fit) => fit.fromCycle)),
    cycles,
    cycleTicks: innerTicks(cycles.low, cycles.high, 6, 1),
    growthScale,
    growthTicks: enclosingTicks(
      growth.low / growthScale.divisor,
      growth.high / growthScale.divisor,
      5,
      smallestStep(growthScale),
    ),
  };
}

/** Bytes and counts come in whole ones; larger scales may be divided. */
function smallestStep(scale: Scale): number {
  return scale.divisor === 1 ? 1 : 0;
}

/** Of every column, the lowest and the highest point are drawn. */
function columnsFor(vertices: number, lines: number, most: number): number {
  return Math.min(most, Math.max(FEWEST_COLUMNS, Math.floor(vertices / 2 / lines)));
}

function lineOf(series: Series, columns: number, detailColumns: number): ChartLine {
  const first = series.values[0] ?? 0;
  const detail = thin(series.values, detailColumns).map((at) => ({
    x: series.cycles[at] ?? 0,
    y: (series.values[at] ?? 0) - first,
  }));
  const growth = Float64Array.from(detail, (point) => point.y);
  // Thinning what was thinned loses no peak either: a peak is a peak among peaks.
  const points = thin(growth, columns).flatMap((at) => detail[at] ?? []);
  return { replicate: series.replicate, arm: series.arm, points, detail };
}

/**
 * Rates of a result have the control arm's rate subtracted; the samples have not. It is added again here, so
 * that a fitted line lies on the samples it was fitted to.
 */
function fitOf(arm: ArmName, resource: ResourceName, series: readonly Series[], result: Result): Fit | null {
  const rateOf = (name: ArmName) => result.arms.find((each) => each.arm === name)?.resources[resource];
  const own = rateOf(arm);
  if (!own?.perCycle || !own.window) return null;
  const { fromCycle, toCycle } = own.window;
  const pivot = centreBetween(
    series.filter((each) => each.arm === arm),
    fromCycle,
    toCycle,
  );
  if (pivot === null) return null;
  const instrument = arm === 'control' ? 0 : (rateOf('control')?.perCycle?.estimate ?? 0);
  const { estimate, low, high } = own.perCycle;
  if (![estimate, low, high].every(Number.isFinite)) return null;
  return {
    arm,
    fromCycle,
    toCycle,
    pivot,
    slope: { estimate: estimate + instrument, low: low + instrument, high: high + instrument },
  };
}

/** The mean cycle and the mean growth of the samples in a window: every least-squares line passes through it. */
function centreBetween(series: readonly Series[], fromCycle: number, toCycle: number): Point | null {
  let count = 0;
  let cycles = 0;
  let growth = 0;
  // By index: an iterator's pair for each of some million samples would take longer than all the rest.
  for (const { cycles: at, values } of series) {
    const first = values[0] ?? 0;
    for (let index = 0; index < at.length; index += 1) {
      const cycle = at[index] ?? 0;
      if (cycle < fromCycle || cycle > toCycle) continue;
      count += 1;
      cycles += cycle;
      growth += (values[index] ?? 0) - first;
    }
  }
  return count === 0 ? null : { x: cycles / count, y: growth / count };
}

/** Lowest and highest of at least one number. A loop: spreading many numbers into Math.max overflows the stack. */
function extent(values: readonly number[]): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}
