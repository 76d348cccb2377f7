/** Prices vary: planning for less than the share keeps what is spent below it. */
const PLANNED_PART = 0.8;
/** Native calls that a heap nobody has walked yet is expected to take. */
const CALLS_OF_A_NEW_HEAP = 8;

/** What a walk did. */
export interface WalkDone {
  readonly ms: number;
  readonly heaps: number;
  /** Native calls, about. */
  readonly calls: number;
}

/**
 * Keeps heap walks below a share of the time that has passed. A walk costs one native call a block, so its
 * price grows with the leak: heaps that are new since the last walk are expected to be like those that were new to it.
 */
export class WalkBudget {
  private readonly share: number;
  private spentMs = 0;
  private first: WalkDone | null = null;
  private last: WalkDone | null = null;
  private msPerCall = 0;
  private lastMsPerCall = 0;

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
    if (this.last === null) return 0;
    const neededMs =
      (this.spentMs + this.msPerCall * this.expectedCalls(heaps)) / (this.share * PLANNED_PART * part);
    return Math.max(0, neededMs - elapsedMs);
  }

  /**
   * The next walk is expected to cost the lower of the last two prices: one slow walk is an accident, and is paid
   * for anyway.
   */
  charge(walk: WalkDone): void {
    const price = walk.ms / Math.max(walk.calls, 1);
    this.spentMs += walk.ms;
    this.msPerCall = this.last === null ? price : Math.min(price, this.lastMsPerCall);
    this.lastMsPerCall = price;
    this.first ??= walk;
    this.last = walk;
  }

  private expectedCalls(heaps: number): number {
    const { first, last } = this;
    if (first === null || last === null) return 0;
    const newHeaps = last.heaps - first.heaps;
    const callsOfANewHeap = newHeaps > 0 ? (last.calls - first.calls) / newHeaps : CALLS_OF_A_NEW_HEAP;
    return last.calls + Math.max(0, heaps - last.heaps) * Math.max(callsOfANewHeap, 1);
  }
}
