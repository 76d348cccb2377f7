/** Pointer-sized integers in little-endian memory; every platform this runs on is little-endian. */

const HIGH_WORD = 0x1_0000_0000;

export type PointerBytes = 4 | 8;

/** 4 or 8: of this process. */
export const POINTER_BYTES: PointerBytes = process.arch === 'ia32' || process.arch === 'arm' ? 4 : 8;

/**
 * Reads a pointer-sized integer at a byte offset. On 64-bit it is signed, so handles such as -1 come back as
 * they went in; on 32-bit it is unsigned, as addresses reach beyond 2 GB there.
 */
export function readPointer(bytes: Buffer, offset = 0, pointerBytes: PointerBytes = POINTER_BYTES): number {
  return pointerBytes === 4
    ? bytes.readUInt32LE(offset)
    : bytes.readInt32LE(offset + 4) * HIGH_WORD + bytes.readUInt32LE(offset);
}

/** Writes a pointer-sized integer, signed or unsigned, at a byte offset. */
export function writePointer(
  bytes: Buffer,
  value: number,
  offset = 0,
  pointerBytes: PointerBytes = POINTER_BYTES,
): void {
  bytes.writeInt32LE(value | 0, offset);
  if (pointerBytes === 8) bytes.writeInt32LE(highWord(value), offset + 4);
}

/** The upper 32 bits of a 64-bit integer, as a signed word. `value | 0` is the lower half. */
export function highWord(value: number): number {
  return Math.floor(value / HIGH_WORD);
}

/** Joins two words of a slot to the signed 64-bit integer they hold. */
export function joinWords(low: number, high: number): number {
  return high * HIGH_WORD + (low >>> 0);
}
