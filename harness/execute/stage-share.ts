import type { Plan } from '../contract/plan.ts';
import type { StageSlots } from './stage.ts';

/** How far a replicate is in its sweep. */
export interface Sweeping {
  readonly sweptCycles: number;
  readonly elapsedMs: number;
  readonly isComplete: boolean;
  readonly isAtLook: boolean;
}

/** Whether all have swept the same number of cycles: always, but where one began later in the place of a lost one. */
export const areAbreast = (sweeping: readonly Pick<Sweeping, 'sweptCycles'>[]): boolean =>
  new Set(sweeping.map(({ sweptCycles }) => sweptCycles)).size <= 1;

/**
 * Those that take a turn in the sweep's next round. In a run that ends when it is settled, who is at a look waits there
 * for those that began later: arms are judged at the same look, all replicates of theirs together.
 */
export function goingOn<T extends Sweeping>(sweeping: readonly T[], length: Plan['length']): readonly T[] {
  const least = Math.min(...sweeping.map(({ sweptCycles }) => sweptCycles));
  return sweeping.filter(
    ({ isAtLook, isComplete, sweptCycles }) =>
      !isComplete && !(length.by === 'settled' && isAtLook && sweptCycles > least),
  );
}

type Share = Pick<Plan, 'length' | 'order'>;
type Place = Pick<StageSlots, 'before' | 'slots'>;

/** Cycles that a run which ends when it is settled has left at most; null before its last stage. */
export function cyclesLeftAtMost(
  { length, order }: Share,
  { before, slots }: Place,
  sweeping: readonly Pick<Sweeping, 'sweptCycles'>[],
): number | null {
  if (length.by !== 'settled' || before + slots.length < order.length) return null;
  const left = sweeping.map(({ sweptCycles }) => Math.max(0, length.maxCycles - sweptCycles));
  return left.reduce((sum, each) => sum + each, 0);
}

/** How much of the run is done, 0 to 1; null for one that ends when it is settled. */
export function partDone(
  { length, order }: Share,
  { before, slots }: Place,
  living: readonly Pick<Sweeping, 'elapsedMs' | 'sweptCycles'>[],
): number | null {
  if (length.by === 'settled') return null;
  const parts = living.map(({ elapsedMs, sweptCycles }) =>
    Math.min(1, length.by === 'cycles' ? sweptCycles / length.cycles : elapsedMs / length.durationMs),
  );
  const ended = before + slots.length - parts.length;
  return parts.reduce((sum, part) => sum + part, ended) / order.length;
}
