import { stdcall } from '../ffi/signature.ts';

/** The part of kernel32 that is called (Windows SDK headers; HANDLE, SIZE_T and pointers are `pointer`). */
export const KERNEL32 = {
  GetCurrentProcess: stdcall('pointer'),
  GetCurrentThread: stdcall('pointer'),
  /** process, out BOOL */
  IsWow64Process: stdcall('i32', 'pointer', 'pointer'),
  GetLastError: stdcall('u32'),
  CloseHandle: stdcall('i32', 'pointer'),
  GetProcessHandleCount: stdcall('i32', 'pointer', 'pointer'),
  GetProcessHeaps: stdcall('u32', 'u32', 'pointer'),
  GetProcessHeap: stdcall('pointer'),
  /** heap, flags, bytes */
  HeapAlloc: stdcall('pointer', 'pointer', 'u32', 'pointer'),
  /** heap, flags, block */
  HeapFree: stdcall('i32', 'pointer', 'u32', 'pointer'),
  HeapLock: stdcall('i32', 'pointer'),
  HeapUnlock: stdcall('i32', 'pointer'),
  HeapWalk: stdcall('i32', 'pointer', 'pointer'),
  /** name, access, sharing, security, disposition, attributes, template */
  CreateFileW: stdcall('pointer', 'pointer', 'u32', 'u32', 'pointer', 'u32', 'u32', 'pointer'),
  /** file, security, protection, size high, size low, name */
  CreateFileMappingW: stdcall('pointer', 'pointer', 'pointer', 'u32', 'u32', 'u32', 'pointer'),
  /** mapping, access, offset high, offset low, bytes */
  MapViewOfFile: stdcall('pointer', 'pointer', 'u32', 'u32', 'u32', 'pointer'),
  UnmapViewOfFile: stdcall('i32', 'pointer'),
} as const;

/** Loading and freeing of libraries (libloaderapi.h), by which a module's handle is its address. */
export const KERNEL32_MODULES = {
  LoadLibraryW: stdcall('pointer', 'pointer'),
  /** module, export name (ANSI) */
  GetProcAddress: stdcall('pointer', 'pointer', 'pointer'),
  FreeLibrary: stdcall('i32', 'pointer'),
} as const;

/**
 * What only Windows itself has: libwin32 has no counterpart, since Linux says the same in /proc. All are exports of
 * kernel32 since Windows 7 (psapi.h: PSAPI_VERSION 2).
 */
export const KERNEL32_ON_WINDOWS = {
  /** process, out modules, their bytes, out needed bytes */
  K32EnumProcessModules: stdcall('i32', 'pointer', 'pointer', 'u32', 'pointer'),
  /** module, out path, its characters */
  GetModuleFileNameW: stdcall('u32', 'pointer', 'pointer', 'u32'),
  /** file, reserved, flags */
  LoadLibraryExW: stdcall('pointer', 'pointer', 'pointer', 'u32'),
  GetCurrentProcessId: stdcall('u32'),
  /** process, out PROCESS_MEMORY_COUNTERS_EX, its bytes */
  K32GetProcessMemoryInfo: stdcall('i32', 'pointer', 'pointer', 'u32'),
  /** address, out MEMORY_BASIC_INFORMATION, its bytes */
  VirtualQuery: stdcall('pointer', 'pointer', 'pointer', 'pointer'),
  /** what, process */
  CreateToolhelp32Snapshot: stdcall('pointer', 'u32', 'u32'),
  /** snapshot, in/out THREADENTRY32 */
  Thread32First: stdcall('i32', 'pointer', 'pointer'),
  Thread32Next: stdcall('i32', 'pointer', 'pointer'),
} as const;

/** The environment of this process (processenv.h); libwin32 has none of its own. */
export const KERNEL32_ENVIRONMENT = {
  /** name, out value, its characters */
  GetEnvironmentVariableW: stdcall('u32', 'pointer', 'pointer', 'u32'),
  /** name, value */
  SetEnvironmentVariableW: stdcall('i32', 'pointer', 'pointer'),
} as const;

/** Looking at a process that is not this one (processthreadsapi.h, winbase.h, tlhelp32.h). */
export const KERNEL32_OTHER_PROCESSES = {
  /** access, whether children inherit the handle, process number */
  OpenProcess: stdcall('pointer', 'u32', 'i32', 'u32'),
  GetProcessId: stdcall('u32', 'pointer'),
  /** handle, milliseconds */
  WaitForSingleObject: stdcall('u32', 'pointer', 'u32'),
  /** process, out code */
  GetExitCodeProcess: stdcall('i32', 'pointer', 'pointer'),
  /** process, out FILETIME of its creation, of its end, in the kernel, outside it */
  GetProcessTimes: stdcall('i32', 'pointer', 'pointer', 'pointer', 'pointer', 'pointer'),
  /** process, 0 for a path of Win32, out path, in/out its characters */
  QueryFullProcessImageNameW: stdcall('i32', 'pointer', 'u32', 'pointer', 'pointer'),
  /** snapshot, in/out MODULEENTRY32W */
  Module32FirstW: stdcall('i32', 'pointer', 'pointer'),
  Module32NextW: stdcall('i32', 'pointer', 'pointer'),
} as const;

/** The part of ntdll that is called (winternl.h). */
export const NTDLL = {
  /** process, class, out buffer, its bytes, out needed bytes */
  NtQueryInformationProcess: stdcall('i32', 'pointer', 'i32', 'pointer', 'u32', 'pointer'),
} as const;

/**
 * Exports of kernel32 that not every Windows has: each is bound by itself, where it is there. HeapSummary is
 * documented since Windows build 20348; libwin32 has it.
 */
export const KERNEL32_OF_SOME_WINDOWS = {
  /** heap, flags, in/out HEAP_SUMMARY */
  HeapSummary: stdcall('i32', 'pointer', 'u32', 'pointer'),
  /** address, bytes; an HRESULT (werapi.h) */
  WerRegisterExcludedMemoryBlock: stdcall('i32', 'pointer', 'u32'),
} as const;

/** The part of user32 that is called. */
export const USER32 = {
  /** process, GR_GDIOBJECTS 0 or GR_USEROBJECTS 1 */
  GetGuiResources: stdcall('u32', 'pointer', 'u32'),
} as const;

/** The part of advapi32 that is called: tokens, then the registry. */
export const ADVAPI32 = {
  /** user, domain, password, logon type, logon provider, out token */
  LogonUserW: stdcall('i32', 'pointer', 'pointer', 'pointer', 'u32', 'u32', 'pointer'),
  ImpersonateLoggedOnUser: stdcall('i32', 'pointer'),
  RevertToSelf: stdcall('i32'),
  /** process, access, out token */
  OpenProcessToken: stdcall('i32', 'pointer', 'u32', 'pointer'),
  /** thread, access, open as self, out token */
  OpenThreadToken: stdcall('i32', 'pointer', 'u32', 'i32', 'pointer'),
  /** token, access, security, impersonation level, token type, out token */
  DuplicateTokenEx: stdcall('i32', 'pointer', 'u32', 'pointer', 'i32', 'i32', 'pointer'),
  /** token, class, buffer, its bytes, out needed bytes */
  GetTokenInformation: stdcall('i32', 'pointer', 'i32', 'pointer', 'u32', 'pointer'),
  GetLengthSid: stdcall('u32', 'pointer'),

  /** key, sub key, reserved, class, options, access, security, out key, out disposition */
  RegCreateKeyExW: stdcall(
    'i32',
    'pointer',
    'pointer',
    'u32',
    'pointer',
    'u32',
    'u32',
    'pointer',
    'pointer',
    'pointer',
  ),
  /** key, sub key, options, access, out key */
  RegOpenKeyExW: stdcall('i32', 'pointer', 'pointer', 'u32', 'u32', 'pointer'),
  /** key, name, reserved, out type, data, in/out bytes */
  RegQueryValueExW: stdcall('i32', 'pointer', 'pointer', 'pointer', 'pointer', 'pointer', 'pointer'),
  /** key, name, reserved, type, data, bytes */
  RegSetValueExW: stdcall('i32', 'pointer', 'pointer', 'u32', 'u32', 'pointer', 'u32'),
  RegDeleteValueW: stdcall('i32', 'pointer', 'pointer'),
  RegFlushKey: stdcall('i32', 'pointer'),
  /** key, sub key, view, reserved */
  RegDeleteKeyExW: stdcall('i32', 'pointer', 'pointer', 'u32', 'u32'),
  /**
   * key, class and its size, reserved, out sub keys, longest sub key, longest class, out values, longest name,
   * longest data, security, last write
   */
  RegQueryInfoKeyW: stdcall(
    'i32',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
  ),
  /** key, index, out name, in/out its characters, reserved, class and its size, last write */
  RegEnumKeyExW: stdcall(
    'i32',
    'pointer',
    'u32',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
  ),
  /** key, index, out name, in/out its characters, reserved, out type, data, in/out bytes */
  RegEnumValueW: stdcall(
    'i32',
    'pointer',
    'u32',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
    'pointer',
  ),
  RegCloseKey: stdcall('i32', 'pointer'),
} as const;

/** What only Windows itself has of advapi32: libwin32's users have neither groups nor privileges. */
export const ADVAPI32_ON_WINDOWS = {
  /** system, LUID, out name, in/out its characters */
  LookupPrivilegeNameW: stdcall('i32', 'pointer', 'pointer', 'pointer', 'pointer'),
  /** token, SID, out BOOL */
  CheckTokenMembership: stdcall('i32', 'pointer', 'pointer', 'pointer'),
} as const;

/** Access rights of files (sddl.h, aclapi.h, securitybaseapi.h). */
export const ADVAPI32_SECURITY = {
  /** SDDL, its revision, out descriptor for LocalFree, out its bytes */
  ConvertStringSecurityDescriptorToSecurityDescriptorW: stdcall(
    'i32',
    'pointer',
    'u32',
    'pointer',
    'pointer',
  ),
  /** descriptor, revision of SDDL, which parts, out SDDL for LocalFree, out its characters */
  ConvertSecurityDescriptorToStringSecurityDescriptorW: stdcall(
    'i32',
    'pointer',
    'u32',
    'u32',
    'pointer',
    'pointer',
  ),
  /** path, which parts, out descriptor, its bytes, out needed bytes */
  GetFileSecurityW: stdcall('i32', 'pointer', 'u32', 'pointer', 'u32', 'pointer'),
  /** path, which parts, descriptor */
  SetFileSecurityW: stdcall('i32', 'pointer', 'u32', 'pointer'),
} as const;

/** What others have allocated for us (winbase.h). */
export const KERNEL32_LOCAL = {
  LocalFree: stdcall('pointer', 'pointer'),
} as const;
