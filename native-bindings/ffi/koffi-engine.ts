import koffi from 'koffi';
import { libraryNotLoaded, type NativeBuffer, type NativeEngine, type NativeLibrary } from './engine.ts';
import { offHeapBuffer } from './off-heap.ts';
import {
  type Convention,
  type NativeFunction,
  nativeFunction,
  type ParameterKind,
  type ResultKind,
  type Signature,
} from './signature.ts';
import { POINTER_BYTES } from './words.ts';

/** koffi, for platforms without an ffi-napi binary and to rule the instrument out: a second way to call. */
export const koffiEngine: NativeEngine = {
  name: 'koffi',

  load(path: string): NativeLibrary {
    const library = openLibrary(path);
    return {
      path,
      bind: (exportName, signature) => {
        if (!exports(library, exportName)) return undefined;
        // A function of the library's own keeps it loaded; one decoded from an address would not.
        const { convention, result, parameters } = nativeTypes(signature);
        return typed(signature, library.func(convention, exportName, result, parameters));
      },
      unload: () => library.unload(),
    };
  },

  bindAddress(address, signature) {
    const { convention, result, parameters } = nativeTypes(signature);
    return typed(signature, koffi.decode(BigInt(address), koffi.proto(convention, result, parameters)));
  },

  allocate(byteCount: number): NativeBuffer {
    const bytes = offHeapBuffer(byteCount);
    return { bytes, address: Number(koffi.address(bytes)) };
  },
};

function openLibrary(path: string): ReturnType<typeof koffi.load> {
  try {
    return koffi.load(path);
  } catch (error) {
    throw libraryNotLoaded(path, error);
  }
}

function exports(library: ReturnType<typeof koffi.load>, name: string): boolean {
  try {
    library.symbol(name);
    return true;
  } catch {
    return false; // symbol() throws for nothing but a missing symbol
  }
}

function nativeTypes({ convention, result, parameters }: Signature) {
  return {
    convention: conventionName(convention),
    result: resultType(result),
    parameters: parameters.map(parameterType),
  };
}

function typed<S extends Signature>(
  signature: S,
  call: (...args: readonly number[]) => unknown,
): NativeFunction<S> {
  const read = resultReader(signature.result);
  return nativeFunction(signature, (args) => read(call(...args)));
}

function conventionName(convention: Convention): string {
  return convention === 'stdcall' ? '__stdcall' : '__cdecl';
}

/** Pointers travel as integers: a koffi pointer type would want a BigInt or a Buffer. */
function parameterType(kind: ParameterKind): string {
  switch (kind) {
    case 'i32':
      return 'int32_t';
    case 'u32':
      return 'uint32_t';
    case 'pointer':
      return 'intptr_t';
  }
}

function resultType(kind: ResultKind): string | ReturnType<typeof koffi.struct> {
  if (kind === 'void') return 'void';
  if (typeof kind === 'string') return parameterType(kind);
  return koffi.struct(
    Object.fromEntries(Array.from({ length: kind.words }, (_, i) => [`word${i}`, 'intptr_t'])),
  );
}

function resultReader(kind: ResultKind): (value: unknown) => number | readonly number[] {
  if (kind === 'void') return () => 0;
  if (typeof kind === 'object') {
    return (value) => (typeof value === 'object' && value !== null ? Object.values(value).map(Number) : []);
  }
  if (kind === 'pointer' && POINTER_BYTES === 4) return (value) => Number(value) >>> 0;
  return Number;
}
