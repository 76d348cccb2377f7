import { type FaultCode, HarnessError } from '../../contract/errors.ts';

/**
 * What ends a round, but may pass: a server that is away takes every host down, or lets none begin; a disk that can only be
 * read since a host was started is waited for before the next one. What a user has to mend
 * (credentials, a scenario, the flag) is none of these, and more logons could lock accounts.
 */
const PASSING: readonly FaultCode[] = ['HOSTS_LOST', 'MAPI_ENVIRONMENT', 'HOST_FILE_NOT_WRITTEN'];
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 15 * 60_000;

/** Says how long a soak rests after a round that broke off, twice as long with each in a row. */
export class Setbacks {
  /** The last one; null once a round has ended whole. */
  last: HarnessError | null = null;
  private inARow = 0;

  /**
   * @param hasWorked whether any cycles were measured before: what never worked is no setback
   * @returns null if the error is none that may pass
   */
  restMs(error: unknown, hasWorked: boolean): number | null {
    if (!hasWorked || !(error instanceof HarnessError) || !PASSING.includes(error.code)) return null;
    const restMs = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** this.inARow);
    this.inARow += 1;
    this.last = error;
    return restMs;
  }

  /** Whether the last one speaks for a server that is away, and not for a disk: then no mailbox was to blame. */
  get isOfServer(): boolean {
    return this.last !== null && this.last.code !== 'HOST_FILE_NOT_WRITTEN';
  }

  roundDone(): void {
    this.inARow = 0;
    this.last = null;
  }
}
