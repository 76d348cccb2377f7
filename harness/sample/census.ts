import type { CensusEntry } from '../contract/sample.ts';

/** So many sizes of blocks are told apart in the heaps of one name. */
export const MOST_SIZES = 2000;

/**
 * A census of the heaps of one name, by size. Where there are more than 2,000 sizes, only the most frequent are in it:
 * the rarest are left out, the largest of them first, and the sum of all blocks is in the group of that name. A block
 * that leaks with every cycle is soon among the most frequent.
 * @param blocksBySize busy blocks by their size in bytes
 */
export function foldedCensus(heap: string, blocksBySize: ReadonlyMap<number, number>): CensusEntry[] {
  const entries = [...blocksBySize].map(([blockBytes, blocks]) => ({ heap, blockBytes, blocks }));
  const bySize = (a: CensusEntry, b: CensusEntry): number => a.blockBytes - b.blockBytes;
  if (entries.length <= MOST_SIZES) return entries.sort(bySize);
  return entries
    .sort((a, b) => b.blocks - a.blocks || bySize(a, b))
    .slice(0, MOST_SIZES)
    .sort(bySize);
}
