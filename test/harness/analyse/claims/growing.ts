import { analyse } from '../../../../harness/analyse/analyse.ts';
import type { Result } from '../../../../harness/contract/result.ts';
import { makeRun } from '../make-run.ts';

/** Bytes per logon that each arm of a run grows by. */
export type Growth = Partial<Record<'off' | 'on' | 'control', number>>;

/**
 * What the analysis makes of a run whose arms grow steadily by so much, each logon in a heap of its own.
 * @param besides what else grows by so much per logon in every arm
 */
export function growing(bytes: Growth, besides: { readonly handles?: number } = {}, replicates = 4): Result {
  const curves = Object.entries(bytes).map(([arm, perCycle]) => [
    arm,
    {
      heapBytes: () => (cycle: number) => 100_000 + perCycle * cycle,
      heaps: () => (cycle: number) => 3 + (perCycle > 0 ? cycle : 0),
      handles: () => (cycle: number) => 100 + (besides.handles ?? 0) * cycle,
    },
  ]);
  return analyse(makeRun({ curves: Object.fromEntries(curves), cycles: 1000, plan: { replicates } }));
}

/** A run that was over before anything could be judged. */
export function cutShort(bytes: Growth): Result {
  const curves = Object.entries(bytes).map(([arm, perCycle]) => [
    arm,
    { heapBytes: () => (cycle: number) => perCycle * cycle, heaps: () => () => 3 },
  ]);
  return analyse(makeRun({ curves: Object.fromEntries(curves), cycles: 20 }));
}
