import koffi from 'koffi';
import { Bstrs } from '../../native-bindings/com/bstrs.ts';
import { openCom } from '../../native-bindings/com/com.ts';
import {
  exceptionBytes,
  parametersBytes,
  readArguments,
  writeException,
} from '../../native-bindings/com/dispatch-layouts.ts';
import { IDISPATCH } from '../../native-bindings/com/signatures.ts';
import {
  type Variant,
  variantBytes,
  type WritableVariant,
  writeVariant,
} from '../../native-bindings/com/variant.ts';
import type { Signature } from '../../native-bindings/ffi/signature.ts';
import { POINTER_BYTES, readPointer, writePointer } from '../../native-bindings/ffi/words.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';

/** How the object answers an Invoke. */
export interface Answer {
  readonly hresult: number;
  readonly result?: WritableVariant;
  /** Texts become BSTRs that the caller must free. `deferred`: they are filled in when asked for. */
  readonly exception?: {
    readonly code?: number;
    readonly scode?: number;
    readonly source?: string;
    readonly description?: string;
    readonly helpFile?: string;
    readonly deferred?: boolean;
  };
  /** puArgErr. */
  readonly argument?: number;
}

/** What the object was asked. */
export interface Asked {
  readonly dispid: number;
  readonly flags: number;
  readonly args: readonly Variant[];
  readonly wantsResult: boolean;
}

export interface Script {
  /** null: it cannot tell (TYPE_E_CANTLOADLIBRARY). A name that is not there is unknown. */
  readonly ids: Readonly<Record<string, number>> | null;
  invoke(asked: Asked): Answer;
}

export interface ScriptedDispatch {
  readonly address: number;
  /** How often each method was called. */
  readonly calls: { names: number; invoke: number; release: number; fillIn: number };
  /** A BSTR for a result, which the caller must free. */
  text(text: string): WritableVariant;
  close(): void;
}

const TYPE_E_CANTLOADLIBRARY = 0x80029c4a | 0;
const DISP_E_UNKNOWNNAME = 0x80020006 | 0;
const LONGEST_NAME = 64;
const SCRATCH_BYTES = 1024;

/**
 * An Automation object with a vtable in native memory whose methods are written here: for what no object on
 * the machine answers when one asks.
 */
export async function scriptedDispatch(script: Script): Promise<ScriptedDispatch> {
  // Its own bindings: those of the caller are in the middle of a call.
  const windows = await openWindows('koffi');
  const { engine, memory } = windows;
  const bstrs = new Bstrs(openCom(windows));
  const calls = { names: 0, invoke: 0, release: 0, fillIn: 0 };
  // One buffer for all: koffi keeps something of every buffer whose address it is asked for.
  const scratch = engine.allocate(SCRATCH_BYTES);
  const copyOut = (to: number, write: (bytes: Buffer) => void, byteCount: number): void => {
    if (to === 0) return;
    write(scratch.bytes);
    memory.copy(to, scratch.address, byteCount);
  };
  const copyIn = (from: number, byteCount: number): Buffer => {
    memory.copy(scratch.address, from, byteCount);
    return Buffer.from(scratch.bytes.subarray(0, byteCount));
  };
  const bstr = (text: string | undefined): number => (text === undefined ? 0 : bstrs.allocate(text));

  let deferred: Answer['exception'];
  const fill = (to: number, exception: NonNullable<Answer['exception']>, fillIn: number): void => {
    const { code = 0, description, helpFile, scode = 0, source } = exception;
    const texts = { source: bstr(source), description: bstr(description), helpFile: bstr(helpFile) };
    copyOut(to, (bytes) => writeException(bytes, { code, scode, fillIn, ...texts }), exceptionBytes());
  };
  const registered: bigint[] = [];
  const register = (
    { parameters, result }: Signature,
    fn: (...args: readonly number[]) => number,
  ): number => {
    const native = { i32: 'int32_t', u32: 'uint32_t', pointer: 'intptr_t' } as const;
    const kinds = parameters.map((kind) => native[kind]);
    const proto = koffi.proto('__stdcall', result === 'u32' ? 'uint32_t' : 'int32_t', kinds);
    const code = koffi.register((...args: unknown[]) => fn(...args.map(Number)), koffi.pointer(proto));
    registered.push(code);
    return Number(code);
  };

  const fillIn = register({ result: 'i32', parameters: ['pointer'], convention: 'stdcall' }, (to = 0) => {
    calls.fillIn += 1;
    fill(to, deferred ?? {}, 0);
    return 0;
  });
  const vtable = engine.allocate(7 * POINTER_BYTES);
  const method = (
    { index, signature }: { index: number; signature: Signature },
    fn: Parameters<typeof register>[1],
  ) => writePointer(vtable.bytes, register(signature, fn), index * POINTER_BYTES);
  method(IDISPATCH.Release, () => {
    calls.release += 1;
    return 0;
  });
  method(IDISPATCH.GetIDsOfNames, (_self, _iid, names = 0, _count, _locale, ids = 0) => {
    calls.names += 1;
    if (script.ids === null) return TYPE_E_CANTLOADLIBRARY;
    const characters = copyIn(memory.pointerAt(names), 2 * LONGEST_NAME).toString('utf16le');
    const id = script.ids[characters.slice(0, characters.indexOf('\0'))];
    copyOut(ids, (bytes) => bytes.writeInt32LE(id ?? -1), 4);
    return id === undefined ? DISP_E_UNKNOWNNAME : 0;
  });
  method(
    IDISPATCH.Invoke,
    (
      _self,
      dispid = 0,
      _iid,
      _locale,
      flags = 0,
      parameters = 0,
      result = 0,
      exception = 0,
      argument = 0,
    ) => {
      calls.invoke += 1;
      const count = copyIn(parameters, parametersBytes()).readUInt32LE(2 * POINTER_BYTES);
      const given = readPointer(copyIn(parameters, POINTER_BYTES));
      const args = count === 0 ? [] : readArguments(copyIn(given, count * variantBytes()), count);
      const answer = script.invoke({ dispid, flags, args, wantsResult: result !== 0 });
      const value = answer.result;
      if (value !== undefined) copyOut(result, (bytes) => writeVariant(bytes, 0, value), variantBytes());
      deferred = answer.exception;
      if (deferred?.deferred === true) fill(exception, {}, fillIn);
      else if (deferred !== undefined) fill(exception, deferred, 0);
      const index = answer.argument;
      if (index !== undefined) copyOut(argument, (bytes) => bytes.writeUInt32LE(index), 4);
      return answer.hresult | 0;
    },
  );
  const object = engine.allocate(POINTER_BYTES);
  writePointer(object.bytes, vtable.address);
  return {
    address: object.address,
    calls,
    text: (text) => ({ type: 'bstr', address: bstrs.allocate(text) }),
    close: () => {
      for (const code of registered) koffi.unregister(code);
      // Referenced until here: native code reads both.
      object.bytes.fill(0);
      vtable.bytes.fill(0);
    },
  };
}
