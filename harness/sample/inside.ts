import { isHeapCorruption } from '../../native-bindings/checks/heap-corruption.ts';
import type { HeapContents } from '../../native-bindings/windows/heaps.ts';
import { messageOf } from '../contract/errors.ts';
import type { Readings, ResourceName } from '../contract/resources.ts';
import type { WalkCoverage } from '../contract/sample.ts';
import { type Counter, CounterSet, type Survey, SurveySet, type Unsupported } from './counters.ts';
import type { HeapNames } from './heap-names.ts';
import { WalkBudget, type WalkDone } from './walk-budget.ts';

/** What the sampler needs of the heaps; ProcessHeaps has it. */
export interface WalkableHeaps {
  count(): number;
  walk(bySize: boolean): readonly HeapContents[];
}

export interface InsideSample {
  readonly readings: Readings;
  readonly walk: WalkCoverage;
}

/** The base line is walked until the code is compiled and its price known: so often, or over so many calls. */
const BASE_LINE_WALKS = 20;
const BASE_LINE_CALLS = 60_000;
/** Native calls for a heap besides those for its blocks: summary, lock, unlock, its region, the end. */
const CALLS_PER_HEAP = 5;
/** A heap may go away while it is walked; one that can never be walked is another matter. */
const FAILED_WALKS_IN_A_ROW = 3;
/** The part of the budget that walks may take which nobody has planned. */
const SPARE_PART = 0.5;
const WALKED: readonly ResourceName[] = ['heapBytes', 'committedHeapBytes'];

export interface InsideSources {
  readonly heaps: WalkableHeaps;
  readonly names: HeapNames;
  readonly counters: readonly Counter[];
  readonly surveys: readonly Survey[];
  /** What is known beforehand to be out of reach here. */
  readonly unsupported: readonly Unsupported[];
}

/**
 * Reads the process from inside, at quiescent points: every counter at every sample, and a full walk of the
 * heaps, with the surveys, when the budget allows one. A sample says which it was.
 */
export class InsideSampler {
  private readonly heaps: WalkableHeaps;
  private readonly names: HeapNames;
  private readonly counters: CounterSet;
  private readonly surveys: SurveySet;
  private readonly budget: WalkBudget;
  private readonly knownUnsupported: readonly Unsupported[];
  private walkFailure: string | null = null;
  private failedWalks = 0;
  private hasBaseLine = false;

  constructor({ heaps, names, counters, surveys, unsupported }: InsideSources, walkBudget: number) {
    this.heaps = heaps;
    this.names = names;
    this.counters = new CounterSet([{ resource: 'heaps', read: () => heaps.count() }, ...counters]);
    this.surveys = new SurveySet(surveys);
    this.budget = new WalkBudget(walkBudget);
    this.knownUnsupported = unsupported;
  }

  /** Everything that could not be read up to now. */
  get unsupported(): readonly Unsupported[] {
    const { walkFailure } = this;
    const counted = [...this.knownUnsupported, ...this.counters.unsupported, ...this.surveys.unsupported];
    if (walkFailure === null) return counted;
    return [...counted, ...WALKED.map((resource) => ({ resource, reason: walkFailure }))];
  }

  /** How long the host has to rest until the budget allows a walk. */
  restMs(elapsedMs: number): number {
    return this.walkFailure === null ? this.budget.waitMs(elapsedMs, this.heaps.count()) : 0;
  }

  /**
   * @param cycle how many cycles have been finished
   * @param walk `wanted` if the host has rested for it; `if-cheap` leaves half the budget for those; `last` at
   * any price, as nothing follows that it could disturb
   * @param census whether a walk, if there is one, is to count blocks by size
   */
  sample(
    cycle: number,
    elapsedMs: number,
    walk: 'wanted' | 'if-cheap' | 'last',
    census = false,
  ): InsideSample {
    const readings = this.counters.read();
    if (this.walkFailure !== null) return { readings, walk: { covered: 'none', reason: 'unsupported' } };
    const part = walk === 'wanted' ? 1 : SPARE_PART;
    if (walk !== 'last' && this.budget.waitMs(elapsedMs, readings.heaps ?? 1, part) > 0) {
      return { readings, walk: { covered: 'none', reason: 'budget' } };
    }
    try {
      const sample = this.walked(readings, cycle, census);
      this.failedWalks = 0;
      return sample;
    } catch (error) {
      // No number of such a process means anything any more.
      if (isHeapCorruption(error)) throw error;
      this.failedWalks += 1;
      if (this.failedWalks < FAILED_WALKS_IN_A_ROW)
        return { readings, walk: { covered: 'none', reason: 'failed' } };
      this.walkFailure = messageOf(error);
      return { readings, walk: { covered: 'none', reason: 'unsupported' } };
    }
  }

  private walked(readings: Readings, cycle: number, census: boolean): InsideSample {
    this.walkBaseLine();
    const { walk, surveyed, contents } = this.timedWalk(census);
    const groups = this.names.group(contents, cycle);
    const heapBytes = sum(contents, ({ busyBytes }) => busyBytes);
    const committedHeapBytes = sum(contents, ({ committedBytes }) => committedBytes);
    return {
      readings: { ...readings, ...surveyed, heapBytes, committedHeapBytes },
      walk: {
        covered: 'all',
        heaps: contents.length,
        busyBlocks: sum(contents, ({ busyBlocks }) => busyBlocks),
        walkMs: walk.ms,
        groups,
        ...(census ? { census: this.names.census(contents) } : {}),
      },
    };
  }

  private walkBaseLine(): void {
    let calls = 0;
    for (let i = 1; i < BASE_LINE_WALKS && calls < BASE_LINE_CALLS && !this.hasBaseLine; i++) {
      calls += this.timedWalk(false).walk.calls;
    }
    this.hasBaseLine = true;
  }

  private timedWalk(census: boolean): {
    walk: WalkDone;
    surveyed: Readings;
    contents: readonly HeapContents[];
  } {
    const started = performance.now();
    const surveyed = this.surveys.read();
    const contents = this.heaps.walk(census);
    const walk = {
      ms: performance.now() - started,
      heaps: contents.length,
      calls: sum(contents, ({ busyBlocks }) => busyBlocks + CALLS_PER_HEAP),
    };
    this.budget.charge(walk);
    return { walk, surveyed, contents };
  }
}

function sum(contents: readonly HeapContents[], value: (heap: HeapContents) => number): number {
  return contents.reduce((total, heap) => total + value(heap), 0);
}
