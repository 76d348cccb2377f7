import { mkdirSync, readdirSync } from 'node:fs';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { makeFolders } from './make-folders.ts';

/**
 * Makes a folder that names mailboxes and users, and is nobody else's business.
 * @param inside folders to be made in it
 * @throws HarnessError RUN_FOLDER if it holds anything or cannot be made
 */
export function makeEmptyFolder(path: string, inside: readonly string[] = []): void {
  try {
    makeFolders(path, 0o700);
    if (readdirSync(path).length > 0) throw new Error('it is not empty');
    for (const folder of inside) mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    throw new HarnessError(
      'RUN_FOLDER',
      `${path} cannot be the run folder: ${messageOf(error)}`,
      'Name a new folder with --out.',
      { cause: error },
    );
  }
}
