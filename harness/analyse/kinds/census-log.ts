import type { CensusEntry, WalkCoverage } from '../../contract/sample.ts';
import type { Census, SizeCounts } from './explained.ts';

/** Keeps the censuses of one replicate as columns: their rows would take ten times the memory. */
export interface CensusLog {
  add(cycle: number, walk: WalkCoverage): void;
  finish(): readonly Census[];
}

export function createCensusLog(): CensusLog {
  let censuses: readonly Census[] = [];
  return {
    add(cycle, walk) {
      if (walk.covered !== 'all' || walk.census === undefined) return;
      censuses = [...censuses, { cycle, heaps: columnsOf(walk.census) }];
    },
    finish: () => censuses,
  };
}

function columnsOf(entries: readonly CensusEntry[]): ReadonlyMap<string, SizeCounts> {
  const byHeap = new Map<string, CensusEntry[]>();
  for (const entry of entries) {
    const ofHeap = byHeap.get(entry.heap) ?? [];
    ofHeap.push(entry);
    byHeap.set(entry.heap, ofHeap);
  }
  return new Map([...byHeap].map(([heap, ofHeap]) => [heap, sizeCountsOf(ofHeap)] as const));
}

function sizeCountsOf(entries: readonly CensusEntry[]): SizeCounts {
  const ascending = entries.toSorted((a, b) => a.blockBytes - b.blockBytes);
  return {
    blockBytes: Float64Array.from(ascending, ({ blockBytes }) => blockBytes),
    blocks: Float64Array.from(ascending, ({ blocks }) => blocks),
  };
}
