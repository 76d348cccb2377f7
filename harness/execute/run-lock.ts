import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { RUN_FILES } from './run-files.ts';
import type { TakeLock } from './take-lock.ts';

/**
 * Keeps a second writer from a run folder.
 * @param takeLock null where there is nobody to keep away
 * @returns what lets it go
 * @throws HarnessError RUN_IN_USE, or RUN_FOLDER if the folder is not there or cannot be written to
 */
export function lockRun(path: string, takeLock: TakeLock | null): () => void {
  if (takeLock === null) return () => {};
  const unlock = orExplain(path, () => takeLock(join(path, RUN_FILES.lock)));
  if (unlock !== null) return unlock;
  throw new HarnessError(
    'RUN_IN_USE',
    `another mapileak is writing ${path}`,
    'Wait for that run to end, or stop it.',
  );
}

function orExplain<T>(path: string, action: () => T): T {
  try {
    if (!existsSync(path)) throw new Error('there is no such folder');
    return action();
  } catch (error) {
    const remedy = 'Name the folder of a run, on a disk with room that can be written to.';
    throw new HarnessError('RUN_FOLDER', `${path} cannot be used: ${messageOf(error)}`, remedy, {
      cause: error,
    });
  }
}
