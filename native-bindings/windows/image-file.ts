import { createHash } from 'node:crypto';
import { closeSync, fstatSync, readSync } from 'node:fs';
import { messageOf } from '../../harness/contract/errors.ts';
import { isMissing, openRegularFile } from '../../harness/contract/input-file.ts';
import { describeElf } from './elf-image.ts';
import { describePe } from './pe-image.ts';

/** What a library's or a program's bytes say of it; works on a copied file on any system. */
export interface ImageDescription {
  readonly format: 'PE' | 'ELF' | 'unknown';
  /** 32 or 64: of the processes that can load it. null if the format is unknown. */
  readonly bitness: 32 | 64 | null;
  /** File version of the resources, as four numbers (VS_FIXEDFILEINFO, verrsrc.h). */
  readonly version: string | null;
  readonly productName: string | null;
  /** The name that its maker gave the file. */
  readonly originalName: string | null;
}

/** A file that was read. */
export interface ImageFile extends ImageDescription {
  readonly path: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A file that could not be read, and why. */
export interface UnreadableFile {
  readonly path: string;
  readonly unreadable: string;
}

export type ExaminedFile = ImageFile | UnreadableFile;

export const UNKNOWN_IMAGE: ImageDescription = {
  format: 'unknown',
  bitness: null,
  version: null,
  productName: null,
  originalName: null,
};

/** Never throws: bytes that are no image are an image of unknown format. */
export function describeImage(bytes: Buffer): ImageDescription {
  return describePe(bytes) ?? describeElf(bytes) ?? UNKNOWN_IMAGE;
}

/** Twenty times the largest library of MAPI there is. Of a larger file only the headers are looked at, not the version. */
const LONGEST_IMAGE_BYTES = 96 * 2 ** 20;
const HEADER_BYTES = 2 ** 20;
const CHUNK_BYTES = 2 ** 20;

/** Size, hash and description of a file; a file that cannot be read is an answer too. */
export function examineFile(path: string): ExaminedFile {
  try {
    return { path, ...examine(path) };
  } catch (error) {
    return { path, unreadable: isMissing(error) ? 'no such file' : messageOf(error) };
  }
}

export function isReadable(file: ExaminedFile): file is ImageFile {
  return !('unreadable' in file);
}

function examine(path: string): Omit<ImageFile, 'path'> {
  const file = openRegularFile(path);
  try {
    const { size } = fstatSync(file);
    const kept = Buffer.alloc(size > LONGEST_IMAGE_BYTES ? HEADER_BYTES : size);
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const hash = createHash('sha256');
    let bytes = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, read));
      if (bytes < kept.length) chunk.copy(kept, bytes, 0, read);
      bytes += read;
    }
    return { bytes, sha256: hash.digest('hex'), ...describeImage(kept.subarray(0, bytes)) };
  } finally {
    closeSync(file);
  }
}
