import type { Plan } from '../contract/plan.ts';

/** Cycles `fromCycle` to `toCycle`, both included. */
export interface CycleWindow {
  readonly fromCycle: number;
  readonly toCycle: number;
}

/** The stretches of a replicate over which growth is measured. */
export interface Windows {
  /** Everything after warm-up. */
  readonly settled: CycleWindow;
  /** The last half: what growth came to in the end. */
  readonly late: CycleWindow;
  /** Where jumps are counted: from an eighth on, since a jump needs no line to be one. */
  readonly watched: CycleWindow;
}

/**
 * Warm-up is the first quarter, however long the run: what is thrown away grows with what is measured. It is
 * also the first pass over the mailboxes, once there were two passes: state that is kept per mailbox fills up in
 * the first pass and would look like a leak per logon.
 *
 * @param lastCycle cycles the replicate finished
 * @param cyclesPerPass cycles until every mailbox was visited once
 */
export function windowsOf(lastCycle: number, cyclesPerPass: number): Windows {
  const firstPass = hasTwoPasses(lastCycle, cyclesPerPass) ? cyclesPerPass : 0;
  const after = (share: number): CycleWindow => ({
    fromCycle: Math.max(Math.floor(lastCycle * share) + 1, firstPass),
    toCycle: lastCycle,
  });
  return { settled: after(1 / 4), late: after(1 / 2), watched: after(1 / 8) };
}

/** Whether a replicate came to every mailbox twice: after its first pass their number no longer changes. */
export const hasTwoPasses = (lastCycle: number, cyclesPerPass: number): boolean =>
  cyclesPerPass === 1 || lastCycle >= 2 * cyclesPerPass;

/** Cycles until every mailbox was visited once. */
export function cyclesPerPass({ mailboxes, mailboxOrder }: Pick<Plan, 'mailboxes' | 'mailboxOrder'>): number {
  return mailboxOrder === 'repeated' ? 1 : mailboxes.count;
}
