import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { makeFolders } from './make-folders.ts';

/**
 * Makes a folder that names mailboxes and users, and is nobody else's business.
 * One that is there already, and that others have rights to, is closed to them.
 * @param inside folders to be made in it
 * @returns why others may still look in, in a sentence for the user; null if they may not, as far as is known
 * @throws HarnessError RUN_FOLDER if it holds anything or cannot be made
 */
export function makeEmptyFolder(path: string, inside: readonly string[] = []): string | null {
  try {
    makeFolders(path, 0o700);
    if (readdirSync(path).length > 0) throw new Error('it is not empty');
    const open = closed(path);
    for (const folder of inside) mkdirSync(folder, { mode: 0o700 });
    return open;
  } catch (error) {
    throw new HarnessError(
      'RUN_FOLDER',
      `${path} cannot be the run folder: ${messageOf(error)}`,
      'Name a new folder with --out.',
      { cause: error },
    );
  }
}

const RIGHTS_OF_OTHERS = 0o077;

/** Modes say nothing on Windows, where a new folder inherits who may look in. */
function closed(path: string): string | null {
  if (process.platform === 'win32' || (statSync(path).mode & RIGHTS_OF_OTHERS) === 0) return null;
  try {
    chmodSync(path, 0o700);
  } catch {
    // A folder of somebody else.
  }
  // Asked again, as some file systems take a mode and keep another.
  const left = statSync(path).mode & 0o777;
  return (left & RIGHTS_OF_OTHERS) === 0
    ? null
    : `Others have rights to the run folder ${path} (mode ${left.toString(8)}), and it cannot be closed to them: its files are their owner’s alone, but others may see their names, or replace them.`;
}
