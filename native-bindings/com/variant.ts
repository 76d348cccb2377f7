import { HRESULTS } from '../checks/hresults.ts';
import { POINTER_BYTES, type PointerBytes, readPointer, writePointer } from '../ffi/words.ts';

/**
 * Where a VARIANT's parts are (oaidl.h), for 4- and 8-byte pointers: a type, three reserved words, the value.
 */
const DATA = 8;
const BYTES = { 4: 16, 8: 24 } as const satisfies Record<PointerBytes, number>;

/** VARENUM (wtypes.h), as far as it is used here. */
const VT = { empty: 0, null: 1, i4: 3, bstr: 8, dispatch: 9, error: 10, omitted: 10, bool: 11 } as const;

const VARIANT_TRUE = -1;
const { DISP_E_PARAMNOTFOUND } = HRESULTS;

/** An Automation value. Strings and objects are addresses, and owned by whoever holds the VARIANT. */
export type Variant =
  | { readonly type: 'empty' | 'null' | 'omitted' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'i4'; readonly value: number }
  /** A BSTR; 0 is a legal empty string. */
  | { readonly type: 'bstr'; readonly address: number }
  /** An IDispatch; 0 is "Nothing". */
  | { readonly type: 'dispatch'; readonly address: number }
  | { readonly type: 'error'; readonly scode: number }
  /** Any type that is not read here. */
  | { readonly type: 'other'; readonly vt: number };

/** What may be written: an argument that is left out is a value of its own. */
export type WritableVariant = Exclude<Variant, { readonly type: 'other' }>;

/** Bytes of one VARIANT. */
export function variantBytes(pointerBytes: PointerBytes = POINTER_BYTES): number {
  return BYTES[pointerBytes];
}

/** Writes a whole VARIANT, reserved words and unused bytes as zeros. */
export function writeVariant(
  bytes: Buffer,
  offset: number,
  variant: WritableVariant,
  pointerBytes: PointerBytes = POINTER_BYTES,
): void {
  bytes.fill(0, offset, offset + BYTES[pointerBytes]);
  const data = offset + DATA;
  bytes.writeUInt16LE(VT[variant.type], offset);
  switch (variant.type) {
    case 'empty':
    case 'null':
      break;
    case 'omitted':
      bytes.writeUInt32LE(DISP_E_PARAMNOTFOUND, data);
      break;
    case 'error':
      bytes.writeUInt32LE(variant.scode, data);
      break;
    case 'bool':
      bytes.writeInt16LE(variant.value ? VARIANT_TRUE : 0, data);
      break;
    case 'i4':
      bytes.writeInt32LE(variant.value, data);
      break;
    case 'bstr':
    case 'dispatch':
      writePointer(bytes, variant.address, data, pointerBytes);
      break;
  }
}

/** What a VARIANT holds. Its string or object stays its own. */
export function readVariant(
  bytes: Buffer,
  offset: number,
  pointerBytes: PointerBytes = POINTER_BYTES,
): Variant {
  const vt = bytes.readUInt16LE(offset);
  const data = offset + DATA;
  switch (vt) {
    case VT.empty:
      return { type: 'empty' };
    case VT.null:
      return { type: 'null' };
    case VT.i4:
      return { type: 'i4', value: bytes.readInt32LE(data) };
    case VT.bstr:
      return { type: 'bstr', address: readPointer(bytes, data, pointerBytes) };
    case VT.dispatch:
      return { type: 'dispatch', address: readPointer(bytes, data, pointerBytes) };
    case VT.error: {
      const scode = bytes.readUInt32LE(data);
      return scode === DISP_E_PARAMNOTFOUND ? { type: 'omitted' } : { type: 'error', scode };
    }
    case VT.bool:
      return { type: 'bool', value: bytes.readInt16LE(data) !== 0 };
    default:
      return { type: 'other', vt };
  }
}
