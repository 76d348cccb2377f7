import { bindTable } from '../ffi/bind-table.ts';
import { libraryFiles } from '../ffi/libraries.ts';
import type { BoundTable } from '../ffi/signature.ts';
import type { Windows } from '../windows/windows.ts';
import { OLE32, OLEAUT32 } from './signatures.ts';

/** COM and Automation in this process, with what every binding needs beside them. */
export interface Com extends Pick<Windows, 'calls' | 'engine' | 'live' | 'memory'> {
  readonly ole32: BoundTable<typeof OLE32>;
  readonly oleaut32: BoundTable<typeof OLEAUT32>;
}

/**
 * Loads the libraries of COM for the life of the process. Nothing is initialized yet: see Apartment.
 * @throws HarnessError LIBRARY_NOT_LOADED or EXPORT_MISSING
 */
export function openCom({ calls, engine, live, memory }: Windows): Com {
  const files = libraryFiles({ kind: 'stand-in' });
  return {
    calls,
    engine,
    live,
    memory,
    ole32: bindTable(engine.load(files.ole32), OLE32),
    oleaut32: bindTable(engine.load(files.oleaut32), OLEAUT32),
  };
}
