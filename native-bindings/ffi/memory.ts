import { bindTable } from './bind-table.ts';
import type { NativeBuffer, NativeEngine, NativeLibrary } from './engine.ts';
import { cdecl } from './signature.ts';
import { POINTER_BYTES, readPointer } from './words.ts';

/** The part of the C library that is called (string.h). */
export const C_MEMORY = { memcpy: cdecl('pointer', 'pointer', 'pointer', 'pointer') } as const;

/**
 * Copies between native memory and ours. Native memory is never wrapped in a Buffer: V8 aborts the process
 * when an allocator hands out an address again that it still believes wrapped.
 */
export class NativeMemory {
  private readonly memcpy: (to: number, from: number, bytes: number) => number;
  private readonly word: NativeBuffer;
  private readonly character: NativeBuffer;

  constructor(engine: NativeEngine, cLibrary: NativeLibrary) {
    this.memcpy = bindTable(cLibrary, C_MEMORY).memcpy;
    this.word = engine.allocate(8);
    this.character = engine.allocate(1);
  }

  /** Copies bytes from one address to another; neither is checked. */
  copy(to: number, from: number, byteCount: number): void {
    this.memcpy(to, from, byteCount);
  }

  /** The pointer stored at an address. */
  pointerAt(address: number): number {
    this.memcpy(this.word.address, address, POINTER_BYTES);
    return readPointer(this.word.bytes);
  }

  /** The NUL-terminated ANSI text at an address, in ISO 8859-1; of a longer one as much as `longest` allows. */
  ansiAt(address: number, longest: number): string {
    let text = '';
    while (text.length < longest) {
      // One byte at a time: the page behind the terminator need not exist.
      this.memcpy(this.character.address, address + text.length, 1);
      const code = this.character.bytes.readUInt8();
      if (code === 0) break;
      text += String.fromCharCode(code);
    }
    return text;
  }
}
