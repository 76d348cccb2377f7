import type { ArmName } from '../../harness/contract/arms.ts';
import type { ChartData } from '../chart/chart-data.ts';
import type { Extent } from '../chart/geometry.ts';
import { shownGrowth } from '../chart/shown-growth.ts';
import { growthBetween, type Line } from './lines.ts';

/** What of a chart is looked at. */
export interface View {
  readonly cycles: Extent;
  /** Chosen by hand; null to show all that there is between these cycles. */
  readonly growth: Extent | null;
  readonly logarithmic: boolean;
}

/** Samples of one and the same cycle, as from outside before the first block ends, still need an axis. */
const wholeRun = ({ cycles: { high, low } }: ChartData): Extent => ({ low, high: Math.max(high, low + 1) });

export function wholeView(data: ChartData, logarithmic: boolean): View {
  return { cycles: wholeRun(data), growth: null, logarithmic };
}

export function isWhole(data: ChartData, { cycles, growth }: View): boolean {
  const { high, low } = wholeRun(data);
  return growth === null && cycles.low <= low && cycles.high >= high;
}

const within = (value: number, { high, low }: Extent): number => Math.min(high, Math.max(low, value));

/** Cycles from one to another, within the run and at least one wide. */
export function withCycles(data: ChartData, view: View, { high, low }: Extent): View {
  const whole = wholeRun(data);
  const from = Math.min(within(low, whole), whole.high - 1);
  const to = Math.max(from + 1, within(high, whole));
  return { ...view, cycles: { low: from, high: to } };
}

/** By so much narrower (or, above 1, wider) around a cycle; back to all of the growth between them. */
export function zoomed(data: ChartData, view: View, factor: number, centre: number): View {
  const whole = wholeRun(data);
  const { high, low } = view.cycles;
  const width = Math.min((high - low) * factor, whole.high - whole.low);
  const middle = within(centre, view.cycles);
  // What would be beyond an end of the run is seen beyond the other side.
  const from = within(middle - (middle - low) * factor, { low: whole.low, high: whole.high - width });
  return withCycles(data, { ...view, growth: null }, { low: from, high: from + width });
}

/** The same width, moved just so far that a cycle is seen. */
export function showing(data: ChartData, view: View, cycle: number): View {
  const { high, low } = view.cycles;
  const move = cycle < low ? cycle - low : cycle > high ? cycle - high : 0;
  return move === 0 ? view : withCycles(data, view, { low: low + move, high: high + move });
}

/** A little of the plot's height stays free above and below. */
const ROOM = 0.04;

/** The growth axis of what is looked at: zero is on it unless somebody looks closer. */
export function growthShown(
  data: ChartData,
  lines: readonly Line[],
  hidden: ReadonlySet<ArmName>,
  view: View,
): Extent {
  if (view.growth !== null) return view.growth;
  const visible = lines.filter(({ arm }) => !hidden.has(arm));
  const found = growthBetween(visible, view.cycles) ?? { low: 0, high: 0 };
  const zero = isWhole(data, view) ? 0 : found.low;
  const shown = shownGrowth({ low: Math.min(zero, found.low), high: Math.max(zero, found.high) }, data.grain);
  // On a logarithmic axis a share of the height is no share of the growth.
  const room = view.logarithmic ? 0 : (shown.high - shown.low) * ROOM;
  return { low: shown.low - (shown.low === 0 ? 0 : room), high: shown.high + room };
}
