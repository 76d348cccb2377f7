import bindings from 'ffi-napi/lib/bindings.js';
import ref from 'ref-napi';
import { HarnessError } from '../../harness/contract/errors.ts';
import { offHeapBuffer } from './off-heap.ts';
import {
  type NativeFunction,
  nativeFunction,
  type ParameterKind,
  type ResultKind,
  type Signature,
} from './signature.ts';
import { highWord, joinWords, POINTER_BYTES, writePointer } from './words.ts';

const SLOT_BYTES = 8;
const STRUCT_TYPE_CODE = 13; // FFI_TYPE_STRUCT in ffi.h

/**
 * One call interface, one argument frame and one result, made once and used by every call. `frame` also
 * keeps alive what libffi points to but JavaScript does not.
 *
 * @param code a Buffer that begins where the machine code does
 */
export function prepareCall<S extends Signature>(code: Buffer, signature: S): NativeFunction<S> {
  const kinds = signature.parameters;
  const frame = {
    ...prepareInterface(signature),
    code,
    ...argumentFrame(kinds.length),
    ...resultFrame(signature.result),
  };
  const { argumentWords, read } = frame;
  return nativeFunction(signature, (args) => {
    // Both halves of every slot: libffi reads no more than the argument's type has.
    for (let i = 0; i < args.length; i++) {
      const value = args[i] ?? 0;
      argumentWords[2 * i] = value;
      argumentWords[2 * i + 1] = highWord(value);
    }
    bindings.ffi_call(frame.cif, frame.code, frame.result, frame.pointers);
    return read();
  });
}

/** libffi takes an array of pointers to argument values; each value has a slot of its own. */
function argumentFrame(count: number): { pointers: Buffer; argumentWords: Int32Array } {
  const pointers = offHeapBuffer(Math.max(count, 1) * POINTER_BYTES);
  const values = offHeapBuffer(Math.max(count, 1) * SLOT_BYTES);
  const address = ref.address(values);
  for (let i = 0; i < count; i++) writePointer(pointers, address + i * SLOT_BYTES, i * POINTER_BYTES);
  return { pointers, argumentWords: new Int32Array(values.buffer) };
}

function resultFrame(kind: ResultKind): { result: Buffer; read: () => number | readonly number[] } {
  const result = offHeapBuffer((typeof kind === 'object' ? kind.words : 1) * SLOT_BYTES);
  return { result, read: resultReader(kind, new Int32Array(result.buffer)) };
}

function resultReader(kind: ResultKind, words: Int32Array): () => number | readonly number[] {
  const word = (i: number): number => words[i] ?? 0;
  if (typeof kind === 'object') {
    const indexes = Array.from({ length: kind.words }, (_, i) => i * (POINTER_BYTES / 4));
    return () => indexes.map((i) => (POINTER_BYTES === 4 ? word(i) >>> 0 : joinWords(word(i), word(i + 1))));
  }
  switch (kind) {
    case 'void':
      return () => 0;
    case 'i32':
      return () => word(0);
    case 'u32':
      return () => word(0) >>> 0;
    case 'pointer':
      return POINTER_BYTES === 4 ? () => word(0) >>> 0 : () => joinWords(word(0), word(1));
  }
}

function prepareInterface(signature: Signature): {
  cif: Buffer;
  types: Buffer;
  resultType: readonly Buffer[];
} {
  const types = offHeapBuffer(Math.max(signature.parameters.length, 1) * POINTER_BYTES);
  signature.parameters.forEach((kind, i) => {
    writePointer(types, ref.address(parameterType(kind)), i * POINTER_BYTES);
  });
  const resultType = typeOfResult(signature.result);
  const cif = offHeapBuffer(bindings.FFI_CIF_SIZE);
  const abi =
    signature.convention === 'stdcall' && bindings.FFI_STDCALL !== undefined
      ? bindings.FFI_STDCALL
      : bindings.FFI_DEFAULT_ABI;
  const status = bindings.ffi_prep_cif(cif, signature.parameters.length, resultType[0], types, abi);
  if (status !== bindings.FFI_OK) {
    throw new HarnessError(
      'NATIVE_ENGINE',
      `ffi_prep_cif refused a signature with status ${status}`,
      'Try --ffi koffi, and report this with your platform and Node version.',
    );
  }
  return { cif, types, resultType };
}

function parameterType(kind: ParameterKind): Buffer {
  switch (kind) {
    case 'i32':
      return bindings.FFI_TYPES.int32;
    case 'u32':
      return bindings.FFI_TYPES.uint32;
    case 'pointer':
      return bindings.FFI_TYPES.pointer;
  }
}

/** The ffi_type, followed by whatever it points to. */
function typeOfResult(kind: ResultKind): readonly [Buffer, ...Buffer[]] {
  if (kind === 'void') return [bindings.FFI_TYPES.void];
  return typeof kind === 'string' ? [parameterType(kind)] : structOfWords(kind.words);
}

/** An ffi_type (ffi.h: size_t size; ushort alignment; ushort type; ffi_type **elements) built by hand. */
function structOfWords(count: number): readonly [Buffer, Buffer] {
  const elements = offHeapBuffer((count + 1) * POINTER_BYTES);
  for (let i = 0; i < count; i++) {
    writePointer(elements, ref.address(bindings.FFI_TYPES.pointer), i * POINTER_BYTES);
  }
  const type = offHeapBuffer(bindings.FFI_TYPE_SIZE);
  type.writeUInt16LE(STRUCT_TYPE_CODE, POINTER_BYTES + 2);
  writePointer(type, ref.address(elements), 2 * POINTER_BYTES);
  return [type, elements];
}
