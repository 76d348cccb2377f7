import bindings from 'ffi-napi/lib/bindings.js';
import ref from 'ref-napi';
import { prepareCall } from './ffi-napi-call.ts';
import { offHeapBuffer } from './off-heap.ts';
import { cdecl } from './signature.ts';
import { POINTER_BYTES, writePointer } from './words.ts';

/**
 * The system's loader through ffi-napi's own `dlopen`, on Windows its dlfcn-win32. The package's DynamicLibrary does the
 * same with a Buffer of a gigabyte for each symbol.
 */
const dlopen = prepareCall(bindings.StaticFunctions.dlopen, cdecl('pointer', 'pointer', 'i32'));
const dlsym = prepareCall(bindings.StaticFunctions.dlsym, cdecl('pointer', 'pointer', 'pointer'));
const dlclose = prepareCall(bindings.StaticFunctions.dlclose, cdecl('i32', 'pointer'));
const dlerror = prepareCall(bindings.StaticFunctions.dlerror, cdecl('pointer'));

/** @returns its handle. Throws what the loader says. */
export function openLibrary(path: string): number {
  const name = cString(path);
  const handle = dlopen(ref.address(name), bindings.RTLD_NOW);
  if (handle === 0) throw new Error(lastError());
  return handle;
}

/** The address of an export, or 0 if there is none. */
export function addressOf(library: number, exportName: string): number {
  const name = cString(exportName);
  return dlsym(library, ref.address(name));
}

export function closeLibrary(library: number): void {
  dlclose(library);
}

function cString(text: string): Buffer {
  const bytes = offHeapBuffer(Buffer.byteLength(text) + 1);
  bytes.write(text);
  return bytes;
}

/** Read once after a failure, so the one place that wraps native memory which is no code. */
function lastError(): string {
  const pointer = offHeapBuffer(POINTER_BYTES);
  const text = dlerror();
  if (text === 0) return 'the system does not say why';
  writePointer(pointer, text);
  return ref.readCString(ref.readPointer(pointer, 0, 0), 0);
}
