import { CallFailure } from '../checks/call-failure.ts';
import type { CheckedCalls } from '../checks/checked-calls.ts';
import { HRESULTS, hex32 } from '../checks/hresults.ts';
import type { NativeBuffer, NativeEngine } from '../ffi/engine.ts';
import { InterfaceMethods } from '../ffi/interface-methods.ts';
import type { NativeMemory } from '../ffi/memory.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import { ERROR_SOURCE, UNKNOWN } from './interfaces.ts';
import type { MapiBuffers } from './mapi-buffers.ts';

export interface ObjectParts {
  readonly engine: NativeEngine;
  readonly memory: NativeMemory;
  readonly calls: CheckedCalls;
  readonly buffers: MapiBuffers;
}

/** MAPIERROR (MAPIDefS.h): version, error text, component, low-level error, context. */
const ERROR = {
  text: POINTER_BYTES,
  component: 2 * POINTER_BYTES,
  lowLevel: 3 * POINTER_BYTES,
  bytes: 3 * POINTER_BYTES + 8,
} as const;
const LONGEST_TEXT = 512;

/** What all objects of MAPI answer to, whatever else they are. */
export class MapiObjects {
  private readonly parts: ObjectParts;
  private readonly unknown: InterfaceMethods<typeof UNKNOWN>;
  private readonly errorSource: InterfaceMethods<typeof ERROR_SOURCE>;
  private readonly out: NativeBuffer;
  private readonly error: NativeBuffer;

  constructor(parts: ObjectParts) {
    this.parts = parts;
    this.unknown = new InterfaceMethods(parts.engine, parts.memory, UNKNOWN);
    this.errorSource = new InterfaceMethods(parts.engine, parts.memory, ERROR_SOURCE);
    this.out = parts.engine.allocate(8);
    this.error = parts.engine.allocate(ERROR.bytes);
  }

  /** @returns the references that are left */
  release(object: number): number {
    return this.unknown.of(object).Release(object);
  }

  /** Another interface of the object, with a reference of its own. @param iid address of its identifier */
  queryInterface(object: number, iid: number, call: string): number {
    this.out.bytes.fill(0);
    const { QueryInterface } = this.unknown.of(object);
    this.parts.calls.hresult(call, QueryInterface(object, iid, this.out.address));
    return readPointer(this.out.bytes);
  }

  /**
   * Passes what a method of one of MAPI's own interfaces has answered through the checks. To MAPI_E_EXTENDED_ERROR
   * the object's words are added (GetLastError).
   */
  check(object: number, call: string, hresult: number, accepted?: readonly number[]): number {
    if (hresult >>> 0 !== HRESULTS.MAPI_E_EXTENDED_ERROR)
      return this.parts.calls.hresult(call, hresult, accepted);
    throw new CallFailure(
      call,
      'MAPI_E_EXTENDED_ERROR',
      `${hex32(hresult)}: ${this.wordsOn(object, hresult)}`,
    );
  }

  /** What the object has to say of an HRESULT that it has just returned (GetLastError). */
  wordsOn(object: number, hresult: number): string {
    const { buffers, memory } = this.parts;
    this.out.bytes.fill(0);
    const answer = this.errorSource.of(object).GetLastError(object, hresult, 0, this.out.address);
    const error = buffers.took(readPointer(this.out.bytes));
    if (answer < 0 || error === 0) return 'it has no more to say of it';
    memory.copy(this.error.address, error, ERROR.bytes);
    const text = this.textAt(ERROR.text);
    const component = this.textAt(ERROR.component);
    const lowLevel = this.error.bytes.readUInt32LE(ERROR.lowLevel);
    buffers.free(error);
    return `${text || 'no text'}${component && ` (${component})`}, low-level error ${hex32(lowLevel)}`;
  }

  private textAt(offset: number): string {
    const address = readPointer(this.error.bytes, offset);
    return address === 0 ? '' : this.parts.memory.ansiAt(address, LONGEST_TEXT);
  }
}
