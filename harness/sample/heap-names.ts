import type { HeapContents } from '../../native-bindings/windows/heaps.ts';
import { type CensusEntry, type HeapGroup, lastingName, SEEN_IN_CYCLES } from '../contract/sample.ts';
import { foldedCensus } from './census.ts';

/** So many groups of heaps first seen in some cycles are told apart; then neighbours are put together. */
const MOST_CYCLE_GROUPS = 24;

type Origin = { readonly name: string } | { readonly cycle: number };

/**
 * Names heaps by what survives a run, unlike their handles: whose they are, at which step of the start they were
 * first seen, or in which cycles. A heap that is destroyed and one that is made at the same address between two
 * looks are taken for one.
 */
export class HeapNames {
  private origins = new Map<number, Origin>();
  /** The looks at which heaps were seen for the first time, as cycle numbers, rising. */
  private looks: readonly number[] = [];

  /** Gives all heaps that have no name yet this one. */
  name(handles: readonly number[], name: string): void {
    for (const handle of handles) if (!this.origins.has(handle)) this.origins.set(handle, { name });
  }

  /** Adds up what was walked after so many cycles, by name. */
  group(contents: readonly HeapContents[], cycle: number): HeapGroup[] {
    this.takeNote(contents, cycle);
    const groups = new Map<string, HeapGroup>();
    for (const heap of contents) {
      const name = this.nameOf(heap.handle);
      const group = groups.get(name) ?? { name, heaps: 0, busyBytes: 0, busyBlocks: 0, committedBytes: 0 };
      group.heaps += 1;
      group.busyBytes += heap.busyBytes;
      group.busyBlocks += heap.busyBlocks;
      group.committedBytes += heap.committedBytes;
      groups.set(name, group);
    }
    return [...groups.values()];
  }

  /** Adds up the blocks that were counted by size, by names that stay the same. To be asked after `group`. */
  census(contents: readonly HeapContents[]): CensusEntry[] {
    const counts = new Map<string, Map<number, number>>();
    for (const { handle, busyBlocksBySize } of contents) {
      const name = lastingName(this.nameOf(handle));
      const ofName = counts.get(name) ?? new Map<number, number>();
      for (const [size, blocks] of busyBlocksBySize ?? []) ofName.set(size, (ofName.get(size) ?? 0) + blocks);
      counts.set(name, ofName);
    }
    return [...counts].flatMap(([heap, ofName]) => foldedCensus(heap, ofName));
  }

  /** New heaps belong to this look; heaps that are gone are forgotten, as their handles may come again. */
  private takeNote(contents: readonly HeapContents[], cycle: number): void {
    const before = this.origins;
    this.origins = new Map(contents.map(({ handle }) => [handle, before.get(handle) ?? { cycle }]));
    if (![...this.origins.values()].some((origin) => 'cycle' in origin && origin.cycle === cycle)) return;
    if (this.looks.at(-1) !== cycle) this.looks = [...this.looks, cycle];
    if (this.looks.length > MOST_CYCLE_GROUPS)
      this.looks = this.looks.filter((_, i, { length }) => (length - 1 - i) % 2 === 0);
  }

  private nameOf(handle: number): string {
    const origin = this.origins.get(handle);
    if (origin === undefined) return 'unknown';
    if ('name' in origin) return origin.name;
    const { cycle } = origin;
    const last = this.looks.find((look) => look >= cycle) ?? cycle;
    const first = this.looks.findLast((look) => look < cycle) ?? 0;
    return last === 0 ? 'first seen before cycle 1' : `${SEEN_IN_CYCLES} ${first + 1} to ${last}`;
  }
}
