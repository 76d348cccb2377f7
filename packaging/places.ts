import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { WindowsArch } from './windows-arch.ts';

/** The checkout. This file runs in dist/packaging/. */
export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** What is fetched once and kept. */
export const CACHE = join(CHECKOUT, 'build', 'cache');

/** Where the zips are written. */
export const PACKAGES = join(CHECKOUT, 'build', 'packages');

/** Licence texts of what no npm package brings a text for. */
export const LICENCE_TEXTS = join(CHECKOUT, 'packaging', 'licences');

/** The version of mapileak that is packed. */
export function packedVersion(): string {
  const text = readFileSync(join(CHECKOUT, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}

/** Absolute path of a bitness's zip, whether it has been made or not. */
export function zipFile(arch: WindowsArch): string {
  return join(PACKAGES, `mapileak-${packedVersion()}-win-${arch}.zip`);
}
