import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/**
 * Writes files into a zip, in the order in which they are named.
 * The same files always give the same bytes: one time for all, as a local one, which is what a zip holds.
 * @param names relative to the folder, with slashes
 * @param prefix the folder in the zip
 */
export async function zipFiles(
  file: string,
  folder: string,
  names: readonly string[],
  prefix: string,
): Promise<void> {
  const zip = new ZipFile();
  for (const name of names) {
    zip.addFile(join(folder, name), `${prefix}${name}`, {
      mtime: new Date(2003, 9, 21, 12, 0),
      forceDosTimestamp: true,
      mode: 0o100600,
      compressionLevel: 9,
    });
  }
  zip.end();
  // A file that cannot be read is told by the zip itself, not by what it writes.
  const failed = new Promise<never>((_, reject) => zip.on('error', reject));
  await Promise.race([
    pipeline(zip.outputStream, createWriteStream(file, { mode: 0o600, flags: 'wx' })),
    failed,
  ]);
}
