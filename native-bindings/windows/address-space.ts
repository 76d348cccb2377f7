import { bindTable } from '../ffi/bind-table.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import { KERNEL32_ON_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

/** MEMORY_BASIC_INFORMATION (winnt.h): offsets for 4- and 8-byte pointers. */
export const REGION =
  POINTER_BYTES === 4
    ? { bytes: 28, base: 0, size: 12, state: 16, type: 24 }
    : { bytes: 48, base: 0, size: 24, state: 32, type: 40 };

const MEM_COMMIT = 0x1000;
const MEM_RESERVE = 0x2000;
const MEM_FREE = 0x10000;
const MEM_PRIVATE = 0x20000;
const MEM_MAPPED = 0x40000;
const MEM_IMAGE = 0x1000000;

/** One stretch of pages that are alike. */
export interface Region {
  readonly bytes: number;
  /** MEM_COMMIT, MEM_RESERVE or MEM_FREE. */
  readonly state: number;
  /** MEM_PRIVATE, MEM_MAPPED or MEM_IMAGE; 0 for free pages. */
  readonly type: number;
}

/** The address space of this process by what its pages are. All in bytes. */
export interface AddressSpaceSums {
  /** Committed pages of this process alone: heaps, stacks, VirtualAlloc. */
  readonly committedPrivate: number;
  /** Committed pages of sections, the shared ones of MAPI among them. */
  readonly mapped: number;
  /** Committed pages of programs and DLLs. */
  readonly image: number;
  /** Addresses that are taken without memory behind them. */
  readonly reserved: number;
  /** Everything that is not free. */
  readonly taken: number;
  /** The largest stretch of free addresses: what is left to a 32-bit process before it fails. */
  readonly largestFree: number;
}

/** Walks the address space of this process (VirtualQuery): one native call a region. On Windows only. */
export class AddressSpace {
  private readonly kernel32: BoundTable<typeof KERNEL32_ON_WINDOWS>;
  private readonly region: NativeBuffer;

  constructor(windows: Windows) {
    this.kernel32 = bindTable(windows.kernel32Library, KERNEL32_ON_WINDOWS);
    this.region = windows.engine.allocate(REGION.bytes);
  }

  sums(): AddressSpaceSums {
    return sumRegions(this.regions());
  }

  private *regions(): Generator<Region> {
    const { bytes, address: out } = this.region;
    let address = 0;
    while (this.kernel32.VirtualQuery(address, out, bytes.length) !== 0) {
      const size = readPointer(bytes, REGION.size);
      yield {
        bytes: size,
        state: bytes.readUInt32LE(REGION.state),
        type: bytes.readUInt32LE(REGION.type),
      };
      const next = readPointer(bytes, REGION.base) + size;
      // The last region of 32-bit address space ends where addresses start again.
      if (next <= address || (POINTER_BYTES === 4 && next >= 2 ** 32)) return;
      address = next;
    }
  }
}

/** Adds up regions that follow one another. */
export function sumRegions(regions: Iterable<Region>): AddressSpaceSums {
  const sums = { committedPrivate: 0, mapped: 0, image: 0, reserved: 0, taken: 0, largestFree: 0 };
  for (const { bytes, state, type } of regions) {
    if (state === MEM_FREE) {
      sums.largestFree = Math.max(sums.largestFree, bytes);
      continue;
    }
    sums.taken += bytes;
    if (state === MEM_RESERVE) sums.reserved += bytes;
    else if (state === MEM_COMMIT && type === MEM_PRIVATE) sums.committedPrivate += bytes;
    else if (state === MEM_COMMIT && type === MEM_MAPPED) sums.mapped += bytes;
    else if (state === MEM_COMMIT && type === MEM_IMAGE) sums.image += bytes;
  }
  return sums;
}
