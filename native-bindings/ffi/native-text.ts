import type { NativeBuffer, NativeEngine } from './engine.ts';

/**
 * A reusable slot for one NUL-terminated string argument. It is written in place, so passing a string
 * allocates nothing; the text is valid until the next one is put into the same slot.
 */
export class NativeText {
  private readonly slot: NativeBuffer;

  /** @param byteCapacity including the terminator. */
  constructor(engine: NativeEngine, byteCapacity: number) {
    this.slot = engine.allocate(byteCapacity);
  }

  /** The address of the text as LPWSTR. @throws RangeError if it does not fit or contains a NUL. */
  wide(text: string): number {
    return this.put(text, 'utf16le', 2);
  }

  /** The address of the text as LPSTR, in ISO 8859-1. @throws RangeError as `wide`, or beyond that character set. */
  ansi(text: string): number {
    for (let i = 0; i < text.length; i++) {
      if (text.charCodeAt(i) > 0xff) throw new RangeError(`no ANSI form for ${JSON.stringify(text)}`);
    }
    return this.put(text, 'latin1', 1);
  }

  private put(text: string, encoding: 'utf16le' | 'latin1', terminatorBytes: number): number {
    const byteCount = text.length * terminatorBytes;
    if (byteCount + terminatorBytes > this.slot.bytes.length)
      throw new RangeError(`text of ${text.length} characters is too long`);
    if (text.includes('\0'))
      throw new RangeError('text with a NUL character cannot be passed to native code');
    this.slot.bytes.write(text, 0, encoding);
    this.slot.bytes.fill(0, byteCount, byteCount + terminatorBytes);
    return this.slot.address;
  }
}
