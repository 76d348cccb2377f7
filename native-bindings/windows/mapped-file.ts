import { toNamespacedPath } from 'node:path';
import { win32Failure } from '../checks/call-failure.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import {
  FILE_ATTRIBUTE_NORMAL,
  GENERIC_READ_WRITE,
  INVALID_HANDLE_VALUES,
  OPEN_ALWAYS,
  PATH_BYTES,
} from './files.ts';
import type { Windows } from './windows.ts';

const FILE_SHARE_READ_WRITE = 0x3;
const PAGE_READWRITE = 0x4;
const FILE_MAP_WRITE = 0x2;

/**
 * A small file mapped into memory. What is put there is in the file at once, and stays there when this
 * process is killed in the middle of a native call, so that another process can read it.
 */
export class MappedFile {
  private readonly windows: Windows;
  private readonly staging: NativeBuffer;
  private readonly view: number;
  private readonly handles: readonly number[];

  /** Creates the file if need be. @throws CallFailure */
  constructor(windows: Windows, path: string, byteCount: number) {
    this.windows = windows;
    this.staging = windows.engine.allocate(byteCount);
    const { calls, kernel32 } = windows;
    const file = kernel32.CreateFileW(
      new NativeText(windows.engine, PATH_BYTES).wide(toNamespacedPath(path)),
      GENERIC_READ_WRITE,
      FILE_SHARE_READ_WRITE,
      0,
      OPEN_ALWAYS,
      FILE_ATTRIBUTE_NORMAL,
      0,
    );
    if (INVALID_HANDLE_VALUES.includes(file)) throw win32Failure('CreateFileW', kernel32.GetLastError());
    const mapping = kernel32.CreateFileMappingW(file, 0, PAGE_READWRITE, 0, byteCount, 0);
    calls.bool('CreateFileMappingW', mapping);
    this.view = kernel32.MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, byteCount);
    calls.bool('MapViewOfFile', this.view);
    this.handles = [mapping, file];
    windows.live.taken('files');
  }

  /** What `publish` will write; change it in place. */
  get bytes(): Buffer {
    return this.staging.bytes;
  }

  /** Copies `bytes` to the file. One native call. */
  publish(): void {
    this.windows.memory.copy(this.view, this.staging.address, this.staging.bytes.length);
  }

  close(): void {
    const { calls, kernel32, live } = this.windows;
    calls.bool('UnmapViewOfFile', kernel32.UnmapViewOfFile(this.view));
    for (const handle of this.handles) calls.bool('CloseHandle', kernel32.CloseHandle(handle));
    live.returned('files');
  }
}
