import { win32Failure } from '../checks/call-failure.ts';
import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import { bindTable } from '../ffi/bind-table.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { INVALID_HANDLE_VALUES } from './files.ts';
import { KERNEL32_ON_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

const TH32CS_SNAPTHREAD = 0x4;
/** THREADENTRY32 (tlhelp32.h), the same on both bitnesses. */
const ENTRY = { bytes: 28, owner: 12 } as const;

/** Counts threads by Toolhelp, which lists those of the whole system. On Windows only. */
export class ThreadCounter {
  private readonly windows: Windows;
  private readonly kernel32: BoundTable<typeof KERNEL32_ON_WINDOWS>;
  private readonly entry: NativeBuffer;
  private readonly process: number;

  /** @param process the number of the one whose threads are counted; this one if none is named */
  constructor(windows: Windows, process?: number) {
    this.windows = windows;
    this.kernel32 = bindTable(windows.kernel32Library, KERNEL32_ON_WINDOWS);
    this.entry = windows.engine.allocate(ENTRY.bytes);
    this.process = process ?? this.kernel32.GetCurrentProcessId();
  }

  /** @throws CallFailure */
  count(): number {
    const { calls, kernel32 } = this.windows;
    const snapshot = this.kernel32.CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    if (INVALID_HANDLE_VALUES.includes(snapshot)) {
      throw win32Failure('CreateToolhelp32Snapshot', kernel32.GetLastError());
    }
    try {
      return this.countIn(snapshot);
    } finally {
      calls.bool('CloseHandle', kernel32.CloseHandle(snapshot));
    }
  }

  private countIn(snapshot: number): number {
    const { bytes, address } = this.entry;
    let own = 0;
    bytes.writeUInt32LE(ENTRY.bytes);
    let more = this.kernel32.Thread32First(snapshot, address);
    while (more !== 0) {
      if (bytes.readUInt32LE(ENTRY.owner) === this.process) own += 1;
      bytes.writeUInt32LE(ENTRY.bytes);
      more = this.kernel32.Thread32Next(snapshot, address);
    }
    this.windows.calls.bool('Thread32Next', more, [WIN32_ERRORS.ERROR_NO_MORE_FILES]);
    return own;
  }
}
