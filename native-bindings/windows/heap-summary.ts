import { bindOne } from '../ffi/bind-table.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import { KERNEL32_OF_SOME_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

/** HEAP_SUMMARY (heapapi.h): offsets for 4- and 8-byte pointers. */
export const HEAP_SUMMARY =
  POINTER_BYTES === 4
    ? { bytes: 20, allocated: 4, committed: 8, reserved: 12 }
    : { bytes: 40, allocated: 8, committed: 16, reserved: 24 };

/** What one heap holds, by the system's own sums. All in bytes. */
export interface HeapSums {
  /** Of busy blocks. */
  readonly allocated: number;
  /** Pages with memory behind them. */
  readonly committed: number;
  /** Addresses that the heap has taken, the committed ones among them. */
  readonly reserved: number;
}

/** Sums of a heap by its handle in one call (HeapSummary), or why this system has none. */
export type HeapSummaries =
  | { readonly supported: true; of(heap: number): HeapSums }
  | { readonly supported: false; readonly reason: string };

/**
 * Decides without a call whether heaps can be summed up here: Wine exports HeapSummary as a stub that ends
 * the process.
 */
export function openHeapSummaries(windows: Windows): HeapSummaries {
  const { calls, engine, kernel32Library, wine } = windows;
  if (wine !== null)
    return unsupported(`HeapSummary is not implemented by Wine ${wine}: calling it ends the process`);
  const heapSummary = bindOne(kernel32Library, 'HeapSummary', KERNEL32_OF_SOME_WINDOWS.HeapSummary);
  if (heapSummary === undefined) {
    return unsupported('kernel32 does not export HeapSummary, which is documented since Windows build 20348');
  }
  const { bytes, address } = engine.allocate(HEAP_SUMMARY.bytes);
  return {
    supported: true,
    of: (heap) => {
      bytes.writeUInt32LE(bytes.length);
      calls.bool('HeapSummary', heapSummary(heap, 0, address));
      return {
        allocated: readPointer(bytes, HEAP_SUMMARY.allocated),
        committed: readPointer(bytes, HEAP_SUMMARY.committed),
        reserved: readPointer(bytes, HEAP_SUMMARY.reserved),
      };
    },
  };
}

function unsupported(reason: string): HeapSummaries {
  return { supported: false, reason };
}
