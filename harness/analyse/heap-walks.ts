import type { WalkCoverage } from '../contract/sample.ts';
import type { HeapWalk, HeapWalks } from '../contract/series.ts';

/** Keeps the first and the last walk of a replicate, whatever lies between them. */
export interface HeapWalkEnds {
  add(cycle: number, walk: WalkCoverage): void;
  /** Null if the heaps were not walked after two different numbers of cycles, or have no names. */
  finish(): Pick<HeapWalks, 'first' | 'last'> | null;
}

export function createHeapWalkEnds(): HeapWalkEnds {
  let first: HeapWalk | null = null;
  let last: HeapWalk | null = null;
  return {
    add(cycle, walk) {
      if (walk.covered !== 'all' || walk.groups.length === 0) return;
      const { groups } = walk;
      if (first === null || cycle < first.cycle) first = { cycle, groups };
      if (last === null || cycle >= last.cycle) last = { cycle, groups };
    },
    finish: () => (first === null || last === null || first.cycle === last.cycle ? null : { first, last }),
  };
}
