import { WIN32_ERRORS } from '../checks/win32-errors.ts';
import type { NativeBuffer } from '../ffi/engine.ts';
import { NativeText } from '../ffi/native-text.ts';
import { POINTER_BYTES, readPointer } from '../ffi/words.ts';
import type { Windows } from './windows.ts';

/** HKEY_LOCAL_MACHINE as a pointer-sized integer: sign-extended on 64-bit (winreg.h). */
const HKEY_LOCAL_MACHINE = 0x80000002 | 0;
export const KEY_QUERY_VALUE = 0x1;
export const KEY_SET_VALUE = 0x2;
export const KEY_CREATE_SUB_KEY = 0x4;
export const KEY_ENUMERATE_SUB_KEYS = 0x8;
/** What a key that is written is opened or created with. */
export const CREATE_ACCESS = KEY_QUERY_VALUE | KEY_SET_VALUE | KEY_CREATE_SUB_KEY;
const VIEW_FLAGS = { '64-bit': 0x100, '32-bit': 0x200 } as const;
const NO_VIEW_FLAG = 0;
const REG_CREATED_NEW_KEY = 1;
/** A key path has at most 255 characters per part and 512 levels; ours are short. */
export const PATH_BYTES = 2 * 1024;

/**
 * Which half of the registry a path means on 64-bit Windows (KEY_WOW64_64KEY, KEY_WOW64_32KEY). A 32-bit
 * Windows has one registry, which is the 32-bit view.
 */
export type RegistryView = keyof typeof VIEW_FLAGS;
export const REGISTRY_VIEWS = ['64-bit', '32-bit'] as const satisfies readonly RegistryView[];

/** Whether a path has two halves here: on any 64-bit Windows (IsWow64Process, wow64apiset.h). */
function hasTwoViews({ calls, engine, kernel32 }: Windows): boolean {
  if (POINTER_BYTES === 8) return true;
  const wow64 = engine.allocate(4);
  const process = kernel32.GetCurrentProcess();
  calls.bool('IsWow64Process', kernel32.IsWow64Process(process, wow64.address));
  return wow64.bytes.readInt32LE() !== 0;
}

/** Opens, creates and deletes keys below HKEY_LOCAL_MACHINE, each in the view that is named. Who opens one closes it. */
export class RegistryKeys {
  /** The views that there are: one on 32-bit Windows, where a call for the other one is refused. */
  readonly views: readonly RegistryView[];
  private readonly windows: Windows;
  private readonly key: NativeBuffer;
  private readonly disposition: NativeBuffer;
  private readonly path: NativeText;

  constructor(windows: Windows) {
    this.windows = windows;
    this.views = hasTwoViews(windows) ? REGISTRY_VIEWS : ['32-bit'];
    this.key = windows.engine.allocate(8);
    this.disposition = windows.engine.allocate(4);
    this.path = new NativeText(windows.engine, PATH_BYTES);
  }

  /** null if there is no such key. @throws CallFailure ERROR_ACCESS_DENIED without the right */
  open(view: RegistryView, path: string, access: number): number | null {
    const status = this.windows.advapi32.RegOpenKeyExW(
      HKEY_LOCAL_MACHINE,
      this.path.wide(path),
      0,
      access | this.flagOf(view),
      this.key.address,
    );
    const answer = this.windows.calls.lstatus('RegOpenKeyExW', status, [
      WIN32_ERRORS.ERROR_FILE_NOT_FOUND,
      WIN32_ERRORS.ERROR_PATH_NOT_FOUND,
    ]);
    return answer === 0 ? this.take() : null;
  }

  /** Creates a key and its parents where they are missing, and opens it with CREATE_ACCESS. */
  create(view: RegistryView, path: string): { key: number; created: boolean } {
    const status = this.windows.advapi32.RegCreateKeyExW(
      HKEY_LOCAL_MACHINE,
      this.path.wide(path),
      0,
      0,
      0,
      CREATE_ACCESS | this.flagOf(view),
      0,
      this.key.address,
      this.disposition.address,
    );
    this.windows.calls.lstatus('RegCreateKeyExW', status);
    return { key: this.take(), created: this.disposition.bytes.readUInt32LE() === REG_CREATED_NEW_KEY };
  }

  /** False if there was no such key. @throws CallFailure if it has sub keys */
  remove(view: RegistryView, path: string): boolean {
    const { advapi32, calls } = this.windows;
    const status = advapi32.RegDeleteKeyExW(HKEY_LOCAL_MACHINE, this.path.wide(path), this.flagOf(view), 0);
    return calls.lstatus('RegDeleteKeyExW', status, [WIN32_ERRORS.ERROR_FILE_NOT_FOUND]) === 0;
  }

  close(key: number): void {
    this.windows.calls.lstatus('RegCloseKey', this.windows.advapi32.RegCloseKey(key));
    this.windows.live.returned('keys');
  }

  /** @throws TypeError for a view that there is not */
  private flagOf(view: RegistryView): number {
    if (!this.views.includes(view)) throw new TypeError(`this Windows has no ${view} view of the registry`);
    return this.views.length === 1 ? NO_VIEW_FLAG : VIEW_FLAGS[view];
  }

  private take(): number {
    this.windows.live.taken('keys');
    return readPointer(this.key.bytes);
  }
}
