/** Prices vary: planning for less than the share keeps what is spent below it. */
const PLANNED_PART = 0.8;

/**
 * Keeps heap walks below a share of the time that has passed. A walk costs one native call a block, so its
 * price grows with the leak; the last price per heap tells what the next one will be.
 */
export class WalkBudget {
  private readonly share: number;
  private spentMs = 0;
  private msPerHeap: number | null = null;
  private lastMsPerHeap = 0;

  /** @param share largest part of the elapsed time, 0 to 1 */
  constructor(share: number) {
    this.share = share;
  }

  /**
   * How long from now until a walk over so many heaps fits; 0 if it does by now. The first walk always fits: it is
   * the base line.
   * @param part of the budget that may be used up, 0 to 1: what is left is saved for later walks
   */
  waitMs(elapsedMs: number, heaps: number, part = 1): number {
    if (this.msPerHeap === null) return 0;
    const neededMs = (this.spentMs + this.msPerHeap * heaps) / (this.share * PLANNED_PART * part);
    return Math.max(0, neededMs - elapsedMs);
  }

  /**
   * The next walk is expected to cost the lower of the last two prices: one slow walk is an accident, and is paid
   * for anyway.
   */
  charge(walkMs: number, heaps: number): void {
    const price = walkMs / Math.max(heaps, 1);
    this.spentMs += walkMs;
    this.msPerHeap = this.msPerHeap === null ? price : Math.min(price, this.lastMsPerHeap);
    this.lastMsPerHeap = price;
  }
}
