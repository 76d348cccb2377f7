import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { HarnessError, messageOf } from '../../contract/errors.ts';

/** One file in a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  /** Its content, unpacked. */
  content(): Readable;
}

// APPNOTE.TXT (PKWARE), 4.3.6 to 4.5.3
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const DEFLATED = 8;
const IN_ZIP64 = 0xffffffff;

/** Of all that a zip is said to hold; a run folder has a dozen files. */
const LONGEST_DIRECTORY_BYTES = 64 * 2 ** 20;

/**
 * Reads the directory of a zip back, by the zip alone.
 * @throws HarnessError REPORT_NOT_WRITTEN if it is none; so do the contents of its entries
 */
export async function readZip(file: string): Promise<readonly ZipEntry[]> {
  try {
    return await readDirectory(file);
  } catch (error) {
    throw unreadable(file, messageOf(error));
  }
}

async function readDirectory(file: string): Promise<readonly ZipEntry[]> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const tail = await read(handle, Math.max(0, size - END_BYTES - LONGEST_COMMENT - 76), size);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || tail.readUInt32LE(end) !== END_OF_DIRECTORY)
      throw new Error('there is no directory at its end');
    const [count, start] = directoryAt(tail, end);
    if (start > size || size - start > LONGEST_DIRECTORY_BYTES) throw new Error('its directory is broken');
    const directory = await read(handle, start, size);
    const entries: ZipEntry[] = [];
    for (let at = 0, index = 0; index < count; index++) {
      if (directory.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('its directory is broken');
      const nameBytes = directory.readUInt16LE(at + 28);
      const extraBytes = directory.readUInt16LE(at + 30);
      entries.push(await entryAt(handle, file, directory, at));
      at += 46 + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
    }
    return entries;
  } finally {
    await handle.close();
  }
}

/** How many entries, and where they begin; with more than 4 GiB that stands before the end (ZIP64, 4.3.14). */
function directoryAt(tail: Buffer, end: number): readonly [number, number] {
  const start = tail.readUInt32LE(end + 16);
  if (start !== IN_ZIP64 && tail.readUInt16LE(end + 10) !== 0xffff)
    return [tail.readUInt16LE(end + 10), start];
  const large = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x06, 0x06]));
  if (large < 0) throw new Error('its end is broken');
  return [Number(tail.readBigUInt64LE(large + 32)), Number(tail.readBigUInt64LE(large + 48))];
}

async function entryAt(handle: FileHandle, file: string, directory: Buffer, at: number): Promise<ZipEntry> {
  const nameBytes = directory.readUInt16LE(at + 28);
  const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
  const extra = directory.subarray(
    at + 46 + nameBytes,
    at + 46 + nameBytes + directory.readUInt16LE(at + 30),
  );
  const large = largeNumbers(extra);
  const numberAt = (offset: number): number => {
    const number = directory.readUInt32LE(at + offset);
    return number === IN_ZIP64 ? (large.shift() ?? number) : number;
  };
  // In ZIP64 they stand in this order.
  const bytes = numberAt(24);
  const packedBytes = numberAt(20);
  const header = numberAt(42);
  const local = await read(handle, header, header + 30);
  const start = header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const isDeflated = directory.readUInt16LE(at + 10) === DEFLATED;
  return {
    name,
    bytes,
    content: () => Readable.from(unpacked({ file, name, bytes, start, packedBytes, isDeflated })),
  };
}

interface Packed {
  readonly file: string;
  readonly name: string;
  readonly bytes: number;
  readonly start: number;
  readonly packedBytes: number;
  readonly isDeflated: boolean;
}

/** @throws HarnessError if it is not what the directory says, to the byte */
async function* unpacked({
  bytes,
  file,
  isDeflated,
  name,
  packedBytes,
  start,
}: Packed): AsyncGenerator<Buffer> {
  let found = 0;
  try {
    if (packedBytes > 0) {
      const packed = createReadStream(file, { start, end: start + packedBytes - 1 });
      // What ends one of the two ends the other.
      const content = isDeflated ? pipeline(packed, createInflateRaw(), () => {}) : packed;
      for await (const chunk of content) {
        found += chunk.length;
        if (found > bytes) break;
        yield chunk;
      }
    }
    if (found !== bytes) throw new Error(`it is not of the ${bytes} bytes that the directory says`);
  } catch (error) {
    throw unreadable(`${file}, entry ${name}`, messageOf(error));
  }
}

function unreadable(what: string, why: string): HarnessError {
  const remedy = 'Make the bundle again; if that fails too, look after the disk of the temporary folder.';
  return new HarnessError('REPORT_NOT_WRITTEN', `${what} cannot be read back: ${why}`, remedy);
}

/** The 64-bit numbers of the extra field 1. */
function largeNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const count = Math.floor(extra.readUInt16LE(at + 2) / 8);
    return Array.from({ length: count }, (_, index) => Number(extra.readBigUInt64LE(at + 4 + 8 * index)));
  }
  return [];
}

async function read(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, to - from));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
  return bytes.subarray(0, bytesRead);
}
