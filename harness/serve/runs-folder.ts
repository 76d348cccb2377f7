import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { runNamesIn } from '../execute/list-runs.ts';
import type { RunsFolder } from './runs/run-list.ts';

/**
 * The folder that was named, as it is found on the disk; where it is a run itself, that run alone is shown.
 * @throws HarnessError RUN_FOLDER if there is no such folder
 */
export async function runsFolderOf(named: string): Promise<RunsFolder> {
  const real = await realpath(named).catch((error: unknown) => {
    throw noFolder(named, messageOf(error));
  });
  if (!(await stat(real)).isDirectory()) throw noFolder(named, 'it is a file');
  const isRun = (await runNamesIn(real))[0] === '.';
  return isRun ? { root: dirname(real), only: basename(real) } : { root: real, only: null };
}

const noFolder = (named: string, why: string): HarnessError =>
  new HarnessError(
    'RUN_FOLDER',
    `${named} is no folder of runs: ${why}`,
    'Name one that holds run folders; `mapileak compare` makes ./runs.',
  );
