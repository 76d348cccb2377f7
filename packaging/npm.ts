import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { messageOf } from '../harness/contract/errors.ts';
import { PackagingError } from './packaging-error.ts';

const run = promisify(execFile);

/**
 * Runs npm with the user's own configuration, registry and proxy included.
 * @throws PackagingError with what npm said.
 */
export async function npm(args: readonly string[], folder: string): Promise<void> {
  try {
    // The checkout's .npmrc silences npm, errors included.
    await run('npm', [...args, '--loglevel=error'], { cwd: folder });
  } catch (error) {
    throw new PackagingError(
      `npm ${args[0]} did not succeed: ${messageOf(error)}`,
      "Check that npm's registry can be reached, and that package-lock.json fits package.json.",
      { cause: error },
    );
  }
}
