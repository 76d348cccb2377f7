import { POINTER_BYTES, type PointerBytes, readPointer, writePointer } from '../ffi/words.ts';
import { readVariant, type Variant, variantBytes, type WritableVariant, writeVariant } from './variant.ts';

/** DISPPARAMS (oaidl.h): the arguments, their number, and how many of them are named. */
const PARAMETERS = {
  4: { bytes: 16, arguments: 0, namedIds: 4, count: 8, namedCount: 12 },
  8: { bytes: 24, arguments: 0, namedIds: 8, count: 16, namedCount: 20 },
} as const satisfies Record<PointerBytes, object>;

/** EXCEPINFO (oaidl.h). */
const EXCEPTION = {
  4: { bytes: 32, code: 0, source: 4, description: 8, helpFile: 12, fillIn: 24, scode: 28 },
  8: { bytes: 64, code: 0, source: 8, description: 16, helpFile: 24, fillIn: 48, scode: 56 },
} as const satisfies Record<PointerBytes, object>;

export function parametersBytes(pointerBytes: PointerBytes = POINTER_BYTES): number {
  return PARAMETERS[pointerBytes].bytes;
}

/** DISPPARAMS for arguments by position, which begin at `address` in native memory. None is named. */
export function writeParameters(
  bytes: Buffer,
  address: number,
  count: number,
  pointerBytes: PointerBytes = POINTER_BYTES,
): void {
  const at = PARAMETERS[pointerBytes];
  bytes.fill(0, 0, at.bytes);
  writePointer(bytes, count === 0 ? 0 : address, at.arguments, pointerBytes);
  bytes.writeUInt32LE(count, at.count);
}

/** Writes arguments as `rgvarg` wants them: the last parameter first. */
export function writeArguments(
  bytes: Buffer,
  values: readonly WritableVariant[],
  pointerBytes: PointerBytes = POINTER_BYTES,
): void {
  for (const [i, value] of values.entries()) {
    const slot = values.length - 1 - i;
    writeVariant(bytes, slot * variantBytes(pointerBytes), value, pointerBytes);
  }
}

/** Reads `count` arguments back in the order of the parameters. */
export function readArguments(
  bytes: Buffer,
  count: number,
  pointerBytes: PointerBytes = POINTER_BYTES,
): readonly Variant[] {
  return Array.from({ length: count }, (_, i) =>
    readVariant(bytes, (count - 1 - i) * variantBytes(pointerBytes), pointerBytes),
  );
}

/** What Invoke says of an exception. Strings are BSTRs that the caller must free; 0 is none. */
export interface ExceptionInfo {
  /** An error number of the object's own; 0 if `scode` says what happened. */
  readonly code: number;
  readonly source: number;
  readonly description: number;
  readonly helpFile: number;
  /** Address of a function that fills in the rest, or 0. */
  readonly fillIn: number;
  readonly scode: number;
}

export function exceptionBytes(pointerBytes: PointerBytes = POINTER_BYTES): number {
  return EXCEPTION[pointerBytes].bytes;
}

export function readException(bytes: Buffer, pointerBytes: PointerBytes = POINTER_BYTES): ExceptionInfo {
  const at = EXCEPTION[pointerBytes];
  const pointer = (offset: number): number => readPointer(bytes, offset, pointerBytes);
  return {
    code: bytes.readUInt16LE(at.code),
    source: pointer(at.source),
    description: pointer(at.description),
    helpFile: pointer(at.helpFile),
    fillIn: pointer(at.fillIn),
    scode: bytes.readUInt32LE(at.scode),
  };
}

export function writeException(
  bytes: Buffer,
  exception: ExceptionInfo,
  pointerBytes: PointerBytes = POINTER_BYTES,
): void {
  const at = EXCEPTION[pointerBytes];
  bytes.fill(0, 0, at.bytes);
  bytes.writeUInt16LE(exception.code, at.code);
  writePointer(bytes, exception.source, at.source, pointerBytes);
  writePointer(bytes, exception.description, at.description, pointerBytes);
  writePointer(bytes, exception.helpFile, at.helpFile, pointerBytes);
  writePointer(bytes, exception.fillIn, at.fillIn, pointerBytes);
  bytes.writeUInt32LE(exception.scode, at.scode);
}
