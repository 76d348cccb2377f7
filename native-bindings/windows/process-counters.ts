import type { NativeBuffer } from '../ffi/engine.ts';
import type { Windows } from './windows.ts';

/** Counters that the system keeps for this process. */
export class ProcessCounters {
  private readonly windows: Windows;
  private readonly out: NativeBuffer;
  private readonly process: number;

  constructor(windows: Windows) {
    this.windows = windows;
    this.out = windows.engine.allocate(8);
    this.process = windows.kernel32.GetCurrentProcess();
  }

  /** Open handles of every kind (GetProcessHandleCount). A system that does not count answers 0. */
  handles(): number {
    const { calls, kernel32 } = this.windows;
    calls.bool('GetProcessHandleCount', kernel32.GetProcessHandleCount(this.process, this.out.address));
    return this.out.bytes.readUInt32LE();
  }
}
