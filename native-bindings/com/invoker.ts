import { CallFailure } from '../checks/call-failure.ts';
import { HRESULTS, hex32, hresultName } from '../checks/hresults.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { InterfaceMethods } from '../ffi/interface-methods.ts';
import { NativeText } from '../ffi/native-text.ts';
import { POINTER_BYTES, writePointer } from '../ffi/words.ts';
import { Bstrs } from './bstrs.ts';
import type { Com } from './com.ts';
import { parametersBytes, writeArguments, writeParameters } from './dispatch-layouts.ts';
import { Exceptions } from './exceptions.ts';
import { GUID_BYTES } from './guids.ts';
import { IDISPATCH } from './signatures.ts';
import { readVariant, type Variant, variantBytes, type WritableVariant, writeVariant } from './variant.ts';

const LOCALE_USER_DEFAULT = 0x400;
const MOST_ARGUMENTS = 16;
const NAME_BYTES = 256;
/** Errors that say which argument they are about. */
const ABOUT_ARGUMENTS: readonly number[] = [HRESULTS.DISP_E_TYPEMISMATCH, HRESULTS.DISP_E_PARAMNOTFOUND];
const NO_ARGUMENT = 0xffff_ffff;

/** DISPATCH flags (oleauto.h). */
const FLAGS = { method: 1, property: 2 } as const;
export type MemberUse = keyof typeof FLAGS;

/** An optional parameter that is left out. */
export const OMITTED = { type: 'omitted' } as const;
/** What a method is given. Numbers are VT_I4; a text is copied. */
export type Argument = string | number | boolean | typeof OMITTED;

/** One call of a member through IDispatch. */
export interface Invocation {
  /** Address of the object. */
  readonly object: number;
  /** What a failure calls it: `CDO Session.Logon`. */
  readonly call: string;
  readonly dispid: number;
  readonly use: MemberUse;
  readonly args: readonly Argument[];
}

/** Takes a result out of its VARIANT; undefined if it is of another type. */
export type ResultReader<T> = (result: Variant) => T | undefined;

/**
 * Calls Automation objects through IDispatch. Everything that a call needs is allocated once; a call itself
 * takes and gives back the strings among its arguments. Not reentrant: nothing of ours is called back.
 */
export class Invoker {
  readonly bstrs: Bstrs;
  private readonly com: Com;
  private readonly methods: InterfaceMethods<typeof IDISPATCH>;
  private readonly exceptions: Exceptions;
  private readonly noInterface: NativeBuffer;
  private readonly name: NativeText;
  private readonly names: NativeBuffer;
  /** A DISPID, or the index of the argument that was refused. */
  private readonly number: NativeBuffer;
  private readonly args: NativeBuffer;
  private readonly parameters: NativeBuffer;
  private readonly result: NativeBuffer;

  constructor(com: Com) {
    const { engine } = com;
    this.com = com;
    this.bstrs = new Bstrs(com);
    this.methods = new InterfaceMethods(engine, com.memory, IDISPATCH);
    this.exceptions = new Exceptions(com, this.bstrs);
    this.noInterface = engine.allocate(GUID_BYTES);
    this.name = new NativeText(engine, NAME_BYTES);
    this.names = engine.allocate(POINTER_BYTES);
    this.number = engine.allocate(4);
    this.args = engine.allocate(MOST_ARGUMENTS * variantBytes());
    this.parameters = engine.allocate(parametersBytes());
    this.result = engine.allocate(variantBytes());
  }

  /** IDispatch::GetIDsOfNames for one name. @returns the HRESULT, and the DISPID if that is a success */
  idOf(object: number, name: string): { readonly hresult: number; readonly dispid: number } {
    writePointer(this.names.bytes, this.name.wide(name));
    const { GetIDsOfNames } = this.methods.of(object);
    const { address, bytes } = this.number;
    const names = this.names.address;
    const hresult = GetIDsOfNames(object, this.noInterface.address, names, 1, LOCALE_USER_DEFAULT, address);
    return { hresult, dispid: bytes.readInt32LE() };
  }

  /** For a member whose result is not wanted, or that has none. @throws CallFailure */
  run(invocation: Invocation): void {
    this.withArguments(invocation, () => this.invoke(invocation, 0));
  }

  /** For a member with a result. @throws CallFailure; UNEXPECTED_RESULT if it is of another type */
  evaluate<T>(invocation: Invocation, read: ResultReader<T>): T {
    const { address, bytes } = this.result;
    return this.withArguments(invocation, () => {
      writeVariant(bytes, 0, { type: 'empty' });
      try {
        this.invoke(invocation, address);
        const result = readVariant(bytes, 0);
        const value = read(result);
        if (value === undefined) throw unexpectedResult(invocation.call, result);
        return value;
      } finally {
        this.com.calls.hresult('VariantClear', this.com.oleaut32.VariantClear(address));
      }
    });
  }

  /** Reads an object; the reference is the caller's from then on, to be given back by `release`. */
  readonly takeObject: ResultReader<number> = (result) => {
    if (result.type !== 'dispatch' || result.address === 0) return undefined;
    writeVariant(this.result.bytes, 0, { type: 'empty' });
    this.com.live.taken('interfaces');
    return result.address;
  };

  /** IUnknown::Release. @returns the references that are left */
  release(object: number): number {
    const left = this.methods.of(object).Release(object);
    this.com.live.returned('interfaces');
    return left;
  }

  private withArguments<T>({ args, call }: Invocation, action: () => T): T {
    if (args.length > MOST_ARGUMENTS) throw new RangeError(`${call} was given ${args.length} arguments`);
    const values: WritableVariant[] = [];
    try {
      for (const arg of args) values.push(this.variantOf(arg));
      writeArguments(this.args.bytes, values);
      writeParameters(this.parameters.bytes, this.args.address, values.length);
      return action();
    } finally {
      for (const value of values) if (value.type === 'bstr') this.bstrs.free(value.address);
    }
  }

  private invoke({ args, call, dispid, object, use }: Invocation, result: number): void {
    this.exceptions.clear();
    this.number.bytes.writeUInt32LE(NO_ARGUMENT);
    const hresult = this.methods
      .of(object)
      .Invoke(
        object,
        dispid,
        this.noInterface.address,
        LOCALE_USER_DEFAULT,
        FLAGS[use],
        this.parameters.address,
        result,
        this.exceptions.address,
        this.number.address,
      );
    if (hresult >= 0) return;
    if (hresult >>> 0 === HRESULTS.DISP_E_EXCEPTION) throw this.exceptions.take(call);
    throw this.refusal(call, hresult >>> 0, args.length);
  }

  private refusal(call: string, hresult: number, count: number): CallFailure {
    // It counts from the last argument, and from 0.
    const fromLast = this.number.bytes.readUInt32LE();
    const which =
      fromLast < count && ABOUT_ARGUMENTS.includes(hresult) ? `, argument ${count - fromLast}` : '';
    return new CallFailure(call, hresultName(hresult), `${hex32(hresult)}${which}`);
  }

  private variantOf(arg: Argument): WritableVariant {
    switch (typeof arg) {
      case 'string':
        return { type: 'bstr', address: this.bstrs.allocate(arg) };
      case 'number':
        return { type: 'i4', value: arg };
      case 'boolean':
        return { type: 'bool', value: arg };
      case 'object':
        return arg;
    }
  }
}

function unexpectedResult(call: string, result: Variant): CallFailure {
  const what = result.type === 'other' ? `VARIANT type ${result.vt}` : result.type;
  return new CallFailure(call, 'UNEXPECTED_RESULT', `success, but the result is: ${what}`);
}
