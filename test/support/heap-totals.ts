import type { HeapContents } from '../../native-bindings/windows/heaps.ts';
import { knownHeaps } from '../../native-bindings/windows/known-heaps.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';

export interface HeapTotals {
  readonly heaps: number;
  readonly busyBytes: number;
  readonly busyBlocks: number;
  readonly committedBytes: number;
}

/** Sums over a walk. On Windows without the heaps that Node itself works with, where nothing stands still. */
export function heapTotals(windows: Windows, walk: readonly HeapContents[]): HeapTotals {
  const busy = new Set(process.platform === 'win32' ? knownHeaps(windows).map(({ handle }) => handle) : []);
  return walk
    .filter(({ handle }) => !busy.has(handle))
    .reduce(
      (sums, heap) => ({
        heaps: sums.heaps + 1,
        busyBytes: sums.busyBytes + heap.busyBytes,
        busyBlocks: sums.busyBlocks + heap.busyBlocks,
        committedBytes: sums.committedBytes + heap.committedBytes,
      }),
      { heaps: 0, busyBytes: 0, busyBlocks: 0, committedBytes: 0 },
    );
}

/** Blocks in all heaps, Node's own among them: what leaks one with each call shows after many. */
export function blocksOf(walk: readonly HeapContents[]): number {
  return walk.reduce((sum, { busyBlocks }) => sum + busyBlocks, 0);
}
