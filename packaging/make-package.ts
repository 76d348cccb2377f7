import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checksumLine } from './checksums.ts';
import { contents } from './contents.ts';
import { installDependencies } from './dependencies.ts';
import { CHECKOUT, PACKAGES, packedVersion, zipFile } from './places.ts';
import type { WindowsArch } from './windows-arch.ts';
import { windowsNode } from './windows-node.ts';
import { writeZip } from './zip.ts';

/** A zip that was made. */
export interface Package {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Makes the zip of one bitness, and its checksum beside it.
 * @throws PackagingError
 */
export async function makePackage(arch: WindowsArch): Promise<Package> {
  await mkdir(PACKAGES, { recursive: true });
  const staging = await mkdtemp(join(PACKAGES, `staging-${arch}-`));
  try {
    const node = await windowsNode(arch);
    await installDependencies(CHECKOUT, staging, arch);
    const version = packedVersion();
    const file = zipFile(arch);
    await writeZip(file, contents({ arch, version, checkout: CHECKOUT, node, dependencies: staging }));
    await writeFile(`${file}.sha256`, checksumLine(basename(file), await readFile(file)));
    return { file, bytes: (await stat(file)).size };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
