import type { ReplicateFacts } from '../../analyse/series.ts';
import { looksUpTo } from '../../contract/looks.ts';
import type { Plan } from '../../contract/plan.ts';

/** Before this part of a run is done, nobody can say how long the rest will take. */
const FIRST_FORECAST = 0.02;

/** How much of a run is done, 0 to 1; null for one that goes on until it is settled. */
export function partDone(
  { length, order }: Pick<Plan, 'length' | 'order'>,
  replicates: readonly ReplicateFacts[],
): number | null {
  if (length.by === 'settled') return null;
  const parts = replicates.map(({ cycles, elapsedMs, ending }) => {
    if (ending.kind === 'finished' || ending.kind === 'exhausted') return 1;
    return Math.min(1, length.by === 'cycles' ? cycles / length.cycles : elapsedMs / length.durationMs);
  });
  return parts.reduce((sum, part) => sum + part, 0) / order.length;
}

/** How long a run will go on if it goes on like that; null while nobody can know. */
export function timeLeftMs(done: number | null, elapsedMs: number): number | null {
  return done === null || done < FIRST_FORECAST ? null : elapsedMs / done - elapsedMs;
}

/** The look that a run which ends when it is settled is on its way to: of the arms under test, the one furthest behind. */
export function nextLookOf(
  { arms, length }: Pick<Plan, 'arms' | 'length'>,
  replicates: readonly ReplicateFacts[],
): number | null {
  if (length.by !== 'settled') return null;
  const going = replicates.filter(({ arm, ending }) => arms.includes(arm) && ending.kind === 'unfinished');
  if (going.length === 0) return null;
  const least = Math.min(...going.map(({ cycles }) => cycles));
  return looksUpTo(length.maxCycles).find((look) => look > least) ?? null;
}
