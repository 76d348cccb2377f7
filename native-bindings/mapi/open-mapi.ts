import { isAbsolute } from 'node:path';
import type { MapiChoice } from '../../harness/contract/plan.ts';
import type { CallMarker } from '../checks/call-marker.ts';
import { bindOne, bindTable } from '../ffi/bind-table.ts';
import { libraryFiles } from '../ffi/libraries.ts';
import { NativeText } from '../ffi/native-text.ts';
import { PATH_BYTES } from '../windows/files.ts';
import { ProcessModules } from '../windows/modules.ts';
import { KERNEL32_ON_WINDOWS } from '../windows/signatures.ts';
import type { Windows } from '../windows/windows.ts';
import { Mapi } from './mapi.ts';
import { STAND_IN_IDENTITY } from './signatures.ts';

const LOAD_WITH_ALTERED_SEARCH_PATH = 0x8;

export interface OpenedMapi {
  readonly mapi: Mapi;
  /** The file that was asked for. */
  readonly path: string;
  /**
   * Whether a provider that is loaded says of itself that it is the stand-in. The system's mapi32.dll may load its
   * provider as late as MAPIInitialize.
   */
  isStandIn(): boolean;
}

/**
 * Loads a MAPI provider for the life of the process (KB 901014: loading it again and again leaks).
 * @throws HarnessError LIBRARY_NOT_LOADED, or EXPORT_MISSING if it is no MAPI provider
 */
export function openMapi(windows: Windows, choice: MapiChoice, mark: CallMarker): OpenedMapi {
  const path = libraryFiles(choice).mapi32;
  if (process.platform === 'win32' && isAbsolute(path)) loadWithNeighbours(windows, path);
  const library = windows.engine.load(path);
  const { engine, memory, calls, live } = windows;
  const mapi = new Mapi({
    engine,
    memory,
    calls,
    live,
    mark,
    bind: (table, remedy) => bindTable(library, table, remedy),
  });
  const { name, signature } = STAND_IN_IDENTITY;
  return {
    mapi,
    path,
    isStandIn: () =>
      process.platform === 'win32'
        ? standInIsLoaded(windows)
        : bindOne(library, name, signature) !== undefined,
  };
}

/**
 * Loads a DLL so that those it needs are found beside it (LoadLibraryExW), which the engines' own way of loading does
 * not do alike. It stays loaded; if it cannot be, the engine says why.
 */
function loadWithNeighbours({ engine, kernel32Library }: Windows, path: string): void {
  const { LoadLibraryExW } = bindTable(kernel32Library, KERNEL32_ON_WINDOWS);
  LoadLibraryExW(new NativeText(engine, PATH_BYTES).wide(path), 0, LOAD_WITH_ALTERED_SEARCH_PATH);
}

/** Whether any module of this process is the stand-in. On Windows only. */
export function standInIsLoaded(windows: Windows): boolean {
  const modules = new ProcessModules(windows);
  return modules.list().some((module) => modules.exports(module, STAND_IN_IDENTITY.name));
}
