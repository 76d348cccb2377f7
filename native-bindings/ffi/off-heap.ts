/**
 * A zero-filled Buffer with an ArrayBuffer of its own: never in Node's shared pool and never inside V8's
 * heap, so its address stays the same.
 */
export function offHeapBuffer(byteCount: number): Buffer {
  return Buffer.from(new ArrayBuffer(byteCount));
}
