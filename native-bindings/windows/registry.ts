import { CallFailure } from '../checks/call-failure.ts';
import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import {
  CREATE_ACCESS,
  KEY_CREATE_SUB_KEY,
  KEY_ENUMERATE_SUB_KEYS,
  KEY_QUERY_VALUE,
  KEY_SET_VALUE,
  PATH_BYTES,
  RegistryKeys,
  type RegistryView,
} from './registry-keys.ts';
import { RegistryNames } from './registry-names.ts';
import type { RegistryValue } from './registry-values.ts';
import type { Windows } from './windows.ts';

const NO_TERMINATOR = Buffer.from([0xff, 0xff]);

/** A value by its key below HKEY_LOCAL_MACHINE and its name, in whichever view; no name is the default value. */
export interface ValueName {
  readonly key: string;
  readonly name: string;
}

/** A value in one view of the registry. */
export interface RegistryPlace extends ValueName {
  readonly view: RegistryView;
}

/**
 * Values below HKEY_LOCAL_MACHINE. Every call names its view, so the result does not depend on the bitness of
 * this process. Keys are opened and closed within the call.
 */
export class Registry {
  /** The views that there are: one on 32-bit Windows, where a call for the other one is refused. */
  readonly views: readonly RegistryView[];
  private readonly windows: Windows;
  private readonly keys: RegistryKeys;
  private readonly numbers: NativeBuffer;
  private readonly name: NativeText;
  private readonly names: RegistryNames;

  constructor(windows: Windows) {
    this.windows = windows;
    this.keys = new RegistryKeys(windows);
    this.views = this.keys.views;
    this.numbers = windows.engine.allocate(8);
    this.name = new NativeText(windows.engine, PATH_BYTES);
    this.names = new RegistryNames(windows);
  }

  keyExists(view: RegistryView, path: string): boolean {
    const key = this.keys.open(view, path, KEY_QUERY_VALUE);
    if (key === null) return false;
    this.keys.close(key);
    return true;
  }

  /** The value, or null if key or value does not exist. */
  read(view: RegistryView, path: string, name: string): RegistryValue | null {
    const key = this.keys.open(view, path, KEY_QUERY_VALUE);
    if (key === null) return null;
    try {
      return this.query(key, name);
    } finally {
      this.keys.close(key);
    }
  }

  /** What kind of data a value has and how much of it, without reading it; null as for `read`. */
  facts(view: RegistryView, path: string, name: string): { type: number; byteCount: number } | null {
    const key = this.keys.open(view, path, KEY_QUERY_VALUE);
    if (key === null) return null;
    try {
      const { address, bytes } = this.numbers;
      bytes.fill(0);
      const status = this.windows.advapi32.RegQueryValueExW(
        key,
        this.name.wide(name),
        0,
        address,
        0,
        address + 4,
      );
      const answer = this.windows.calls.lstatus('RegQueryValueExW', status, [
        WIN32_ERRORS.ERROR_FILE_NOT_FOUND,
      ]);
      return answer === 0 ? { type: bytes.readUInt32LE(), byteCount: bytes.readUInt32LE(4) } : null;
    } finally {
      this.keys.close(key);
    }
  }

  /** Names of the keys right below a key; none if there is no such key. */
  subKeys(view: RegistryView, path: string): readonly string[] {
    return this.listed(view, path, KEY_ENUMERATE_SUB_KEYS, (key) => this.names.subKeys(key));
  }

  /** Names of a key's values, the default value's being empty; none if there is no such key. */
  valueNames(view: RegistryView, path: string): readonly string[] {
    return this.listed(view, path, KEY_QUERY_VALUE, (key) => this.names.values(key));
  }

  /** Whether this process may write values of a key, or create it and its parents. Changes nothing. */
  mayWrite(view: RegistryView, path: string): boolean {
    const parts = path.split('\\');
    for (let depth = parts.length; depth >= 0; depth--) {
      const access = depth === parts.length ? CREATE_ACCESS : KEY_CREATE_SUB_KEY;
      // The empty path is HKEY_LOCAL_MACHINE itself, which always exists.
      const found = this.tryOpen(view, parts.slice(0, depth).join('\\'), access);
      if (found !== 'missing') return found === 'allowed';
    }
    return false;
  }

  /** Writes a value, creating the key and its parents. @throws CallFailure ERROR_ACCESS_DENIED without the right */
  write(view: RegistryView, path: string, name: string, value: RegistryValue): void {
    // Of a text without a terminator RegSetValueExW takes a zero that happens to follow for one.
    const data = this.windows.engine.allocate(value.data.length + NO_TERMINATOR.length);
    Buffer.concat([value.data, NO_TERMINATOR]).copy(data.bytes);
    const key = this.keys.create(view, path).key;
    try {
      const status = this.windows.advapi32.RegSetValueExW(
        key,
        this.name.wide(name),
        0,
        value.type,
        data.address,
        value.data.length,
      );
      this.windows.calls.lstatus('RegSetValueExW', status);
    } finally {
      this.keys.close(key);
    }
  }

  /** Removes a value. False if there was none. */
  removeValue(view: RegistryView, path: string, name: string): boolean {
    const key = this.keys.open(view, path, KEY_SET_VALUE);
    if (key === null) return false;
    try {
      const status = this.windows.advapi32.RegDeleteValueW(key, this.name.wide(name));
      return this.windows.calls.lstatus('RegDeleteValueW', status, [WIN32_ERRORS.ERROR_FILE_NOT_FOUND]) === 0;
    } finally {
      this.keys.close(key);
    }
  }

  /**
   * Has all that was written to a key's hive on the disk when it returns: Windows writes it some time later by itself, and a
   * power cut may come first (RegFlushKey, winreg.h). False if there is no such key, or that is refused.
   */
  flush(view: RegistryView, path: string): boolean {
    const key = this.keys.open(view, path, KEY_QUERY_VALUE);
    if (key === null) return false;
    try {
      return this.windows.advapi32.RegFlushKey(key) === 0;
    } finally {
      this.keys.close(key);
    }
  }

  /** Creates a key and its parents. True if it was not there before. */
  createKey(view: RegistryView, path: string): boolean {
    const { key, created } = this.keys.create(view, path);
    this.keys.close(key);
    return created;
  }

  /** Deletes a key that holds neither values nor sub keys. False if it was not there, or is not empty. */
  removeEmptyKey(view: RegistryView, path: string): boolean {
    if (!this.isEmpty(view, path)) return false;
    return this.keys.remove(view, path);
  }

  private isEmpty(view: RegistryView, path: string): boolean {
    const key = this.keys.open(view, path, KEY_QUERY_VALUE);
    if (key === null) return false;
    try {
      const { bytes, address } = this.numbers;
      const status = this.windows.advapi32.RegQueryInfoKeyW(
        key,
        0,
        0,
        0,
        address,
        0,
        0,
        address + 4,
        0,
        0,
        0,
        0,
      );
      this.windows.calls.lstatus('RegQueryInfoKeyW', status);
      return bytes.readUInt32LE(0) === 0 && bytes.readUInt32LE(4) === 0;
    } finally {
      this.keys.close(key);
    }
  }

  private listed(
    view: RegistryView,
    path: string,
    access: number,
    list: (key: number) => readonly string[],
  ): readonly string[] {
    const key = this.keys.open(view, path, access);
    if (key === null) return [];
    try {
      return list(key);
    } finally {
      this.keys.close(key);
    }
  }

  private tryOpen(view: RegistryView, path: string, access: number): 'allowed' | 'denied' | 'missing' {
    try {
      const key = this.keys.open(view, path, access);
      if (key === null) return 'missing';
      this.keys.close(key);
      return 'allowed';
    } catch (error) {
      if (error instanceof CallFailure && error.code === 'ERROR_ACCESS_DENIED') return 'denied';
      throw error;
    }
  }

  /** Asks for the size first; a value that grows in between is asked for again. */
  private query(key: number, name: string): RegistryValue | null {
    const { advapi32, calls } = this.windows;
    const type = this.numbers.address;
    const size = this.numbers.address + 4;
    const wideName = this.name.wide(name);
    let data = this.windows.engine.allocate(64);
    for (;;) {
      this.numbers.bytes.writeUInt32LE(data.bytes.length, 4);
      const status = advapi32.RegQueryValueExW(key, wideName, 0, type, data.address, size);
      const accepted = [WIN32_ERRORS.ERROR_FILE_NOT_FOUND, WIN32_ERRORS.ERROR_MORE_DATA];
      const answer = calls.lstatus('RegQueryValueExW', status, accepted);
      if (answer === WIN32_ERRORS.ERROR_FILE_NOT_FOUND) return null;
      const byteCount = this.numbers.bytes.readUInt32LE(4);
      if (answer === 0) {
        return {
          type: this.numbers.bytes.readUInt32LE(),
          data: Buffer.from(data.bytes.subarray(0, byteCount)),
        };
      }
      data = this.windows.engine.allocate(Math.max(byteCount, 2 * data.bytes.length));
    }
  }
}
