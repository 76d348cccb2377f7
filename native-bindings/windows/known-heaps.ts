import { bindOne, bindTable } from '../ffi/bind-table.ts';
import { cdecl } from '../ffi/signature.ts';
import { ProcessModules } from './modules.ts';
import { KERNEL32_ON_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

/** C runtimes whose heap may be one of its own; today's use the process heap. */
const C_RUNTIME = /[/\\](ucrtbase|msvcrt|msvcr\d+)\.dll$/i;

/** A heap whose owner is known. */
export interface KnownHeap {
  readonly handle: number;
  readonly name: string;
}

/**
 * The process heap (GetProcessHeap) and the heaps of the C runtimes that are loaded (_get_heap_handle), each once. On
 * Windows only.
 */
export function knownHeaps(windows: Windows): readonly KnownHeap[] {
  const { GetProcessHeap } = bindTable(windows.kernel32Library, KERNEL32_ON_WINDOWS);
  const known = new Map<number, string>([[GetProcessHeap(), 'process heap']]);
  for (const { path } of new ProcessModules(windows).list()) {
    const runtime = C_RUNTIME.exec(path)?.[1];
    if (runtime === undefined) continue;
    const handleOf = bindOne(windows.engine.load(path), '_get_heap_handle', cdecl('pointer'));
    const handle = handleOf?.() ?? 0;
    if (handle !== 0 && !known.has(handle)) known.set(handle, `CRT heap (${runtime.toLowerCase()})`);
  }
  return [...known].map(([handle, name]) => ({ handle, name }));
}
