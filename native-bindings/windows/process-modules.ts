import { win32Failure } from '../checks/call-failure.ts';
import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import { bindTable } from '../ffi/bind-table.ts';
import { POINTER_BYTES } from '../ffi/words.ts';
import { INVALID_HANDLE_VALUES } from './files.ts';
import { KERNEL32_ON_WINDOWS, KERNEL32_OTHER_PROCESSES } from './signatures.ts';
import type { Windows } from './windows.ts';

const TH32CS_SNAPMODULE = 0x8;
/** From a 64-bit process: those of a 32-bit one as well. */
const TH32CS_SNAPMODULE32 = 0x10;
/** MODULEENTRY32W (tlhelp32.h): szExePath is its last field, of MAX_PATH characters. */
const ENTRY = POINTER_BYTES === 4 ? { bytes: 1064, path: 544 } : { bytes: 1080, path: 560 };
const PATH_BYTES = 2 * 260;
/** ERROR_BAD_LENGTH: modules came and went while the snapshot was taken ("CreateToolhelp32Snapshot"). */
const BAD_LENGTH = 24;
const ATTEMPTS = 5;

/** Full paths of what another process has loaded (Toolhelp). On Windows only. @throws CallFailure */
export function modulesOfProcess(windows: Windows, pid: number): readonly string[] {
  const kernel32 = bindTable(windows.kernel32Library, KERNEL32_OTHER_PROCESSES);
  const snapshot = snapshotOf(windows, pid);
  try {
    const { address, bytes } = windows.engine.allocate(ENTRY.bytes);
    const paths: string[] = [];
    bytes.writeUInt32LE(ENTRY.bytes);
    let more = kernel32.Module32FirstW(snapshot, address);
    while (more !== 0) {
      const path = bytes.toString('utf16le', ENTRY.path, ENTRY.path + PATH_BYTES);
      paths.push(path.split('\0', 1)[0] ?? '');
      bytes.writeUInt32LE(ENTRY.bytes);
      more = kernel32.Module32NextW(snapshot, address);
    }
    windows.calls.bool('Module32NextW', more, [WIN32_ERRORS.ERROR_NO_MORE_FILES]);
    return paths;
  } finally {
    windows.calls.bool('CloseHandle', windows.kernel32.CloseHandle(snapshot));
  }
}

function snapshotOf(windows: Windows, pid: number): number {
  const kernel32 = bindTable(windows.kernel32Library, KERNEL32_ON_WINDOWS);
  for (let attempt = 1; ; attempt += 1) {
    const snapshot = kernel32.CreateToolhelp32Snapshot(TH32CS_SNAPMODULE | TH32CS_SNAPMODULE32, pid);
    if (!INVALID_HANDLE_VALUES.includes(snapshot)) return snapshot;
    const error = windows.kernel32.GetLastError();
    if (error !== BAD_LENGTH || attempt === ATTEMPTS) throw win32Failure('CreateToolhelp32Snapshot', error);
  }
}
