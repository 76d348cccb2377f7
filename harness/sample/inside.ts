import type { HeapTotals } from '../../native-bindings/windows/heaps.ts';
import { messageOf } from '../contract/errors.ts';
import type { Readings, ResourceName } from '../contract/resources.ts';
import type { WalkCoverage } from '../contract/sample.ts';
import { type Counter, CounterSet, type Unsupported } from './counters.ts';
import { WalkBudget } from './walk-budget.ts';

/** What the sampler needs of the heaps; ProcessHeaps has it. */
export interface WalkableHeaps {
  count(): number;
  walk(): HeapTotals;
}

export interface InsideSample {
  readonly readings: Readings;
  readonly walk: WalkCoverage;
}

/** The base line is walked so often: only then is the code compiled, and what a walk costs known. */
const BASE_LINE_WALKS = 20;
/** The part of the budget that walks may take which nobody has planned. */
const SPARE_PART = 0.5;
const WALKED: readonly ResourceName[] = ['heapBytes', 'committedHeapBytes'];

/**
 * Reads the process from inside, at quiescent points: every counter at every sample, and a full walk of the
 * heaps when the budget allows one. A sample says which it was.
 */
export class InsideSampler {
  private readonly counters: CounterSet;
  private readonly heaps: WalkableHeaps;
  private readonly budget: WalkBudget;
  private walkFailure: string | null = null;
  private hasBaseLine = false;

  constructor(heaps: WalkableHeaps, counters: readonly Counter[], walkBudget: number) {
    this.heaps = heaps;
    this.counters = new CounterSet([{ resource: 'heaps', read: () => heaps.count() }, ...counters]);
    this.budget = new WalkBudget(walkBudget);
  }

  /** Everything that could not be read up to now. */
  get unsupported(): readonly Unsupported[] {
    const { walkFailure } = this;
    if (walkFailure === null) return this.counters.unsupported;
    return [...this.counters.unsupported, ...WALKED.map((resource) => ({ resource, reason: walkFailure }))];
  }

  /** How long the host has to rest until the budget allows a walk. */
  restMs(elapsedMs: number): number {
    return this.walkFailure === null ? this.budget.waitMs(elapsedMs, this.heaps.count()) : 0;
  }

  /** @param walk `wanted` if the host has rested for it; `if-cheap` leaves half the budget for those */
  sample(elapsedMs: number, walk: 'wanted' | 'if-cheap'): InsideSample {
    const readings = this.counters.read();
    if (this.walkFailure !== null) return { readings, walk: { covered: 'none', reason: 'unsupported' } };
    const part = walk === 'wanted' ? 1 : SPARE_PART;
    if (this.budget.waitMs(elapsedMs, readings.heaps ?? 1, part) > 0) {
      return { readings, walk: { covered: 'none', reason: 'budget' } };
    }
    try {
      return this.walked(readings);
    } catch (error) {
      this.walkFailure = messageOf(error);
      return { readings, walk: { covered: 'none', reason: 'unsupported' } };
    }
  }

  private walked(readings: Readings): InsideSample {
    for (let i = 1; i < BASE_LINE_WALKS && !this.hasBaseLine; i++) this.timedWalk();
    this.hasBaseLine = true;
    const { heaps, busyBytes, busyBlocks, committedBytes, walkMs } = this.timedWalk();
    return {
      readings: { ...readings, heapBytes: busyBytes, committedHeapBytes: committedBytes },
      walk: { covered: 'all', heaps, busyBlocks, walkMs },
    };
  }

  private timedWalk(): HeapTotals & { readonly walkMs: number } {
    const started = performance.now();
    const totals = this.heaps.walk();
    const walkMs = performance.now() - started;
    this.budget.charge(walkMs, totals.heaps);
    return { ...totals, walkMs };
  }
}
