import type { MapiChoice } from '../../harness/contract/plan.ts';
import { linuxStandIn } from '../stand-in/paths.ts';

/** The libraries that functions are bound from. */
export type LibraryRole = 'mapi32' | 'kernel32' | 'advapi32' | 'user32' | 'ole32' | 'oleaut32' | 'c';
export type LibraryFiles = Readonly<Record<LibraryRole, string>>;

/**
 * The one place that knows what the libraries are called where. On Linux the Win32 names bind to the
 * stand-in's libwin32, and MAPI to its provider unless another one is named.
 */
export function libraryFiles(mapi: MapiChoice, platform: NodeJS.Platform = process.platform): LibraryFiles {
  if (platform === 'win32') {
    return {
      mapi32: mapi.kind === 'path' ? mapi.path : 'mapi32.dll',
      kernel32: 'kernel32.dll',
      advapi32: 'advapi32.dll',
      user32: 'user32.dll',
      ole32: 'ole32.dll',
      oleaut32: 'oleaut32.dll',
      c: 'ntdll.dll',
    };
  }
  const standIn = linuxStandIn();
  return {
    mapi32: mapi.kind === 'path' ? mapi.path : standIn.mapi32,
    kernel32: standIn.win32,
    advapi32: standIn.win32,
    user32: standIn.win32,
    ole32: standIn.win32,
    oleaut32: standIn.win32,
    c: 'libc.so.6',
  };
}
