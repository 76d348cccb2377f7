import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKOUT } from '../../packaging/places.ts';
import type { WindowsArch } from '../../packaging/windows-arch.ts';

/** The compiled tests. */
export const COMPILED_TESTS = fileURLToPath(new URL('../', import.meta.url));

/** The script that installs Wine; it is not copied to dist/. */
export const INSTALLER = join(CHECKOUT, 'test', 'wine', 'install.sh');

/** Each bitness has a prefix of its own, so that both can change their registries at once. */
export function prefixFolder(arch: WindowsArch): string {
  return join(CHECKOUT, 'build', 'wine', arch);
}

/** A path of Linux as Windows programs name it under Wine. */
export function dosPath(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}
