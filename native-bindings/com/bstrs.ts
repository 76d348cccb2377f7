import { CallFailure } from '../checks/call-failure.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import type { Com } from './com.ts';

/** Longest text that is passed, in UTF-16 units with the terminator. */
const TEXT_UNITS = 4096;

/** Automation's strings: a length before the text, and an allocator of their own (oleauto.h). */
export class Bstrs {
  private readonly com: Com;
  private readonly text: NativeText;
  private readonly copy: NativeBuffer;

  constructor(com: Com) {
    this.com = com;
    this.text = new NativeText(com.engine, 2 * TEXT_UNITS);
    this.copy = com.engine.allocate(2 * TEXT_UNITS);
  }

  /** A new BSTR, to be given back by `free`. @throws RangeError if the text is too long or contains a NUL */
  allocate(text: string): number {
    const address = this.com.oleaut32.SysAllocStringLen(this.text.wide(text), text.length);
    if (address === 0) throw new CallFailure('SysAllocStringLen', 'MAPI_E_NOT_ENOUGH_MEMORY', 'no string');
    this.com.live.taken('bstrs');
    return address;
  }

  /** Frees a BSTR of ours. */
  free(address: number): void {
    this.com.oleaut32.SysFreeString(address);
    this.com.live.returned('bstrs');
  }

  /** Counts a BSTR that a call has given us: ours to free from now on. */
  adopt(address: number): void {
    if (address !== 0) this.com.live.taken('bstrs');
  }

  /** The text of a BSTR, whoever owns it; NULL is the empty string. */
  textOf(address: number): string {
    if (address === 0) return '';
    const units = this.com.oleaut32.SysStringLen(address);
    let text = '';
    for (let read = 0; read < units; read += TEXT_UNITS) {
      const byteCount = 2 * Math.min(units - read, TEXT_UNITS);
      this.com.memory.copy(this.copy.address, address + 2 * read, byteCount);
      text += this.copy.bytes.toString('utf16le', 0, byteCount);
    }
    return text;
  }
}
