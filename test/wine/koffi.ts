import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { npm } from '../../packaging/npm.ts';
import { CACHE, CHECKOUT } from '../../packaging/places.ts';
import type { WindowsArch } from '../../packaging/windows-arch.ts';
import { requireIntegrity } from '../../packaging/windows-node.ts';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), integrity: z.string().optional() }),
  ),
});

/**
 * koffi's binary for Windows, which an installation for Linux has not: fetched as the lock file has it, into a
 * folder for NODE_PATH.
 */
export async function koffiForWindows(arch: WindowsArch): Promise<string> {
  const name = `@koromix/koffi-win32-${arch}`;
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(CHECKOUT, 'package-lock.json'), 'utf8')));
  const { version = '', integrity = '' } = lock.packages[`node_modules/${name}`] ?? {};
  const modules = join(CACHE, `koffi-${version}`);
  const home = join(modules, name);
  if (existsSync(home)) return modules;

  await mkdir(dirname(home), { recursive: true });
  const workshop = await mkdtemp(join(CACHE, 'new-'));
  try {
    await npm(['pack', `${name}@${version}`, '--pack-destination', workshop], workshop);
    const archive = join(workshop, `${name.slice(1).replace('/', '-')}-${version}.tgz`);
    requireIntegrity(basename(archive), readFileSync(archive), integrity);
    await promisify(execFile)('tar', ['-xzf', archive, '-C', workshop]);
    await rename(join(workshop, 'package'), home);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return modules;
}
