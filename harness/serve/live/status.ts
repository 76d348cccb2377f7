import type { RunOutcome } from '../../contract/history.ts';

/**
 * How a run stands. `judging`: measured, and its result is being written. `unfinished`: it broke off, as nobody writes
 * to it any more and it never said that it ended.
 */
export type RunStatus = 'running' | 'judging' | 'finished' | 'unfinished';

/** Whether more rows, or a result, may come. */
export const isGoingOn = (status: RunStatus): boolean => status === 'running' || status === 'judging';

/** What a run's status is told by. */
export interface StatusEvidence {
  /** Of its last event; null if it has not said that it ended. */
  readonly outcome: RunOutcome | null;
  readonly hasResult: boolean;
  /** Since a row was last written. */
  readonly quietMs: number;
  /** Whether any of the processes that the run names lives on this machine: its own, and its session hosts. */
  readonly hasLivingProcess: boolean;
  readonly hangTimeoutMs: number;
}

/** Rows come every second, every 15 s on Windows (`sample/outside.ts`): who writes them lives, be it elsewhere. */
export const FRESH_MS = 20_000;
/**
 * Longer than that even a rest between cycles does not keep a run silent; its process id has gone to another
 * program by then.
 */
const LONGEST_SILENCE_MS = 10 * 60_000;

/**
 * A run runs while its rows are fresh, or while a process of it lives here and it is not silent for longer than it
 * can be. So a killed run is seen within 20 seconds, a folder that was copied from elsewhere at once, and one that another
 * machine writes over the network is followed.
 */
export function statusOf(evidence: StatusEvidence): RunStatus {
  const { hangTimeoutMs, hasLivingProcess, hasResult, outcome, quietMs } = evidence;
  const longest = Math.max(LONGEST_SILENCE_MS, 2 * hangTimeoutMs);
  const isWritten = quietMs < FRESH_MS || (hasLivingProcess && quietMs < longest);
  // Who judges a run while it goes on does not end it.
  if (outcome === null) return isWritten ? 'running' : 'unfinished';
  return isWritten && !hasResult ? 'judging' : 'finished';
}
