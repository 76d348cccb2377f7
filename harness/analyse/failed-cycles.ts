import type { ReplicateFacts } from './replicate-log.ts';
import { countUpTo, type Points } from './statistics/points.ts';

/** Tells of a cycle how many had succeeded by then. */
export type SuccessClock = (cycle: number) => number;

/** How many cycles (`y`) had failed by those at which it was told (`x`): the last one up to there knows it. */
export function failedBy({ x, y }: Points, cycle: number): number {
  return y[countUpTo(x, cycle) - 1] ?? 0;
}

/** The sum of two such counts. */
export function bothFailed(a: Points, b: Points): Points {
  if (a.x.length === 0) return b;
  if (b.x.length === 0) return a;
  const x = Float64Array.from(new Set([...a.x, ...b.x])).sort();
  return { x, y: x.map((cycle) => failedBy(a, cycle) + failedBy(b, cycle)) };
}

export const NONE_FAILED: Points = { x: new Float64Array(0), y: new Float64Array(0) };

/**
 * What a rate per cycle that succeeded is measured by; null where no cycle failed. Where it is not known when cycles failed,
 * they are all taken to be in the last half, where the fewest of those that succeeded are left. Those by which a process is known
 * to have run out are none of them: they are an end of its growth, and no part of it.
 */
export function successClockOf({
  cycles,
  ending,
  failedCycles,
  failures,
}: Pick<ReplicateFacts, 'cycles' | 'ending' | 'failedCycles' | 'failures'>): SuccessClock | null {
  const atTheEnd = ending.kind === 'exhausted' ? cycles - ending.exhausted.cycle : 0;
  const failed = Math.max(0, failedCycles - atTheEnd);
  if (failed === 0) return null;
  if (failures !== undefined) return (cycle) => cycle - Math.min(failed, failedBy(failures, cycle));
  const share = Math.max(0, 1 - failed / (cycles / 2));
  return (cycle) => cycle * share;
}
