import ref from 'ref-napi';
import { offHeapBuffer } from './off-heap.ts';
import { POINTER_BYTES, writePointer } from './words.ts';

/** What ref-napi makes every Buffer of that it wraps around native memory, kMaxLength in its binding.cc. */
const WRAPPED_BYTES = 0x3fff_ffff;
/** A multiple of 16, so that no region begins where an allocator may put memory of Node's. */
const REGION_BYTES = 0x3fff_fff0;

/**
 * Buffers that begin at given machine code, as ffi-napi wants to be told what to call. ref-napi wraps each address
 * in a gigabyte of its own, which V8 counts, and answers with a full garbage collection for each function that is
 * bound: here all code within a gigabyte shares one. Nothing is ever read or written through them.
 */
export class CodeBuffers {
  private readonly regions = new Map<number, ArrayBuffer>();

  at(address: number): Buffer {
    const start = regionStart(address);
    const region = this.regions.get(start) ?? wrapped(start);
    this.regions.set(start, region);
    return Buffer.from(region, address - start, 1);
  }
}

/** Where the region begins that holds this address: one past a multiple of {@link REGION_BYTES}. */
export function regionStart(address: number): number {
  return Math.floor((address - 1) / REGION_BYTES) * REGION_BYTES + 1;
}

function wrapped(address: number): ArrayBuffer {
  const pointer = offHeapBuffer(POINTER_BYTES);
  writePointer(pointer, address);
  const { buffer } = ref.readPointer(pointer, 0, 0);
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength < WRAPPED_BYTES) {
    throw new Error(`ref-napi wrapped ${buffer.byteLength} bytes, not ${WRAPPED_BYTES}`);
  }
  return buffer;
}
