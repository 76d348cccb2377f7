import type { Failure } from '../contract/event.ts';
import type { FailuresState } from '../contract/merged.ts';
import type { ArmResult, FailureSummary } from '../contract/result.ts';

/** How many mailboxes a summary names. */
const MAILBOXES_NAMED = 20;

/** Adds up the failures of one arm. */
export interface FailureTally {
  add(failures: readonly Failure[]): void;
  summary(): FailureSummary;
  /** To go on from later. */
  state(): FailuresState;
}

export const NO_FAILURES_YET: FailuresState = { total: 0, byCode: {}, byMailbox: {} };

/**
 * @param from what was added up before
 * @param most codes, and mailboxes, that are counted each for itself; what comes later counts in the total alone
 */
export function createFailureTally(
  from: FailuresState = NO_FAILURES_YET,
  most = Number.POSITIVE_INFINITY,
): FailureTally {
  const byCode = new Map(Object.entries(from.byCode));
  const byMailbox = new Map(Object.entries(from.byMailbox));
  let { total } = from;
  const count = (counts: Map<string, number>, name: string, more: number): void => {
    if (counts.has(name) || counts.size < most) counts.set(name, (counts.get(name) ?? 0) + more);
  };
  return {
    add(failures) {
      for (const failure of failures) {
        count(byCode, failure.code, failure.count);
        count(byMailbox, failure.mailbox, failure.count);
        total += failure.count;
      }
    },
    state: () => ({ total, byCode: Object.fromEntries(byCode), byMailbox: Object.fromEntries(byMailbox) }),
    summary: () => ({
      total,
      byCode: Object.fromEntries(mostFirst(byCode)),
      byMailbox: Object.fromEntries(mostFirst(byMailbox).slice(0, MAILBOXES_NAMED)),
      mailboxesFailed: byMailbox.size,
    }),
  };
}

export const NO_FAILURES: FailureSummary = { total: 0, byCode: {}, byMailbox: {}, mailboxesFailed: 0 };

function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
}

/** Failures are counted in hosts that were lost, too, whose cycles are in no rate. */
export const cyclesTried = ({ cycles, lostHosts }: ArmResult): number =>
  cycles + (lostHosts?.cyclesLeftOut ?? 0);

/** The share of an arm's cycles that failed; NaN of none. */
export const shareFailed = (arm: ArmResult): number => arm.failures.total / cyclesTried(arm);
