import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import type { Windows } from './windows.ts';

/** A key's name has at most 255 characters, a value's 16,383 ("Registry element size limits"). */
const LONGEST_NAME = 16_384;

/** One of the two functions that list an open key, called with an index and places for the name and its length. */
type ListCall = (index: number, name: number, length: number) => number;

/** Lists what is in an open key, by name and in the registry's order (RegEnumKeyExW, RegEnumValueW). */
export class RegistryNames {
  private readonly windows: Windows;
  private readonly name: NativeBuffer;
  private readonly length: NativeBuffer;

  constructor(windows: Windows) {
    this.windows = windows;
    this.name = windows.engine.allocate(2 * LONGEST_NAME);
    this.length = windows.engine.allocate(4);
  }

  /** Names of the keys right below. @param key opened with KEY_ENUMERATE_SUB_KEYS */
  subKeys(key: number): readonly string[] {
    const { RegEnumKeyExW } = this.windows.advapi32;
    return this.list('RegEnumKeyExW', (index, name, length) =>
      RegEnumKeyExW(key, index, name, length, 0, 0, 0, 0),
    );
  }

  /** Names of the values; the default value's is empty. @param key opened with KEY_QUERY_VALUE */
  values(key: number): readonly string[] {
    const { RegEnumValueW } = this.windows.advapi32;
    return this.list('RegEnumValueW', (index, name, length) =>
      RegEnumValueW(key, index, name, length, 0, 0, 0, 0),
    );
  }

  private list(call: string, next: ListCall): readonly string[] {
    const found: string[] = [];
    for (;;) {
      this.length.bytes.writeUInt32LE(LONGEST_NAME);
      const status = next(found.length, this.name.address, this.length.address);
      const answer = this.windows.calls.lstatus(call, status, [WIN32_ERRORS.ERROR_NO_MORE_ITEMS]);
      if (answer !== 0) return found;
      found.push(this.name.bytes.toString('utf16le', 0, 2 * this.length.bytes.readUInt32LE()));
    }
  }
}
