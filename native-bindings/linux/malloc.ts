import { bindOne } from '../ffi/bind-table.ts';
import type { NativeLibrary } from '../ffi/engine.ts';
import { cdecl } from '../ffi/signature.ts';

/** struct mallinfo2 (malloc.h): ten size_t, returned by value. */
const MALLINFO2 = cdecl({ words: 10 });
const HBLKHD = 4;
const UORDBLKS = 7;

/**
 * Bytes in use in the C library's heap: blocks from its arenas (uordblks) and those mapped one by one
 * (hblkhd). Undefined where the C library has no mallinfo2 (glibc before 2.33, musl).
 */
export function mallocBytesReader(cLibrary: NativeLibrary): (() => number) | undefined {
  const mallinfo2 = bindOne(cLibrary, 'mallinfo2', MALLINFO2);
  if (mallinfo2 === undefined) return undefined;
  return () => {
    const info = mallinfo2();
    return (info[UORDBLKS] ?? 0) + (info[HBLKHD] ?? 0);
  };
}
