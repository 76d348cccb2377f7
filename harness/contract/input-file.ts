import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';

/** Of plans, results, environments and the like: the largest that are written are a tenth of it. */
export const LONGEST_JSON_BYTES = 8 * 2 ** 20;
const CHUNK_BYTES = 64 * 1024;
/** A pipe that takes the file's place after it was looked at keeps nobody waiting. Windows has no such option. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * All of a regular file. What is none is not read: a pipe keeps its reader waiting for ever, and a device such as
 * `/dev/zero` has no end.
 * @throws Error whose message says why it cannot be read: the file system’s own, `it is not a regular file`, or
 * that it is larger than `mostBytes`
 */
export function readRegularFile(file: string, mostBytes: number): Buffer {
  const descriptor = openRegularFile(file);
  try {
    const stats = fstatSync(descriptor);
    if (stats.size > mostBytes) throw tooLarge(mostBytes);
    // Files of /proc say that they are empty, and others may grow.
    const chunks: Buffer[] = [];
    for (let length = 0; ; ) {
      const chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, Math.min(stats.size - length, mostBytes)));
      const bytes = readSync(descriptor, chunk);
      if (bytes === 0) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
      length += bytes;
      if (length > mostBytes) throw tooLarge(mostBytes);
      chunks.push(chunk.subarray(0, bytes));
    }
  } finally {
    closeSync(descriptor);
  }
}

/** A descriptor of a regular file, for reading. @throws Error as {@link readRegularFile} */
export function openRegularFile(file: string): number {
  // Before it is opened, too: opening a device can have effects of its own.
  requireRegular(statSync(file));
  const descriptor = openSync(file, READ);
  try {
    requireRegular(fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** @throws Error `it is not a regular file`, or a directory */
export function requireRegular(stats: { isDirectory(): boolean; isFile(): boolean }): void {
  if (stats.isDirectory()) throw new Error('it is a directory');
  if (!stats.isFile()) throw new Error('it is not a regular file');
}

/** Whether an error of the file system says that there is no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function tooLarge(mostBytes: number): Error {
  return new Error(`it is larger than ${mostBytes / 2 ** 20} MiB`);
}
