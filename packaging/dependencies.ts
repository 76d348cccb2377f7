import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './npm.ts';
import type { WindowsArch } from './windows-arch.ts';

/** Installs the locked production dependencies as they are on Windows of this bitness, in an empty folder. */
export async function installDependencies(
  checkout: string,
  folder: string,
  arch: WindowsArch,
): Promise<void> {
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    await copyFile(join(checkout, name), join(folder, name));
  }
  // The prefix is said aloud because `npm run` hands that of the checkout to whatever npm it starts.
  const where = ['--prefix', folder];
  await npm(['ci', '--omit=dev', '--os=win32', `--cpu=${arch}`, '--ignore-scripts', ...where], folder);
}
