import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { messageOf } from '../../contract/errors.ts';
import { encodingOf, MARK_BYTES, unitBytes } from './encoding.ts';
import { LineSplitter } from './line-splitter.ts';

/** What befell a log between two readings. */
export interface LogTurn {
  readonly what: 'missing' | 'found' | 'rotated' | 'truncated' | 'unreadable';
  readonly detail: string;
}

export interface NewLines {
  readonly lines: readonly string[];
  /** Lines of which only a beginning is given. */
  readonly cut: number;
  readonly turns: readonly LogTurn[];
}

const CHUNK_BYTES = 65_536;
/** Of one reading: the rest comes with the next, so that no sample waits for a log. */
const MOST_BYTES = 16 * 1024 * 1024;
/** What was read last is remembered: a file that was written anew may be as long as it was before. */
const REMEMBERED_BYTES = 64;

/** A log file that is open, and how far it was read. */
interface OpenLog {
  /** Device and number: what a name means may change. */
  readonly identity: string;
  /** null as long as the file is too short to tell how it is written. */
  decoder: TextDecoder | null;
  readonly splitter: LineSplitter;
  offset: number;
  remembered: Buffer;
}

/**
 * The lines that are appended to a log, through rotation (another file of the same name) and truncation (the same file,
 * shorter or written anew). The file is held open where that binds nobody's hands; on Windows it is opened for each reading,
 * since its owner could not make a new one of that name before we let go. There, lines written between the last reading
 * and a rotation are lost.
 */
export class LogTail {
  private readonly path: string;
  private readonly holds: boolean;
  private log: OpenLog | null = null;
  private descriptor: number | null = null;
  private isMissing = false;

  /** What the file holds by now is nobody's; of one that comes later, everything counts. */
  constructor(path: string, holds = process.platform !== 'win32') {
    this.path = path;
    this.holds = holds;
  }

  /** Enters the file at its end. @returns what befell it: that it is not there */
  start(): readonly LogTurn[] {
    const turns: LogTurn[] = [];
    this.using(turns, (descriptor) => {
      this.log = enteredAtEnd(descriptor);
    });
    return turns;
  }

  read(): NewLines {
    const turns: LogTurn[] = [];
    const found: Found = { lines: [], cut: 0, bytes: 0 };
    // What a file that is no longer under its name was given last, then the one that is.
    if (this.holds && this.descriptor !== null && this.log !== null) {
      try {
        readOn(this.descriptor, this.log, found, turns);
        if (!this.isReplaced()) return { lines: found.lines, cut: found.cut, turns };
        take(found, this.log.splitter.flush());
      } catch (error) {
        // A file of another machine that was removed there cannot be read any more (ESTALE), though it is open.
        turns.push(unreadable(this.path, error));
      }
      this.close();
    }
    this.using(turns, (descriptor) => {
      const identity = identityOf(descriptor);
      if (this.log !== null && this.log.identity !== identity) {
        if (!this.holds) take(found, this.log.splitter.flush());
        this.log = null;
        turns.push({ what: 'rotated', detail: `${this.path} is another file now, read from its start` });
      }
      this.log ??= entered(descriptor);
      readOn(descriptor, this.log, found, turns);
    });
    return { lines: found.lines, cut: found.cut, turns };
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }

  private using(turns: LogTurn[], use: (descriptor: number) => void): void {
    let descriptor: number;
    try {
      descriptor = openSync(this.path, 'r');
    } catch (error) {
      this.notFound(error, turns);
      return;
    }
    if (this.isMissing) turns.push({ what: 'found', detail: `${this.path} is there` });
    this.isMissing = false;
    try {
      use(descriptor);
    } catch (error) {
      turns.push(unreadable(this.path, error));
      closeSync(descriptor);
      return;
    }
    if (this.holds) this.descriptor = descriptor;
    else closeSync(descriptor);
  }

  /** Said once for each time that it goes. */
  private notFound(error: unknown, turns: LogTurn[]): void {
    if (this.isMissing) return;
    this.isMissing = true;
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    turns.push(
      gone
        ? { what: 'missing', detail: `there is no ${this.path}; it is waited for` }
        : unreadable(this.path, error),
    );
  }

  /** Whether the name means another file by now, or none. */
  private isReplaced(): boolean {
    try {
      const descriptor = openSync(this.path, 'r');
      try {
        return identityOf(descriptor) !== this.log?.identity;
      } finally {
        closeSync(descriptor);
      }
    } catch {
      return true;
    }
  }
}

const unreadable = (path: string, error: unknown): LogTurn => ({
  what: 'unreadable',
  detail: `${path}: ${messageOf(error)}`,
});

interface Found {
  lines: string[];
  cut: number;
  bytes: number;
}

function take(
  found: Found,
  { cut, lines }: { readonly lines: readonly string[]; readonly cut: number },
): void {
  for (const line of lines) found.lines.push(line);
  found.cut += cut;
}

function readOn(descriptor: number, log: OpenLog, found: Found, turns: LogTurn[]): void {
  if (wasWrittenAnew(descriptor, log)) {
    turns.push({ what: 'truncated', detail: 'it was cut off or written anew, and is read from its start' });
    take(found, log.splitter.flush());
    log.decoder = null;
    log.offset = 0;
    log.remembered = Buffer.alloc(0);
  }
  log.decoder ??= decoderOf(descriptor);
  if (log.decoder === null) return;
  const chunk = Buffer.alloc(CHUNK_BYTES);
  while (found.bytes < MOST_BYTES) {
    const bytes = readSync(descriptor, chunk, 0, chunk.length, log.offset);
    if (bytes === 0) return;
    const part = chunk.subarray(0, bytes);
    log.offset += bytes;
    found.bytes += bytes;
    log.remembered = Buffer.concat([log.remembered, part]).subarray(-REMEMBERED_BYTES);
    take(found, log.splitter.add(log.decoder.decode(part, { stream: true })));
  }
}

function wasWrittenAnew(descriptor: number, { offset, remembered }: OpenLog): boolean {
  if (fstatSync(descriptor).size < offset) return true;
  const now = Buffer.alloc(remembered.length);
  const bytes = readSync(descriptor, now, 0, now.length, offset - remembered.length);
  return !now.subarray(0, bytes).equals(remembered);
}

/** A log of which everything before its end belongs to nobody; a line that was begun there, too. */
function enteredAtEnd(descriptor: number): OpenLog {
  const { size } = fstatSync(descriptor);
  const log = entered(descriptor);
  if (log.decoder === null) return log;
  const unit = unitBytes(encodingOf(startOf(descriptor)));
  const offset = size - (size % unit);
  const remembered = Buffer.alloc(Math.min(REMEMBERED_BYTES, offset));
  readSync(descriptor, remembered, 0, remembered.length, offset - remembered.length);
  const atLineStart = offset === 0 || remembered.subarray(-unit).includes(0x0a);
  return { ...log, splitter: new LineSplitter(!atLineStart), offset, remembered };
}

function entered(descriptor: number): OpenLog {
  return {
    identity: identityOf(descriptor),
    decoder: decoderOf(descriptor),
    splitter: new LineSplitter(),
    offset: 0,
    remembered: Buffer.alloc(0),
  };
}

function decoderOf(descriptor: number): TextDecoder | null {
  const start = startOf(descriptor);
  return start.length < 2 ? null : new TextDecoder(encodingOf(start));
}

function startOf(descriptor: number): Buffer {
  const start = Buffer.alloc(MARK_BYTES);
  return start.subarray(0, readSync(descriptor, start, 0, start.length, 0));
}

function identityOf(descriptor: number): string {
  const { dev, ino } = fstatSync(descriptor, { bigint: true });
  return `${dev}:${ino}`;
}
