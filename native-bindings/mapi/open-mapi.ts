import type { MapiChoice } from '../../harness/contract/plan.ts';
import type { CallMarker } from '../checks/call-marker.ts';
import { bindOne, bindTable } from '../ffi/bind-table.ts';
import type { NativeLibrary } from '../ffi/engine.ts';
import { libraryFiles } from '../ffi/libraries.ts';
import { ProcessModules } from '../windows/modules.ts';
import type { Windows } from '../windows/windows.ts';
import { Mapi } from './mapi.ts';
import { MAPI32, STAND_IN_IDENTITY } from './signatures.ts';

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
  const library = windows.engine.load(path);
  const { engine, memory, calls, live } = windows;
  return {
    mapi: new Mapi({ engine, memory, calls, live, exports: bindTable(library, MAPI32), mark }),
    path,
    isStandIn: () => isStandIn(windows, library),
  };
}

function isStandIn(windows: Windows, library: NativeLibrary): boolean {
  const { name, signature } = STAND_IN_IDENTITY;
  if (process.platform !== 'win32') return bindOne(library, name, signature) !== undefined;
  const modules = new ProcessModules(windows);
  return modules.list().some((module) => modules.exports(module, name));
}
