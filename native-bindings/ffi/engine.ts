import { HarnessError, messageOf } from '../../harness/contract/errors.ts';
import type { FfiEngineName } from '../../harness/contract/plan.ts';
import type { NativeFunction, Signature } from './signature.ts';

/** Memory of ours that native code may read and write: it stays in place for as long as it is referenced. */
export interface NativeBuffer {
  readonly bytes: Buffer;
  readonly address: number;
}

/** A loaded shared library. It stays loaded for the life of the process unless someone unloads it (KB 901014). */
export interface NativeLibrary {
  readonly path: string;
  /** The function, or undefined if the library exports no such name. */
  bind<S extends Signature>(exportName: string, signature: S): NativeFunction<S> | undefined;
  /** Any bound function of the library crashes once this has been called. */
  unload(): void;
}

/**
 * The seam between this project and the package that makes native calls. All calls are synchronous and run
 * on the calling thread. Binding a function allocates; calling it does not.
 */
export interface NativeEngine {
  readonly name: FfiEngineName;
  /** @throws HarnessError LIBRARY_NOT_LOADED */
  load(path: string): NativeLibrary;
  /** Binds code at an address, such as an interface method. Bind each address once and keep the function. */
  bindAddress<S extends Signature>(address: number, signature: S): NativeFunction<S>;
  /** Zero-filled memory of so many bytes. */
  allocate(byteCount: number): NativeBuffer;
}

/** What `load` throws. */
export function libraryNotLoaded(path: string, cause: unknown): HarnessError {
  return new HarnessError(
    'LIBRARY_NOT_LOADED',
    `${path} could not be loaded: ${messageOf(cause)}`,
    'Check that the file exists, is a shared library, and has the bitness of this Node.',
    { cause },
  );
}
