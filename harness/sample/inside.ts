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

  sample(elapsedMs: number): InsideSample {
    const readings = this.counters.read();
    if (this.walkFailure !== null) return { readings, walk: { covered: 'none', reason: 'unsupported' } };
    if (!this.budget.allows(elapsedMs, readings.heaps ?? 1)) {
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
    const started = performance.now();
    const { heaps, busyBytes, busyBlocks, committedBytes } = this.heaps.walk();
    const walkMs = performance.now() - started;
    this.budget.charge(walkMs, heaps);
    return {
      readings: { ...readings, heapBytes: busyBytes, committedHeapBytes: committedBytes },
      walk: { covered: 'all', heaps, busyBlocks, walkMs },
    };
  }
}
