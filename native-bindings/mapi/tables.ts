import type { NativeBuffer, NativeEngine } from '../ffi/engine.ts';
import { POINTER_BYTES, readPointer, writePointer } from '../ffi/words.ts';
import { type HeldInterface, InterfaceKind } from './held-interface.ts';
import { MAPI_TABLE } from './interfaces.ts';
import type { MapiCore } from './mapi-core.ts';
import { propertyBytes, writeProperty } from './property-values.ts';
import { RowReader, RowSet } from './row-set.ts';

export type HeldTable = HeldInterface<typeof MAPI_TABLE>;

const RES_PROPERTY = 4;
const RELOP_EQ = 4;

/** Tables of MAPI (IMAPITable), asked for a few columns of a few rows. */
export class Tables {
  private readonly core: MapiCore;
  private readonly kind: InterfaceKind<typeof MAPI_TABLE>;
  private readonly reader: RowReader;
  private readonly out: NativeBuffer;

  constructor(core: MapiCore) {
    this.core = core;
    this.kind = new InterfaceKind(core, MAPI_TABLE);
    this.reader = new RowReader(core);
    this.out = core.engine.allocate(8);
  }

  /** Takes over a table that a call has handed out. */
  take(address: number, call: string): HeldTable {
    return this.kind.take(address, call);
  }

  /** @param tags an SPropTagArray */
  setColumns(table: HeldTable, tags: NativeBuffer): void {
    table.check('IMAPITable::SetColumns', table.methods.SetColumns(table.address, tags.address, 0));
  }

  /** @param restriction an SRestriction */
  restrict(table: HeldTable, restriction: NativeBuffer): void {
    table.check('IMAPITable::Restrict', table.methods.Restrict(table.address, restriction.address, 0));
  }

  /** The next rows, so many at most; none at the end of the table. */
  nextRows(table: HeldTable, most: number): RowSet {
    this.out.bytes.fill(0);
    this.core.mark('IMAPITable::QueryRows');
    table.check('IMAPITable::QueryRows', table.methods.QueryRows(table.address, most, 0, this.out.address));
    return new RowSet(this.reader, readPointer(this.out.bytes));
  }
}

/** An SPropTagArray: cValues, then the tags. */
export function propertyTags(engine: NativeEngine, tags: readonly number[]): NativeBuffer {
  const array = engine.allocate(4 + 4 * tags.length);
  array.bytes.writeUInt32LE(tags.length);
  for (const [i, tag] of tags.entries()) array.bytes.writeUInt32LE(tag, 4 + 4 * i);
  return array;
}

/**
 * An SRestriction for rows whose property equals a value: rt, then the SPropertyRestriction relop, ulPropTag, lpProp.
 * The property and its text follow in the same buffer.
 */
export function propertyEquals(engine: NativeEngine, tag: number, value: boolean | string): NativeBuffer {
  const property = 2 * POINTER_BYTES + 8 + POINTER_BYTES;
  const text = property + propertyBytes(POINTER_BYTES);
  const length = typeof value === 'string' ? value.length + 1 : 0;
  const { bytes, address } = engine.allocate(text + length);
  bytes.writeUInt32LE(RES_PROPERTY);
  bytes.writeUInt32LE(RELOP_EQ, POINTER_BYTES);
  bytes.writeUInt32LE(tag, POINTER_BYTES + 4);
  writePointer(bytes, address + property, POINTER_BYTES + 8);
  if (typeof value === 'string') bytes.write(value, text, 'latin1');
  const raw =
    typeof value === 'string'
      ? ({ type: 'text', address: address + text } as const)
      : ({ type: 'boolean', value } as const);
  writeProperty(bytes, property, { tag, value: raw }, POINTER_BYTES);
  return { bytes, address };
}
