import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { OtherProcess } from '../../native-bindings/linux/other-process.ts';
import { foundIn, type SecretForm } from './secret-search.ts';

/** How much memory is read at once. */
const PIECE_BYTES = 1 << 22;

/**
 * Counts a secret by its forms in all memory of another process that is readable and writable (/proc/PID/mem, proc(5)).
 * @throws what the system says where this process may not look
 */
export function countInMemory(pid: number, forms: readonly SecretForm[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const overlap = Math.max(...forms.map(({ bytes }) => bytes.length)) - 1;
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  try {
    for (const { end, start } of writableRanges(pid)) {
      for (let at = start; at < end; at += PIECE_BYTES) {
        const bytes = pieceOf(memory, at, Math.min(PIECE_BYTES + overlap, end - at));
        for (const { bytes: secret, form } of forms) {
          for (let i = bytes.indexOf(secret); i >= 0 && i < PIECE_BYTES; i = bytes.indexOf(secret, i + 1)) {
            counts[form] = (counts[form] ?? 0) + 1;
          }
        }
      }
    }
    return counts;
  } finally {
    closeSync(memory);
  }
}

function writableRanges(pid: number): readonly { readonly start: number; readonly end: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'latin1')
    .split('\n')
    .flatMap((line) => {
      const match = /^([\da-f]+)-([\da-f]+) rw/.exec(line);
      return match === null
        ? []
        : [{ start: Number.parseInt(match[1] ?? '', 16), end: Number.parseInt(match[2] ?? '', 16) }];
    });
}

/** What can be read of it: a range may be gone by now, or have pages that nobody may touch. */
function pieceOf(memory: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  try {
    return bytes.subarray(0, readSync(memory, bytes, 0, length, at));
  } catch {
    return Buffer.alloc(0);
  }
}

/** What was seen of a process and all that it started, for as long as it was watched. */
export interface Watched {
  /** Where a secret stood: `12345 environ: utf8`. */
  readonly found: ReadonlySet<string>;
  /** Numbers of those that were seen besides the first. */
  readonly descendants: ReadonlySet<number>;
  stop(): void;
}

/** Reads arguments and environment of a process's descendants again and again. */
export function watchDescendants(pid: number, forms: readonly SecretForm[]): Watched {
  const found = new Set<string>();
  const descendants = new Set<number>();
  const look = (): void => {
    for (const each of descendantsOf(pid)) {
      descendants.add(each);
      for (const name of ['cmdline', 'environ']) {
        for (const form of foundIn(readIfThere(`/proc/${each}/${name}`), forms)) {
          found.add(`${each} ${name}: ${form}`);
        }
      }
    }
  };
  const timer = setInterval(look, 10);
  return { found, descendants, stop: () => clearInterval(timer) };
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function descendantsOf(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), parent: new OtherProcess(Number(name)).stat().parent }];
      } catch {
        return [];
      }
    });
  const below = (of: number): readonly number[] =>
    parents.filter(({ parent }) => parent === of).flatMap((each) => [each.pid, ...below(each.pid)]);
  return below(pid);
}
