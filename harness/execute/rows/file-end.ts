import { closeSync, fsyncSync, openSync, readSync, statSync, truncateSync, writeSync } from 'node:fs';
import { sealOf } from '../../contract/sealed-row.ts';

/** Rows are far shorter, and one good row is enough. */
const FIRST_BYTES = 256 * 1024;
/** A file without a numbered row in so many bytes at its end has none. */
const MOST_BYTES = 64 * 1024 * 1024;

/** How a file of rows ends. */
export interface FileEnd {
  /** The number of the last good row; 0 if there is none. */
  readonly lastRow: number;
  /** The last whole lines, oldest first: some of many. */
  readonly lines: readonly string[];
  /** Where the part begins that is no whole line; the file's length if there is none. */
  readonly wholeBytes: number;
  /** Whether that part is a row that lacks its line feed and nothing else. */
  readonly lacksLineFeed: boolean;
}

/** @throws Error as fs does */
export function readFileEnd(file: string): FileEnd {
  const { size } = statSync(file);
  for (let bytes = FIRST_BYTES; ; bytes *= 4) {
    const end = endIn(tailOf(file, size, bytes), size, bytes < size);
    if (end.lastRow > 0 || bytes >= size || bytes >= MOST_BYTES) return end;
  }
}

/**
 * Takes away a torn last line, or ends one that is whole but for its line feed. On disk when it returns.
 * @returns whether anything was taken away
 * @throws Error as fs does
 */
export function mendFileEnd(file: string, { lacksLineFeed, wholeBytes }: FileEnd): boolean {
  const { size } = statSync(file);
  if (wholeBytes === size) return false;
  if (!lacksLineFeed) truncateSync(file, wholeBytes);
  const descriptor = openSync(file, 'a');
  try {
    if (lacksLineFeed) writeSync(descriptor, '\n');
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return !lacksLineFeed;
}

function tailOf(file: string, size: number, bytes: number): Buffer {
  const tail = Buffer.alloc(Math.min(bytes, size));
  const descriptor = openSync(file, 'r');
  try {
    let filled = 0;
    while (filled < tail.length) {
      const read = readSync(descriptor, tail, filled, tail.length - filled, size - tail.length + filled);
      if (read === 0) break;
      filled += read;
    }
    return tail.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
}

function endIn(tail: Buffer, size: number, isPart: boolean): FileEnd {
  const whole = tail.lastIndexOf(0x0a) + 1;
  const rest = tail.toString('utf8', whole);
  const lines = tail
    .toString('utf8', 0, whole)
    .split('\n')
    .slice(isPart ? 1 : 0, -1);
  const lacksLineFeed = sealOf(rest).kind === 'fits';
  if (lacksLineFeed) lines.push(rest);
  const good = lines.findLast((line) => sealOf(line).kind === 'fits');
  const seal = sealOf(good ?? '');
  return {
    lastRow: seal.kind === 'fits' ? seal.number : 0,
    lines,
    wholeBytes: size - tail.length + whole,
    lacksLineFeed,
  };
}
