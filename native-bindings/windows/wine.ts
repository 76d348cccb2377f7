import { bindOne } from '../ffi/bind-table.ts';
import type { NativeLibrary } from '../ffi/engine.ts';
import type { NativeMemory } from '../ffi/memory.ts';
import { cdecl } from '../ffi/signature.ts';

/** "8.0 (Debian 8.0~repack-4)" is about the longest there is. */
const LONGEST_VERSION = 64;

/** Wine's version, or null on Windows itself: Wine's ntdll exports wine_get_version, Microsoft's does not. */
export function wineVersion(ntdll: NativeLibrary, memory: NativeMemory): string | null {
  const get = bindOne(ntdll, 'wine_get_version', cdecl('pointer'));
  return get === undefined ? null : memory.ansiAt(get(), LONGEST_VERSION);
}
