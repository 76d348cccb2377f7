import { bindTable } from '../ffi/bind-table.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import { KERNEL32_ON_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

/** PROCESS_MEMORY_COUNTERS_EX (psapi.h): offsets for 4- and 8-byte pointers. */
export const MEMORY_COUNTERS =
  POINTER_BYTES === 4 ? { bytes: 44, privateUsage: 40 } : { bytes: 80, privateUsage: 72 };

/** What the system counts of this process's memory (GetProcessMemoryInfo). On Windows only. */
export class MemoryCounters {
  private readonly windows: Windows;
  private readonly kernel32: BoundTable<typeof KERNEL32_ON_WINDOWS>;
  private readonly counters: NativeBuffer;
  private readonly process: number;

  constructor(windows: Windows) {
    this.windows = windows;
    this.kernel32 = bindTable(windows.kernel32Library, KERNEL32_ON_WINDOWS);
    this.counters = windows.engine.allocate(MEMORY_COUNTERS.bytes);
    this.process = windows.kernel32.GetCurrentProcess();
  }

  /** Committed private bytes: PerfMon's Private Bytes (PrivateUsage). Wine answers 0. */
  privateBytes(): number {
    const { bytes, address } = this.counters;
    bytes.writeUInt32LE(bytes.length);
    const ok = this.kernel32.K32GetProcessMemoryInfo(this.process, address, bytes.length);
    this.windows.calls.bool('GetProcessMemoryInfo', ok);
    return readPointer(bytes, MEMORY_COUNTERS.privateUsage);
  }
}
