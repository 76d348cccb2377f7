import { isAbsolute } from 'node:path';
import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import { bindTable } from '../ffi/bind-table.ts';
import { NativeText } from '../ffi/native-text.ts';
import type { BoundTable } from '../ffi/signature.ts';
import { PATH_BYTES } from './files.ts';
import { KERNEL32_MODULES, KERNEL32_ON_WINDOWS } from './signatures.ts';
import type { Windows } from './windows.ts';

const LOAD_WITH_ALTERED_SEARCH_PATH = 0x8;
const EXPORT_NAME_BYTES = 128;

/** Loads libraries as a program of its own would (libloaderapi.h), and frees them: the engines keep theirs. */
export class ModuleLoader {
  private readonly windows: Windows;
  private readonly kernel32: BoundTable<typeof KERNEL32_MODULES>;
  private readonly loadByPath: (path: number) => number;
  private readonly path: NativeText;
  private readonly name: NativeText;

  constructor(windows: Windows) {
    this.windows = windows;
    this.kernel32 = bindTable(windows.kernel32Library, KERNEL32_MODULES);
    this.loadByPath = byPath(windows, this.kernel32);
    this.path = new NativeText(windows.engine, PATH_BYTES);
    this.name = new NativeText(windows.engine, EXPORT_NAME_BYTES);
  }

  /**
   * To be given back by `free`.
   * @param path a full path, or the name of a library of the system
   * @throws CallFailure ERROR_MOD_NOT_FOUND, ERROR_BAD_EXE_FORMAT
   */
  load(path: string): number {
    const text = this.path.wide(path);
    const module = isAbsolute(path) ? this.loadByPath(text) : this.kernel32.LoadLibraryW(text);
    this.windows.calls.bool('LoadLibraryW', module);
    this.windows.live.taken('modules');
    return module;
  }

  free(module: number): void {
    this.windows.live.returned('modules');
    this.windows.calls.bool('FreeLibrary', this.kernel32.FreeLibrary(module));
  }

  /** The address of an exported function, or 0. */
  addressOf(module: number, name: string): number {
    const address = this.kernel32.GetProcAddress(module, this.name.ansi(name));
    this.windows.calls.bool('GetProcAddress', address, [WIN32_ERRORS.ERROR_PROC_NOT_FOUND]);
    return address;
  }
}

/** Windows looks beside a library for those that it needs only if it is told to (LoadLibraryExW). */
function byPath(
  { kernel32Library }: Windows,
  { LoadLibraryW }: BoundTable<typeof KERNEL32_MODULES>,
): (path: number) => number {
  if (process.platform !== 'win32') return LoadLibraryW;
  const { LoadLibraryExW } = bindTable(kernel32Library, KERNEL32_ON_WINDOWS);
  return (path) => LoadLibraryExW(path, 0, LOAD_WITH_ALTERED_SEARCH_PATH);
}
