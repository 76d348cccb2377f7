import { CallFailure } from '../checks/call-failure.ts';
import { hresultName } from '../checks/hresults.ts';
import type { NativeBuffer, NativeEngine } from '../ffi/engine.ts';
import type { NativeMemory } from '../ffi/memory.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import type { MapiBuffers } from './mapi-buffers.ts';
import {
  type Property,
  type PropertyValue,
  propertyBytes,
  propertyId,
  readProperty,
} from './property-values.ts';

/** SRowSet (MAPIDefS.h): cRows, then SRow: ulAdrEntryPad, cValues, lpProps; both are aligned to a pointer. */
const FIRST_ROW = POINTER_BYTES;
const ROW_BYTES = 8 + POINTER_BYTES;
const COLUMN_BYTES = propertyBytes(POINTER_BYTES);
/** Of a service's or a profile's name. */
const LONGEST_TEXT = 256;

type ValueOf<K extends PropertyValue['type']> = Extract<PropertyValue, { type: K }>;

export interface RowParts {
  readonly engine: NativeEngine;
  readonly memory: NativeMemory;
  readonly buffers: MapiBuffers;
}

/** Reads arrays of SPropValue and SRow, through memory that is made once. */
export class RowReader {
  readonly memory: NativeMemory;
  readonly buffers: MapiBuffers;
  private readonly slot: NativeBuffer;

  constructor({ engine, memory, buffers }: RowParts) {
    this.memory = memory;
    this.buffers = buffers;
    this.slot = engine.allocate(COLUMN_BYTES);
  }

  /** One property of an array of them. */
  property(properties: number, index: number): Property {
    this.memory.copy(this.slot.address, properties + index * COLUMN_BYTES, COLUMN_BYTES);
    return readProperty(this.slot.bytes, 0, POINTER_BYTES);
  }

  /** How many rows a set has. */
  count(set: number): number {
    this.memory.copy(this.slot.address, set, 4);
    return this.slot.bytes.readUInt32LE();
  }

  row(set: number, index: number): { readonly columns: number; readonly properties: number } {
    this.memory.copy(this.slot.address, set + FIRST_ROW + index * ROW_BYTES, ROW_BYTES);
    return { columns: this.slot.bytes.readUInt32LE(4), properties: readPointer(this.slot.bytes, 8) };
  }
}

/**
 * The rows that QueryRows has handed over. What their values point to is valid until they are given back: first each
 * row's properties, then the set (IMAPITable::QueryRows).
 */
export class RowSet implements Disposable {
  readonly count: number;
  private readonly reader: RowReader;
  private readonly set: number;

  constructor(reader: RowReader, set: number) {
    this.reader = reader;
    this.set = reader.buffers.took(set);
    this.count = set === 0 ? 0 : reader.count(set);
    for (let i = 0; i < this.count; i++) reader.buffers.took(reader.row(set, i).properties);
  }

  binary(row: number, tag: number): ValueOf<'binary'> {
    const value = this.value(row, tag);
    return value.type === 'binary' ? value : missing(tag, value);
  }

  text(row: number, tag: number): string {
    const value = this.value(row, tag);
    return value.type === 'text'
      ? this.reader.memory.ansiAt(value.address, LONGEST_TEXT)
      : missing(tag, value);
  }

  private value(row: number, tag: number): PropertyValue {
    const { columns, properties } = this.reader.row(this.set, row);
    for (let i = 0; i < columns; i++) {
      const property = this.reader.property(properties, i);
      if (propertyId(property.tag) === propertyId(tag)) return property.value;
    }
    return { type: 'other' };
  }

  [Symbol.dispose](): void {
    for (let i = 0; i < this.count; i++) this.reader.buffers.free(this.reader.row(this.set, i).properties);
    this.reader.buffers.free(this.set);
  }
}

function missing(tag: number, value: PropertyValue): never {
  const why = value.type === 'error' ? hresultName(value.code) : `it is of type ${value.type}`;
  throw new CallFailure('IMAPITable::QueryRows', 'NO_VALUE', `property 0x${tag.toString(16)}: ${why}`);
}
