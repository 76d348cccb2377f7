import type { FfiEngineName, MapiChoice } from '../../harness/contract/plan.ts';
import { CheckedCalls } from '../checks/checked-calls.ts';
import { LiveCounts } from '../checks/live-counts.ts';
import { bindTable } from '../ffi/bind-table.ts';
import type { NativeEngine, NativeLibrary } from '../ffi/engine.ts';
import { libraryFiles } from '../ffi/libraries.ts';
import { loadEngine } from '../ffi/load-engine.ts';
import { NativeMemory } from '../ffi/memory.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { ADVAPI32, KERNEL32 } from './signatures.ts';
import { wineVersion } from './wine.ts';

/** The Win32 functions of this process with what every binding needs beside them. */
export interface Windows {
  readonly engine: NativeEngine;
  /** The C library: memcpy, and what Linux counts. */
  readonly cLibrary: NativeLibrary;
  readonly memory: NativeMemory;
  readonly calls: CheckedCalls;
  readonly live: LiveCounts;
  readonly kernel32: BoundTable<typeof KERNEL32>;
  /** For functions that only some systems have. */
  readonly kernel32Library: NativeLibrary;
  readonly advapi32: BoundTable<typeof ADVAPI32>;
  readonly advapi32Library: NativeLibrary;
  /** Wine's version; null on Windows itself and where the stand-in's libwin32 takes its place. */
  readonly wine: string | null;
}

const STAND_IN: MapiChoice = { kind: 'stand-in' };

/**
 * Loads the Win32 libraries: the real ones on Windows, the stand-in's libwin32 elsewhere.
 * @throws HarnessError NATIVE_ENGINE, LIBRARY_NOT_LOADED or EXPORT_MISSING
 */
export async function openWindows(engineName: FfiEngineName): Promise<Windows> {
  const engine = await loadEngine(engineName);
  const files = libraryFiles(STAND_IN);
  const kernel32Library = engine.load(files.kernel32);
  const kernel32 = bindTable(kernel32Library, KERNEL32);
  const advapi32Library = engine.load(files.advapi32);
  const cLibrary = engine.load(files.c);
  const memory = new NativeMemory(engine, cLibrary);
  return {
    engine,
    cLibrary,
    memory,
    calls: new CheckedCalls(kernel32.GetLastError),
    live: new LiveCounts(),
    kernel32,
    kernel32Library,
    advapi32: bindTable(advapi32Library, ADVAPI32),
    advapi32Library,
    wine: process.platform === 'win32' ? wineVersion(cLibrary, memory) : null,
  };
}
