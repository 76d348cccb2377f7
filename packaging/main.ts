import { relative } from 'node:path';
import { makePackage } from './make-package.ts';
import { PackagingError } from './packaging-error.ts';
import { buildStandInFor } from './stand-in.ts';
import { WINDOWS_ARCHS } from './windows-arch.ts';

const MEGABYTE = 1_000_000;
const LIMIT_BYTES = 45 * MEGABYTE;

try {
  for (const arch of WINDOWS_ARCHS) {
    await buildStandInFor(arch);
    const { file, bytes } = await makePackage(arch);
    process.stdout.write(`${relative('.', file)}  ${(bytes / MEGABYTE).toFixed(1)} MB\n`);
    if (bytes > LIMIT_BYTES) {
      process.stderr.write(`That is more than ${LIMIT_BYTES / MEGABYTE} MB.\n`);
      process.exitCode = 1;
    }
  }
} catch (thrown) {
  if (!(thrown instanceof PackagingError)) throw thrown;
  process.stderr.write(`${thrown.message}\n${thrown.remedy}\n`);
  process.exitCode = 1;
}
