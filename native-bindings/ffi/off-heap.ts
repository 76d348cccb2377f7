/**
 * A zero-filled Buffer with an ArrayBuffer of its own: never in Node's shared pool and never inside V8's
 * heap, so its address stays the same. It is not collected before the job that made it has ended, even if nothing
 * but its address is kept: native code is given the address, of which the collector knows nothing.
 */
export function offHeapBuffer(byteCount: number): Buffer {
  const bytes = Buffer.from(new ArrayBuffer(byteCount));
  // What a WeakRef is made of stays until the end of the job (AddToKeptObjects, ECMA-262 9.12).
  void new WeakRef(bytes);
  return bytes;
}
