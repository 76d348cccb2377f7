import { chmodSync, statSync } from 'node:fs';
import { closeFolder } from '../../native-bindings/windows/folder-access.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import { messageOf } from '../contract/errors.ts';

/**
 * Closes a folder that is there, and empty, to others.
 * @returns why others may still look in, in a sentence for the user; null if they may not, as far as is known
 */
export type FolderCloser = (path: string) => string | null;

/** @param windows null where its libraries are not loaded: then on Windows a folder keeps what it has inherited */
export function folderCloser(windows: Windows | null): FolderCloser {
  if (process.platform !== 'win32') return closedByMode;
  return windows === null ? () => null : (path) => closedByAccess(windows, path);
}

const RIGHTS_OF_OTHERS = 0o077;

function closedByMode(path: string): string | null {
  if ((statSync(path).mode & RIGHTS_OF_OTHERS) === 0) return null;
  try {
    chmodSync(path, 0o700);
  } catch {
    // A folder of somebody else.
  }
  // Asked again, as some file systems take a mode and keep another.
  const left = statSync(path).mode & 0o777;
  return (left & RIGHTS_OF_OTHERS) === 0
    ? null
    : `The run folder ${path} cannot be closed to others (mode ${left.toString(8)}): they may see the names of its files, or replace them.`;
}

/** The system keeps its access. */
function closedByAccess(windows: Windows, path: string): string | null {
  try {
    const others = closeFolder(windows, path);
    return others.length === 0 ? null : stillOpen(path, `${others.join(', ')} may use it`);
  } catch (error) {
    return stillOpen(path, messageOf(error));
  }
}

const stillOpen = (path: string, why: string): string =>
  `The run folder ${path} cannot be closed to others (${why}): who may read where it lies may read it, too.`;
