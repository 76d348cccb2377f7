import type { ArmName } from '../../harness/contract/arms.ts';
import { fromSteps, type LineData } from '../chart/chart-data.ts';
import type { Extent } from '../chart/geometry.ts';

/** The line of one replicate: growth since its first sample, at rising cycles. */
export interface Line {
  readonly replicate: string;
  readonly arm: ArmName;
  readonly cycles: Float64Array;
  readonly growth: Float64Array;
}

/** One sample of a line. */
export interface Reading {
  readonly line: Line;
  readonly index: number;
}

export function lineFrom([replicate, arm, cycles, growth]: LineData): Line {
  return { replicate, arm, cycles: fromSteps(cycles), growth: fromSteps(growth) };
}

export const cycleOf = ({ line, index }: Reading): number => line.cycles[index] ?? 0;
export const growthOf = ({ line, index }: Reading): number => line.growth[index] ?? 0;

/** Index of the last sample at or before a cycle, -1 if there is none, by bisection. */
export function lastAtOrBefore(cycles: Float64Array, cycle: number): number {
  let low = 0;
  let high = cycles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cycles[middle] ?? 0) <= cycle) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Index of the sample that is nearest to a cycle. */
export function nearestIndex(cycles: Float64Array, cycle: number): number {
  const before = Math.max(0, lastAtOrBefore(cycles, cycle));
  const after = Math.min(cycles.length - 1, before + 1);
  return (cycles[after] ?? 0) - cycle < cycle - (cycles[before] ?? 0) ? after : before;
}

/** What a line had grown by at a cycle, by its last sample until then; null where it has none. */
export function growthAt({ cycles, growth }: Line, cycle: number): number | null {
  if ((cycles.at(-1) ?? Number.NEGATIVE_INFINITY) < cycle) return null;
  return growth[lastAtOrBefore(cycles, cycle)] ?? null;
}

/** What is drawn of some lines between two cycles: their samples there, and where they cross the edges. */
export function growthBetween(lines: readonly Line[], { low, high }: Extent): Extent | null {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  const take = (growth: number): void => {
    lowest = Math.min(lowest, growth);
    highest = Math.max(highest, growth);
  };
  for (const line of lines) {
    for (const edge of [low, high]) {
      const crossing = drawnAt(line, edge);
      if (crossing !== null) take(crossing);
    }
    const last = lastAtOrBefore(line.cycles, high);
    for (let at = last; at >= 0 && (line.cycles[at] ?? 0) >= low; at -= 1) take(line.growth[at] ?? 0);
  }
  return lowest > highest ? null : { low: lowest, high: highest };
}

/** Height of the drawn line at a cycle: on the straight between two samples. */
function drawnAt({ cycles, growth }: Line, cycle: number): number | null {
  const before = lastAtOrBefore(cycles, cycle);
  const [fromCycle, toCycle] = [cycles[before], cycles[before + 1]];
  const [from, to] = [growth[before], growth[before + 1]];
  if (fromCycle === undefined || from === undefined) return null;
  if (toCycle === undefined || to === undefined) return fromCycle === cycle ? from : null;
  return from + ((to - from) * (cycle - fromCycle)) / (toCycle - fromCycle);
}

/** Lowest and highest growth of each arm at a cycle, arms without a line there left out. */
export function armsAt(lines: readonly Line[], cycle: number): ReadonlyMap<ArmName, Extent> {
  const arms = new Map<ArmName, Extent>();
  for (const line of lines) {
    const growth = growthAt(line, cycle);
    if (growth === null) continue;
    const known = arms.get(line.arm) ?? { low: growth, high: growth };
    arms.set(line.arm, { low: Math.min(known.low, growth), high: Math.max(known.high, growth) });
  }
  return arms;
}
