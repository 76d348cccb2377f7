import type { MapiChoice } from '../../harness/contract/plan.ts';
import type { CallMarker } from '../checks/call-marker.ts';
import { bindOne, bindTable } from '../ffi/bind-table.ts';
import { libraryFiles } from '../ffi/libraries.ts';
import type { Windows } from '../windows/windows.ts';
import { Mapi } from './mapi.ts';
import { MAPI32, STAND_IN_IDENTITY } from './signatures.ts';

export interface OpenedMapi {
  readonly mapi: Mapi;
  /** The file that was asked for. */
  readonly path: string;
  /** Whether the provider says of itself that it is the stand-in. */
  readonly standIn: boolean;
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
    standIn: bindOne(library, STAND_IN_IDENTITY.name, STAND_IN_IDENTITY.signature) !== undefined,
  };
}
