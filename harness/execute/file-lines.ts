import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { requireRegular } from '../contract/input-file.ts';

/** No row is that long; who writes such a line writes no run folder. */
export const LONGEST_ROW_BYTES = 16 * 2 ** 20;
const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A line that is longer than any row. */
export class LineTooLong extends Error {
  /** From 1. */
  readonly line: number;

  constructor(line: number) {
    super(`the line is longer than ${LONGEST_ROW_BYTES / 2 ** 20} MiB`);
    this.line = line;
  }
}

/**
 * The lines of a regular file, in memory for one of them, without their ends; the last one may have none. Only line
 * feeds end lines: U+2028 may stand in a JSON string.
 * @throws LineTooLong, or an Error whose message says why the file cannot be read
 */
export async function* linesOf(file: string): AsyncGenerator<string, void, undefined> {
  const handle = await openRegular(file);
  try {
    yield* linesIn(handle);
  } finally {
    await handle.close();
  }
}

/** @throws Error whose message says why the file cannot be read */
export async function openRegular(file: string): Promise<FileHandle> {
  // Not asked of the handle alone: opening a pipe waits for somebody to write to it where there is no such option.
  requireRegular(await stat(file));
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    requireRegular(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** {@link linesOf} a file that is open already, and stays so. */
export async function* linesIn(handle: FileHandle): AsyncGenerator<string, void, undefined> {
  let pieces: Buffer[] = [];
  let held = 0;
  let number = 1;
  for (;;) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      const last = chunk.subarray(from, end);
      from = end + 1;
      number += 1;
      yield held === 0 ? textOf(last) : textOf(Buffer.concat([...pieces, last]));
      if (held > 0) [pieces, held] = [[], 0];
    }
    if (from === bytesRead) continue;
    pieces.push(chunk.subarray(from));
    held += bytesRead - from;
    if (held > LONGEST_ROW_BYTES) throw new LineTooLong(number);
  }
  if (held > 0) yield textOf(Buffer.concat(pieces));
}

function textOf(line: Buffer): string {
  return line.toString('utf8', 0, line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length);
}
