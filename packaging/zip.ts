import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Options, ZipFile } from 'yazl';
import { byName, type PackedFile } from './packed-file.ts';

/**
 * One time for every file, npm's own, so that the same content gives the same zip. A DOS timestamp holds a local time,
 * which is why a local one is given: it comes out alike in every time zone.
 */
function entryOptions(): Partial<Options> {
  return {
    mtime: new Date(1985, 9, 26, 8, 15),
    forceDosTimestamp: true,
    mode: 0o100644,
    compressionLevel: 9,
  };
}

/** Writes a zip, sorted by name. It has its name only when it is complete. */
export async function writeZip(file: string, files: readonly PackedFile[]): Promise<void> {
  const zip = new ZipFile();
  const options = entryOptions();
  for (const { name, content } of [...files].sort(byName)) zip.addBuffer(content, name, options);
  zip.end();
  const unfinished = `${file}.new`;
  await pipeline(zip.outputStream, createWriteStream(unfinished));
  await rename(unfinished, file);
}
