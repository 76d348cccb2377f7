import { type PointerBytes, readPointer, writePointer } from '../ffi/words.ts';

/*
 * SPropValue (MAPIDefS.h): ulPropTag at 0, dwAlignPad at 4, and at 8 a union as large as its largest member, which is
 * an SBinary. The lower half of the tag is the type.
 */

const PT_LONG = 0x3;
const PT_ERROR = 0xa;
const PT_BOOLEAN = 0xb;
const PT_STRING8 = 0x1e;
const PT_BINARY = 0x102;
const VALUE = 8;

/** A value as it lies in memory: what is longer than eight bytes is at another address. */
export type PropertyValue =
  | { readonly type: 'long'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** What took the place of a value that there is not: an SCODE, unsigned. */
  | { readonly type: 'error'; readonly code: number }
  /** NUL-terminated ANSI. */
  | { readonly type: 'text'; readonly address: number }
  | { readonly type: 'binary'; readonly length: number; readonly address: number }
  | { readonly type: 'other' };

export interface Property {
  readonly tag: number;
  readonly value: PropertyValue;
}

/** The part of a tag that does not depend on its type, which is another one where there is no value. */
export function propertyId(tag: number): number {
  return tag >>> 16;
}

export function propertyBytes(pointerBytes: PointerBytes): number {
  return pointerBytes === 4 ? 16 : 24;
}

export function readProperty(bytes: Buffer, offset: number, pointerBytes: PointerBytes): Property {
  const tag = bytes.readUInt32LE(offset);
  return { tag, value: readValue(bytes, offset + VALUE, tag & 0xffff, pointerBytes) };
}

function readValue(bytes: Buffer, at: number, type: number, pointerBytes: PointerBytes): PropertyValue {
  switch (type) {
    case PT_LONG:
      return { type: 'long', value: bytes.readInt32LE(at) };
    case PT_BOOLEAN:
      return { type: 'boolean', value: bytes.readUInt16LE(at) !== 0 };
    case PT_ERROR:
      return { type: 'error', code: bytes.readUInt32LE(at) };
    case PT_STRING8:
      return { type: 'text', address: readPointer(bytes, at, pointerBytes) };
    case PT_BINARY:
      return {
        type: 'binary',
        length: bytes.readUInt32LE(at),
        address: readPointer(bytes, at + pointerBytes, pointerBytes),
      };
    default:
      return { type: 'other' };
  }
}

/** @throws RangeError if the tag's type is not the value's */
export function writeProperty(
  bytes: Buffer,
  offset: number,
  { tag, value }: Property,
  pointerBytes: PointerBytes,
): void {
  if ((tag & 0xffff) !== typeOf(value))
    throw new RangeError(`tag ${tag.toString(16)} is not of type ${value.type}`);
  bytes.fill(0, offset, offset + propertyBytes(pointerBytes));
  bytes.writeUInt32LE(tag, offset);
  const at = offset + VALUE;
  switch (value.type) {
    case 'long':
      bytes.writeInt32LE(value.value, at);
      break;
    case 'boolean':
      bytes.writeUInt16LE(value.value ? 1 : 0, at);
      break;
    case 'error':
      bytes.writeUInt32LE(value.code, at);
      break;
    case 'text':
      writePointer(bytes, value.address, at, pointerBytes);
      break;
    case 'binary':
      bytes.writeUInt32LE(value.length, at);
      writePointer(bytes, value.address, at + pointerBytes, pointerBytes);
      break;
    case 'other':
      break;
  }
}

function typeOf(value: PropertyValue): number {
  switch (value.type) {
    case 'long':
      return PT_LONG;
    case 'boolean':
      return PT_BOOLEAN;
    case 'error':
      return PT_ERROR;
    case 'text':
      return PT_STRING8;
    case 'binary':
      return PT_BINARY;
    case 'other':
      return -1;
  }
}
