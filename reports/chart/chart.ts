import { ARM_NAMES, type ArmName } from '../../harness/contract/arms.ts';
import { RESOURCES, type ResourceName } from '../../harness/contract/resources.ts';
import type { Rate, Result } from '../../harness/contract/result.ts';
import type { Series } from '../../harness/contract/series.ts';
import { type Scale, scaleFor } from '../format.ts';
import { type Point, thin } from './thin.ts';
import { enclosingTicks, innerTicks, type Ticks } from './ticks.ts';

/** Growth of one replicate since its first sample, thinned to what can be seen. */
export interface ChartLine {
  readonly replicate: string;
  readonly arm: ArmName;
  readonly points: readonly Point[];
}

/** The fitted rate of an arm over the window it was measured in. */
export interface Fit {
  readonly arm: ArmName;
  readonly fromCycle: number;
  readonly toCycle: number;
  /** Where the line and both ends of its interval cross: the mean of the arm's samples in the window. */
  readonly pivot: Point;
  /** Growth per cycle as it was sampled, that is with the instrument's share still in it. */
  readonly slope: Pick<Rate, 'estimate' | 'low' | 'high'>;
}

export interface Extent {
  readonly low: number;
  readonly high: number;
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
const VERTEX_BUDGET = 6000;
const MOST_COLUMNS = 280;
const FEWEST_COLUMNS = 2;
/** The growth axis shows at least so many of the smallest steps of a metric: one step is no mountain. */
const FEWEST_GRAINS = 5;

/** Builds the chart of one resource, or null if no replicate was sampled twice. */
export function chartOf(resource: ResourceName, series: readonly Series[], result: Result): Chart | null {
  // The self-test's planted leak says nothing of MAPI.
  const drawable = series.filter(({ arm, values }) => arm !== 'planted' && values.length >= 2);
  if (drawable.length === 0) return null;
  const columns = Math.min(
    MOST_COLUMNS,
    Math.max(FEWEST_COLUMNS, Math.floor(VERTEX_BUDGET / 2 / drawable.length)),
  );
  const lines = drawable.map((each) => lineOf(each, columns));
  const arms = ARM_NAMES.filter((arm) => lines.some((line) => line.arm === arm));
  const fits = arms.flatMap((arm) => {
    const fit = fitOf(arm, resource, drawable, result);
    return fit === null ? [] : [fit];
  });

  const points = lines.flatMap((line) => line.points);
  const cycles = extent(points.map((point) => point.x));
  const { unit, grain } = RESOURCES[resource];
  const growth = extent([0, ...points.map((point) => point.y)]);
  const top = Math.max(growth.high, growth.low + FEWEST_GRAINS * grain);
  const growthScale = scaleFor(Math.max(-growth.low, top), unit);
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
      top / growthScale.divisor,
      5,
      smallestStep(growthScale),
    ),
  };
}

/** Bytes and counts come in whole ones; larger scales may be divided. */
function smallestStep(scale: Scale): number {
  return scale.divisor === 1 ? 1 : 0;
}

function lineOf(series: Series, columns: number): ChartLine {
  const first = series.values[0] ?? 0;
  const points = thin(series.values, columns).map((at) => ({
    x: series.cycles[at] ?? 0,
    y: (series.values[at] ?? 0) - first,
  }));
  return { replicate: series.replicate, arm: series.arm, points };
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
  for (const each of series) {
    const first = each.values[0] ?? 0;
    for (const [at, cycle] of each.cycles.entries()) {
      if (cycle < fromCycle || cycle > toCycle) continue;
      count += 1;
      cycles += cycle;
      growth += (each.values[at] ?? 0) - first;
    }
  }
  return count === 0 ? null : { x: cycles / count, y: growth / count };
}

/** Where the fitted line, or an end of its interval, is at a cycle. */
export function fittedGrowth(fit: Fit, slope: number, cycle: number): number {
  return fit.pivot.y + slope * (cycle - fit.pivot.x);
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
