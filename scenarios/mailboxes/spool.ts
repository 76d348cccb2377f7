import { writeSync } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLUMNS } from './header.ts';
import type { Mailbox, MailboxRows } from './mailbox.ts';

const BUFFER_BYTES = 65_536;
/** 48 bits: what Buffer reads and writes as a number. */
const OFFSET_BYTES = 6;
/** Mailboxes contain no control characters, so this never occurs inside a value. */
const SEPARATOR = '\0';

/**
 * A private copy of the rows of a mailbox file in two temporary files, texts and their offsets: any row is two
 * reads away, memory does not grow with the list, and editing the mailbox file during a long run changes nothing.
 */
export class MailboxSpool implements MailboxRows {
  readonly #folder: string;
  readonly #texts: AppendOnlyFile;
  readonly #offsets: AppendOnlyFile;
  #count = 0;

  private constructor(folder: string, texts: FileHandle, offsets: FileHandle) {
    this.#folder = folder;
    this.#texts = new AppendOnlyFile(texts);
    this.#offsets = new AppendOnlyFile(offsets);
    this.#appendOffset();
  }

  /** @throws the error of the file system, as the other members do. */
  static async create(): Promise<MailboxSpool> {
    const folder = await mkdtemp(join(tmpdir(), 'mapileak-mailboxes-'));
    const texts = await open(join(folder, 'texts'), 'wx+', 0o600);
    const offsets = await open(join(folder, 'offsets'), 'wx+', 0o600);
    // Without names the files vanish with the process, however it ends; where that is refused, close() does it.
    await removeFolder(folder).catch(() => {});
    return new MailboxSpool(folder, texts, offsets);
  }

  get count(): number {
    return this.#count;
  }

  append(mailbox: Mailbox): void {
    this.#texts.append(Buffer.from(COLUMNS.map((column) => mailbox[column]).join(SEPARATOR)));
    this.#appendOffset();
    this.#count += 1;
  }

  async read(first: number, count: number): Promise<readonly Mailbox[]> {
    const offsets = await this.#offsets.read(first * OFFSET_BYTES, (count + 1) * OFFSET_BYTES);
    const offset = (row: number) => offsets.readUIntLE(row * OFFSET_BYTES, OFFSET_BYTES);
    const start = offset(0);
    const texts = await this.#texts.read(start, offset(count) - start);
    return Array.from({ length: count }, (_, row) =>
      decode(texts.toString('utf8', offset(row) - start, offset(row + 1) - start)),
    );
  }

  async close(): Promise<void> {
    await this.#texts.close();
    await this.#offsets.close();
    await removeFolder(this.#folder);
  }

  /** Offsets are one more than rows: row n lies between the offsets n and n + 1. */
  #appendOffset(): void {
    const offset = Buffer.allocUnsafe(OFFSET_BYTES);
    offset.writeUIntLE(this.#texts.bytes, 0, OFFSET_BYTES);
    this.#offsets.append(offset);
  }
}

/** A file written through a buffer and read at any place. */
class AppendOnlyFile {
  readonly #handle: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #buffered = 0;
  #flushed = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  get bytes(): number {
    return this.#flushed + this.#buffered;
  }

  /** `data` must fit into the buffer, as a row does. */
  append(data: Buffer): void {
    if (this.#buffered + data.length > BUFFER_BYTES) this.#flush();
    this.#buffered += data.copy(this.#buffer, this.#buffered);
  }

  async read(position: number, length: number): Promise<Buffer> {
    this.#flush();
    const data = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await this.#handle.read(data, done, length - done, position + done);
      if (bytesRead === 0) throw new RangeError(`no bytes ${position} to ${position + length} in the spool`);
      done += bytesRead;
    }
    return data;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #flush(): void {
    for (let done = 0; done < this.#buffered; ) {
      done += writeSync(this.#handle.fd, this.#buffer, done, this.#buffered - done, this.#flushed + done);
    }
    this.#flushed += this.#buffered;
    this.#buffered = 0;
  }
}

function decode(text: string): Mailbox {
  const [mailbox = '', user = '', domain = '', server = '', legacyDn = ''] = text.split(SEPARATOR);
  return { mailbox, user, domain, server, legacyDn };
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
