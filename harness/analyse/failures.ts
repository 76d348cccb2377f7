import type { Failure } from '../contract/event.ts';
import type { FailureSummary } from '../contract/result.ts';

/** How many mailboxes a summary names. */
const MAILBOXES_NAMED = 20;

/** Adds up the failures of one arm. */
export interface FailureTally {
  add(failures: readonly Failure[]): void;
  summary(): FailureSummary;
}

export function createFailureTally(): FailureTally {
  const byCode = new Map<string, number>();
  const byMailbox = new Map<string, number>();
  let total = 0;
  return {
    add(failures) {
      for (const { code, mailbox, count } of failures) {
        byCode.set(code, (byCode.get(code) ?? 0) + count);
        byMailbox.set(mailbox, (byMailbox.get(mailbox) ?? 0) + count);
        total += count;
      }
    },
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
