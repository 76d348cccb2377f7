/**
 * Keeps heap walks below a share of the time that has passed. A walk costs one native call a block, so its
 * price grows with the leak; the last price per heap tells what the next one will be.
 */
export class WalkBudget {
  private readonly share: number;
  private spentMs = 0;
  private msPerHeap: number | null = null;

  /** @param share largest part of the elapsed time, 0 to 1 */
  constructor(share: number) {
    this.share = share;
  }

  /** Whether a walk over so many heaps fits by now. The first one always does: it is the base line. */
  allows(elapsedMs: number, heaps: number): boolean {
    if (this.msPerHeap === null) return true;
    return this.spentMs + this.msPerHeap * heaps <= this.share * elapsedMs;
  }

  /** The base line is taken before the first cycle and is not charged to the cycles. */
  charge(walkMs: number, heaps: number): void {
    if (this.msPerHeap !== null) this.spentMs += walkMs;
    this.msPerHeap = walkMs / Math.max(heaps, 1);
  }
}
