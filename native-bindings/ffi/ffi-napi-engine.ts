import ref from 'ref-napi';
import { CodeBuffers } from './code-buffers.ts';
import { libraryNotLoaded, type NativeBuffer, type NativeEngine, type NativeLibrary } from './engine.ts';
import { prepareCall } from './ffi-napi-call.ts';
import { addressOf, closeLibrary, openLibrary } from './ffi-napi-loader.ts';
import { offHeapBuffer } from './off-heap.ts';
import type { NativeFunction, Signature } from './signature.ts';

/**
 * ffi-napi by its lower layer only: everything a call needs is allocated when it is bound, and the call
 * itself is `ffi_call` on that memory. The package's own `ffi.Library` allocates several Buffers a call.
 */
class FfiNapiEngine implements NativeEngine {
  readonly name = 'ffi-napi';
  private readonly code = new CodeBuffers();

  load(path: string): NativeLibrary {
    const library = loaded(path);
    return {
      path,
      bind: (exportName, signature) => {
        const address = addressOf(library, exportName);
        return address === 0 ? undefined : this.bindAddress(address, signature);
      },
      unload: () => closeLibrary(library),
    };
  }

  bindAddress<S extends Signature>(address: number, signature: S): NativeFunction<S> {
    return prepareCall(this.code.at(address), signature);
  }

  allocate(byteCount: number): NativeBuffer {
    const bytes = offHeapBuffer(byteCount);
    return { bytes, address: ref.address(bytes) };
  }
}

export const ffiNapiEngine: NativeEngine = new FfiNapiEngine();

/** @throws HarnessError LIBRARY_NOT_LOADED */
function loaded(path: string): number {
  try {
    return openLibrary(path);
  } catch (error) {
    throw libraryNotLoaded(path, error);
  }
}
