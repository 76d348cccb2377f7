import { bindOne } from '../ffi/bind-table.ts';
import { cdecl } from '../ffi/signature.ts';
import { ProcessModules } from './modules.ts';
import type { Windows } from './windows.ts';

/** C runtimes whose heap may be one of its own; today's use the process heap. */
const C_RUNTIME = /[/\\](ucrtbase|msvcrt|msvcr\d+)\.dll$/i;

/** A heap whose owner is known. */
export interface KnownHeap {
  readonly handle: number;
  readonly name: string;
}

/**
 * The process heap (GetProcessHeap) and, on Windows, the heaps of the C runtimes that are loaded (_get_heap_handle),
 * each once. Elsewhere C runtimes have no heap that Win32 knows.
 */
export function knownHeaps(windows: Windows): readonly KnownHeap[] {
  const known = new Map<number, string>([[windows.kernel32.GetProcessHeap(), 'process heap']]);
  for (const { path } of process.platform === 'win32' ? new ProcessModules(windows).list() : []) {
    const runtime = C_RUNTIME.exec(path)?.[1];
    if (runtime === undefined) continue;
    const handleOf = bindOne(windows.engine.load(path), '_get_heap_handle', cdecl('pointer'));
    const handle = handleOf?.() ?? 0;
    if (handle !== 0 && !known.has(handle)) known.set(handle, `CRT heap (${runtime.toLowerCase()})`);
  }
  return [...known].map(([handle, name]) => ({ handle, name }));
}
