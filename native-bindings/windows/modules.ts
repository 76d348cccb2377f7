import { bindTable } from '../ffi/bind-table.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import { PATH_BYTES } from './files.ts';
import { ModuleLoader } from './module-loader.ts';
import { KERNEL32_ON_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

/** A DLL or the program itself, as loaded into this process. */
export interface LoadedModule {
  /** Its handle, which is its address. */
  readonly handle: number;
  /** Full path. */
  readonly path: string;
}

const MODULES_AT_FIRST = 256;

/** The modules of this process (K32EnumProcessModules). On Windows only. */
export class ProcessModules {
  private readonly windows: Windows;
  private readonly kernel32: BoundTable<typeof KERNEL32_ON_WINDOWS>;
  private readonly loader: ModuleLoader;

  constructor(windows: Windows) {
    this.windows = windows;
    this.loader = new ModuleLoader(windows);
    this.kernel32 = bindTable(windows.kernel32Library, KERNEL32_ON_WINDOWS);
  }

  /** In the order in which they were loaded. @throws CallFailure */
  list(): readonly LoadedModule[] {
    const path = this.windows.engine.allocate(PATH_BYTES);
    return this.handles().flatMap((handle) => {
      const characters = this.kernel32.GetModuleFileNameW(handle, path.address, PATH_BYTES / 2);
      // A module that was unloaded in between has no name any more.
      return characters === 0 ? [] : [{ handle, path: path.bytes.toString('utf16le', 0, 2 * characters) }];
    });
  }

  /** Whether a module exports a function of this name. */
  exports({ handle }: LoadedModule, name: string): boolean {
    return this.loader.addressOf(handle, name) !== 0;
  }

  private handles(): readonly number[] {
    const { calls, engine, kernel32 } = this.windows;
    const needed = engine.allocate(4);
    let handles = engine.allocate(MODULES_AT_FIRST * POINTER_BYTES);
    for (;;) {
      const byteCount = handles.bytes.length;
      const process = kernel32.GetCurrentProcess();
      const ok = this.kernel32.K32EnumProcessModules(process, handles.address, byteCount, needed.address);
      calls.bool('K32EnumProcessModules', ok);
      const found = needed.bytes.readUInt32LE() / POINTER_BYTES;
      if (found * POINTER_BYTES <= byteCount) {
        return Array.from({ length: found }, (_, i) => readPointer(handles.bytes, i * POINTER_BYTES));
      }
      handles = engine.allocate(2 * found * POINTER_BYTES);
    }
  }
}
