import { toNamespacedPath } from 'node:path';
import { win32Failure } from '../checks/call-failure.ts';
import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import { NativeText } from '../ffi/native-text.ts';
import {
  FILE_ATTRIBUTE_NORMAL,
  GENERIC_READ_WRITE,
  INVALID_HANDLE_VALUES,
  OPEN_ALWAYS,
  PATH_BYTES,
} from './files.ts';
import type { Windows } from './windows.ts';

const SHARE_WITH_NOBODY = 0;

/**
 * Holds a file open so that nobody else can (CreateFileW without a sharing mode): a lock that the system lets go
 * when its owner ends, however it ends.
 * @returns what lets it go, or null if another process holds it
 * @throws CallFailure if the file cannot be opened at all
 */
export function holdExclusively(windows: Windows, path: string): (() => void) | null {
  const { calls, kernel32, live } = windows;
  const name = new NativeText(windows.engine, PATH_BYTES).wide(toNamespacedPath(path));
  const file = kernel32.CreateFileW(
    name,
    GENERIC_READ_WRITE,
    SHARE_WITH_NOBODY,
    0,
    OPEN_ALWAYS,
    FILE_ATTRIBUTE_NORMAL,
    0,
  );
  if (INVALID_HANDLE_VALUES.includes(file)) {
    const error = kernel32.GetLastError();
    if (error === WIN32_ERRORS.ERROR_SHARING_VIOLATION) return null;
    throw win32Failure('CreateFileW', error);
  }
  live.taken('files');
  return () => {
    live.returned('files');
    calls.bool('CloseHandle', kernel32.CloseHandle(file));
  };
}
