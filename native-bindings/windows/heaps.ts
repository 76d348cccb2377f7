import { CallFailure, win32Failure } from '../checks/call-failure.ts';
import type { CallMarker } from '../checks/call-marker.ts';
import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import type { Windows } from './windows.ts';

/** PROCESS_HEAP_ENTRY (heapapi.h): offsets for 4- and 8-byte pointers. */
export const HEAP_ENTRY =
  POINTER_BYTES === 4
    ? { bytes: 28, data: 0, size: 4, flags: 10, committed: 12, firstBlock: 20, lastBlock: 24 }
    : { bytes: 40, data: 0, size: 8, flags: 14, committed: 16, firstBlock: 24, lastBlock: 32 };

const REGION = 0x1;
const BUSY = 0x4;
/** Blocks from this size on may have address space of their own, outside every region. */
const LARGE_BLOCK_BYTES = 0x7f000;
/** Blocks from this size on are held against what their region has: less would cost more than it finds. */
const UNUSUAL_BLOCK_BYTES = 0x10000;
/** Heaps between two signs of life during a walk. */
const HEAPS_PER_SIGN = 256;
/** So many heap handles fit before the buffer has to grow; growing it would disturb what is measured. */
const EXPECTED_HEAPS = 65_536;

/** What one heap holds. */
export interface HeapContents {
  /** GetProcessHeaps' handle. A heap that is destroyed may leave it to the next one that is made. */
  readonly handle: number;
  readonly busyBytes: number;
  readonly busyBlocks: number;
  /** Committed size of regions, and of large blocks outside them. */
  readonly committedBytes: number;
  /** Busy blocks by their size in bytes; null unless they were to be counted. */
  readonly busyBlocksBySize: ReadonlyMap<number, number> | null;
}

/**
 * The heaps of this process, from inside it (GetProcessHeaps, HeapWalk). To be read at quiescent points:
 * a heap that vanishes between the two calls is undefined behaviour by contract.
 */
export class ProcessHeaps {
  private readonly windows: Windows;
  private readonly mark: CallMarker;
  private handles: NativeBuffer;
  private readonly entry: NativeBuffer;

  /** @param mark told now and then while a walk goes on, since a long one is no hang */
  constructor(windows: Windows, mark: CallMarker) {
    this.windows = windows;
    this.mark = mark;
    this.handles = windows.engine.allocate(EXPECTED_HEAPS * POINTER_BYTES);
    this.entry = windows.engine.allocate(HEAP_ENTRY.bytes);
  }

  /** How many heaps there are. One call. */
  count(): number {
    return this.positive(this.windows.kernel32.GetProcessHeaps(0, 0));
  }

  /** The handles of all heaps. */
  list(): readonly number[] {
    let found = this.fill();
    while (found * POINTER_BYTES > this.handles.bytes.length) {
      this.handles = this.windows.engine.allocate(2 * found * POINTER_BYTES);
      found = this.fill();
    }
    return Array.from({ length: found }, (_, i) => readPointer(this.handles.bytes, i * POINTER_BYTES));
  }

  /**
   * Walks every heap: one native call for each block. The heap is locked meanwhile, and V8's helper threads take
   * their memory from it: a process that walks must run with --single-threaded, or it may wait for one of them
   * for ever.
   * @param bySize whether to count busy blocks by size as well, which takes memory for every size; the walk itself
   * takes none
   */
  walk(bySize = false): readonly HeapContents[] {
    return this.list().map((heap, i) => {
      if (i % HEAPS_PER_SIGN === 0) this.mark('HeapWalk');
      return this.walkOne(heap, bySize ? new Map() : null);
    });
  }

  private walkOne(heap: number, busyBlocksBySize: Map<number, number> | null): HeapContents {
    const { calls, kernel32 } = this.windows;
    const { bytes, address } = this.entry;
    const contents = { handle: heap, busyBytes: 0, busyBlocks: 0, committedBytes: 0, busyBlocksBySize };
    const regions: Region[] = [];
    bytes.fill(0);
    calls.bool('HeapLock', kernel32.HeapLock(heap));
    try {
      while (kernel32.HeapWalk(heap, address) !== 0) {
        const flags = bytes.readUInt16LE(HEAP_ENTRY.flags);
        if ((flags & REGION) !== 0) {
          const committed = bytes.readUInt32LE(HEAP_ENTRY.committed);
          contents.committedBytes += committed;
          regions.push({
            committed,
            first: readPointer(bytes, HEAP_ENTRY.firstBlock),
            last: readPointer(bytes, HEAP_ENTRY.lastBlock),
          });
        } else if ((flags & BUSY) !== 0) {
          const size = bytes.readUInt32LE(HEAP_ENTRY.size);
          contents.busyBytes += size;
          contents.busyBlocks += 1;
          if (busyBlocksBySize !== null) busyBlocksBySize.set(size, (busyBlocksBySize.get(size) ?? 0) + 1);
          if (size >= UNUSUAL_BLOCK_BYTES)
            contents.committedBytes += committedOutside(regions, readPointer(bytes), size);
        }
      }
      calls.bool('HeapWalk', 0, [WIN32_ERRORS.ERROR_NO_MORE_ITEMS]);
    } finally {
      calls.bool('HeapUnlock', kernel32.HeapUnlock(heap));
    }
    return contents;
  }

  private fill(): number {
    const capacity = this.handles.bytes.length / POINTER_BYTES;
    return this.positive(this.windows.kernel32.GetProcessHeaps(capacity, this.handles.address));
  }

  private positive(found: number): number {
    if (found > 0) return found;
    throw win32Failure('GetProcessHeaps', this.windows.kernel32.GetLastError());
  }
}

interface Region {
  readonly first: number;
  readonly last: number;
  /** Bytes of it that have memory behind them. */
  readonly committed: number;
}

/**
 * What an unusually large block has committed outside every region.
 * @throws CallFailure ERROR_ARENA_TRASHED if it is larger than what there is: where HeapWalk itself checks nothing, a
 *   header that somebody has written over shows as a block of a size that cannot be
 */
function committedOutside(regions: readonly Region[], address: number, size: number): number {
  const region = regions.find(({ first, last }) => address >= first && address < last);
  if (region === undefined) return size >= LARGE_BLOCK_BYTES ? size : 0;
  if (size <= region.committed) return 0;
  throw new CallFailure(
    'HeapWalk',
    'ERROR_ARENA_TRASHED',
    `a block of ${size} bytes in a region of ${region.committed}`,
  );
}
