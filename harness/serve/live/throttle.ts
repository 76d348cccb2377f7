/** At the most so often, and so that it takes at most a tenth of the time, however long it takes. */
const LEAST_PAUSE_MS = 2000;
const PAUSE_PER_WORK = 9;

/** Says when work that may be long is due again. Times are of one monotonic clock. */
export class Throttle {
  private nextAt = Number.NEGATIVE_INFINITY;

  isDue(nowMs: number): boolean {
    return nowMs >= this.nextAt;
  }

  took(fromMs: number, toMs: number): void {
    this.nextAt = toMs + Math.max(LEAST_PAUSE_MS, PAUSE_PER_WORK * (toMs - fromMs));
  }
}
