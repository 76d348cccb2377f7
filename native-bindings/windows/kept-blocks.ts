import { win32Failure } from '../checks/call-failure.ts';
import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import type { Windows } from './windows.ts';

/** HEAP_ZERO_MEMORY (heapapi.h): memory that was written to shows in every counter. */
const ZERO_MEMORY = 0x8;

/**
 * Blocks of the process heap that are taken and never given back. They are held on purpose, so they are none of
 * what LiveCounts watches.
 */
export class KeptBlocks {
  private readonly windows: Windows;
  private readonly heap: number;

  constructor(windows: Windows) {
    this.windows = windows;
    this.heap = windows.kernel32.GetProcessHeap();
  }

  /**
   * Takes one block; the busy bytes of the heap grow by exactly so many.
   * @throws CallFailure if there is no memory left
   */
  take(byteCount: number): void {
    if (this.windows.kernel32.HeapAlloc(this.heap, ZERO_MEMORY, byteCount) !== 0) return;
    // HeapAlloc does not set the last error.
    throw win32Failure('HeapAlloc', WIN32_ERRORS.ERROR_NOT_ENOUGH_MEMORY);
  }
}
