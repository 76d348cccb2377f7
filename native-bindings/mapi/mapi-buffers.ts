import type { CheckedCalls } from '../checks/checked-calls.ts';
import type { LiveCounts } from '../checks/live-counts.ts';
import type { NativeBuffer, NativeEngine } from '../ffi/engine.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { readPointer } from '../ffi/words.ts';
import type { MAPI32 } from './signatures.ts';

export interface BufferParts {
  readonly engine: NativeEngine;
  readonly calls: CheckedCalls;
  readonly live: LiveCounts;
  readonly exports: BoundTable<typeof MAPI32>;
}

/** Memory from MAPI's own allocator (MAPIAllocateBuffer, MAPIFreeBuffer), counted until it is given back. */
export class MapiBuffers {
  private readonly parts: BufferParts;
  private readonly out: NativeBuffer;

  constructor(parts: BufferParts) {
    this.parts = parts;
    this.out = parts.engine.allocate(8);
  }

  allocate(byteCount: number): number {
    const { calls, exports } = this.parts;
    calls.hresult('MAPIAllocateBuffer', exports.MAPIAllocateBuffer(byteCount, this.out.address));
    return this.took(readPointer(this.out.bytes));
  }

  /** Counts a buffer that a method has handed over; a null pointer is none. @returns the buffer */
  took(buffer: number): number {
    if (buffer !== 0) this.parts.live.taken('buffers');
    return buffer;
  }

  free(buffer: number): void {
    if (buffer === 0) return;
    this.parts.live.returned('buffers');
    this.parts.calls.hresult('MAPIFreeBuffer', this.parts.exports.MAPIFreeBuffer(buffer));
  }
}
