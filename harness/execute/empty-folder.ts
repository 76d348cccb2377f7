import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { HarnessError, messageOf } from '../contract/errors.ts';
import type { FolderCloser } from './close-folder.ts';
import { makeFolders } from './make-folders.ts';

/**
 * Makes a folder that names mailboxes and users, and is nobody else's business.
 * @param close closes it to others, whoever has made it
 * @param inside folders to be made in it
 * @returns why others may still look in, in a sentence for the user; null if they may not, as far as is known
 * @throws HarnessError RUN_FOLDER if it holds anything or cannot be made
 */
export function makeEmptyFolder(
  path: string,
  close: FolderCloser,
  inside: readonly string[] = [],
): string | null {
  try {
    makeFolders(path, 0o700);
    refuseContent(path);
    const open = close(path);
    for (const folder of inside) mkdirSync(folder, { mode: 0o700 });
    return open;
  } catch (error) {
    throw unusable(path, error);
  }
}

/** @throws HarnessError RUN_FOLDER if there is something where a run is going to have its folder */
export function requireNothingIn(path: string): void {
  if (!existsSync(path)) return;
  try {
    refuseContent(path);
  } catch (error) {
    throw unusable(path, error);
  }
}

function refuseContent(path: string): void {
  if (readdirSync(path).length > 0) throw new Error('it is not empty');
}

function unusable(path: string, error: unknown): HarnessError {
  return new HarnessError(
    'RUN_FOLDER',
    `${path} cannot be the run folder: ${messageOf(error)}`,
    'Name a new folder with --out.',
    { cause: error },
  );
}
