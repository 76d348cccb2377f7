import { CallFailure, win32Failure } from '../checks/call-failure.ts';
import { hex32 } from '../checks/hresults.ts';
import { bindTable } from '../ffi/bind-table.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import { PATH_BYTES } from './files.ts';
import { type GuiResources, openGuiResources } from './gui-resources.ts';
import { modulesOfProcess } from './process-modules.ts';
import { KERNEL32_OTHER_PROCESSES, NTDLL } from './signatures.ts';
import { ThreadCounter } from './threads.ts';
import type { Windows } from './windows.ts';

const SYNCHRONIZE = 0x00100000;
const PROCESS_QUERY_INFORMATION = 0x0400;
const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
const WAIT_OBJECT_0 = 0;
/** PROCESSINFOCLASS (winternl.h): ProcessVmCounters. */
const PROCESS_VM_COUNTERS = 3;
/** VM_COUNTERS_EX: offsets for 4- and 8-byte pointers. */
const VM_COUNTERS =
  POINTER_BYTES === 4
    ? { bytes: 48, virtualSize: 4, workingSet: 16, privateUsage: 44 }
    : { bytes: 96, virtualSize: 8, workingSet: 32, privateUsage: 88 };
/** FILETIME counts tenths of microseconds from 1601. */
const FILETIME_OF_1970 = 116_444_736_000_000_000n;

export interface ProcessSizes {
  readonly virtualBytes: number;
  readonly workingSetBytes: number;
  /** 0 where the system does not count them. */
  readonly privateBytes: number;
}

/**
 * Another process by its number, held open by the least rights that tell its counters: its memory stays closed, and as
 * long as it is held, its number belongs to no other. On Windows only.
 */
export class OtherProcess {
  readonly pid: number;
  private readonly windows: Windows;
  private readonly kernel32: BoundTable<typeof KERNEL32_OTHER_PROCESSES>;
  private readonly ntdll: BoundTable<typeof NTDLL>;
  private readonly out: NativeBuffer;
  private readonly counters: NativeBuffer;
  private readonly threadCounter: ThreadCounter;
  private readonly handle: number;
  private guiHandle = 0;

  /** @throws CallFailure, of OpenProcess with ERROR_INVALID_PARAMETER if there is no such process */
  constructor(windows: Windows, pid: number) {
    this.windows = windows;
    this.pid = pid;
    this.kernel32 = bindTable(windows.kernel32Library, KERNEL32_OTHER_PROCESSES);
    this.ntdll = bindTable(windows.cLibrary, NTDLL);
    this.out = windows.engine.allocate(4 * 8);
    this.counters = windows.engine.allocate(VM_COUNTERS.bytes);
    this.threadCounter = new ThreadCounter(windows, pid);
    this.handle = this.open(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE);
  }

  /** The number that the process really has: OpenProcess takes 4713 for 4712. */
  realPid(): number {
    return this.kernel32.GetProcessId(this.handle);
  }

  hasEnded(): boolean {
    return this.kernel32.WaitForSingleObject(this.handle, 0) === WAIT_OBJECT_0;
  }

  exitCode(): number {
    const ok = this.kernel32.GetExitCodeProcess(this.handle, this.out.address);
    this.windows.calls.bool('GetExitCodeProcess', ok);
    return this.out.bytes.readInt32LE();
  }

  startedAt(): Date {
    const { address, bytes } = this.out;
    const ok = this.kernel32.GetProcessTimes(this.handle, address, address + 8, address + 16, address + 24);
    this.windows.calls.bool('GetProcessTimes', ok);
    return new Date(Number((bytes.readBigUInt64LE() - FILETIME_OF_1970) / 10_000n));
  }

  /** Full path of its program. */
  executable(): string {
    const path = this.windows.engine.allocate(PATH_BYTES);
    this.out.bytes.writeUInt32LE(PATH_BYTES / 2);
    const ok = this.kernel32.QueryFullProcessImageNameW(this.handle, 0, path.address, this.out.address);
    this.windows.calls.bool('QueryFullProcessImageNameW', ok);
    return path.bytes.toString('utf16le', 0, 2 * this.out.bytes.readUInt32LE());
  }

  /** Whether it is a 32-bit process of a 64-bit Windows. */
  isWow64(): boolean {
    const { calls, kernel32 } = this.windows;
    calls.bool('IsWow64Process', kernel32.IsWow64Process(this.handle, this.out.address));
    return this.out.bytes.readInt32LE() !== 0;
  }

  sizes(): ProcessSizes {
    const { address, bytes } = this.counters;
    const status = this.ntdll.NtQueryInformationProcess(
      this.handle,
      PROCESS_VM_COUNTERS,
      address,
      bytes.length,
      0,
    );
    if (status < 0)
      throw new CallFailure('NtQueryInformationProcess', `NTSTATUS ${hex32(status)}`, 'ProcessVmCounters');
    return {
      virtualBytes: readPointer(bytes, VM_COUNTERS.virtualSize),
      workingSetBytes: readPointer(bytes, VM_COUNTERS.workingSet),
      privateBytes: readPointer(bytes, VM_COUNTERS.privateUsage),
    };
  }

  handles(): number {
    const { calls, kernel32 } = this.windows;
    calls.bool('GetProcessHandleCount', kernel32.GetProcessHandleCount(this.handle, this.out.address));
    return this.out.bytes.readUInt32LE();
  }

  threads(): number {
    return this.threadCounter.count();
  }

  /** Asks for one right more than all else does. @throws CallFailure where that is refused */
  guiResources(): GuiResources {
    if (this.guiHandle === 0) this.guiHandle = this.open(PROCESS_QUERY_INFORMATION);
    return openGuiResources(this.windows, this.guiHandle);
  }

  /** Full paths of what it has loaded. @throws CallFailure: of a 64-bit process a 32-bit one learns nothing */
  modules(): readonly string[] {
    return modulesOfProcess(this.windows, this.pid);
  }

  close(): void {
    const { calls, kernel32 } = this.windows;
    if (this.guiHandle !== 0) calls.bool('CloseHandle', kernel32.CloseHandle(this.guiHandle));
    this.guiHandle = 0;
    calls.bool('CloseHandle', kernel32.CloseHandle(this.handle));
  }

  private open(access: number): number {
    const handle = this.kernel32.OpenProcess(access, 0, this.pid);
    if (handle === 0) throw win32Failure('OpenProcess', this.windows.kernel32.GetLastError());
    return handle;
  }
}
