import type { Failure } from '../contract/event.ts';
import type { Exhaustion } from '../contract/exhaustion.ts';

/**
 * So many cycles in a row must fail by codes of exhaustion before a replicate counts as run out. One may be
 * sporadic, or a single mailbox's (MAPI_E_FAILONEPROVIDER); a process without memory does not recover.
 */
export const FAILURES_IN_A_ROW = 3;

/** Hears how cycles ended, and knows when the process has run out. Which of the codes it is may vary. */
export class ExhaustionWatch {
  private first: Exhaustion | null = null;
  private inARow = 0;

  /** Whether the last cycle failed so, be it the end or sporadic. */
  get isSuspected(): boolean {
    return this.inARow > 0;
  }

  /** Where it began, once enough cycles in a row have failed. */
  get found(): Exhaustion | null {
    return this.inARow >= FAILURES_IN_A_ROW ? this.first : null;
  }

  /** @param failure null if the cycle worked */
  cycleEnded(cycle: number, failure: Failure | null): void {
    if (failure?.failureClass !== 'exhaustion') {
      this.first = null;
      this.inARow = 0;
      return;
    }
    const { code, call, mailbox } = failure;
    this.first ??= { cycle, code, call, mailbox };
    this.inARow += 1;
  }
}
