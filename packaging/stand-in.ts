import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../harness/contract/errors.ts';
import { PackagingError } from './packaging-error.ts';
import { CHECKOUT } from './places.ts';
import type { WindowsArch } from './windows-arch.ts';

const run = promisify(execFile);

/**
 * Builds the stand-in's DLLs of one bitness if they are not up to date.
 * @throws PackagingError with what the build said.
 */
export async function buildStandInFor(arch: WindowsArch): Promise<void> {
  const build = join(CHECKOUT, 'dist', 'native-bindings', 'stand-in', 'build.js');
  try {
    await run(process.execPath, [build, '--target', `win32-${arch}`], { cwd: CHECKOUT });
  } catch (error) {
    throw new PackagingError(
      `The stand-in for win32-${arch} could not be built: ${messageOf(error)}`,
      'Install gcc-mingw-w64.',
      { cause: error },
    );
  }
}
