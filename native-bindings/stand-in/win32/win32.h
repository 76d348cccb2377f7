/*
 * The part of the Win32 API that mapileak and its MAPI stand-in call, for Linux.
 *
 * Names, values, structure layouts and error codes are those of the Windows SDK headers named above each
 * group, so a caller needs no second set of declarations. What is not modelled fails with an error; nothing
 * pretends.
 */
#ifndef MAPILEAK_WIN32_H
#define MAPILEAK_WIN32_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#error "C11 only"
#endif

#define WINAPI
#define STDAPICALLTYPE
#define STDMETHODCALLTYPE
#define WIN32_EXPORT __attribute__((visibility("default")))

/* --- Types (minwindef.h, winnt.h, guiddef.h) ------------------------------------------------------------ */

typedef int32_t BOOL;
typedef uint8_t BYTE;
typedef uint16_t WORD;
typedef uint32_t DWORD, ULONG;
typedef int32_t LONG, HRESULT, LSTATUS;
typedef int64_t LONGLONG;
typedef size_t SIZE_T;
typedef uintptr_t ULONG_PTR;
typedef uint16_t WCHAR;
typedef WCHAR *LPWSTR;
typedef const WCHAR *LPCWSTR;
typedef void *LPVOID, *HANDLE, *PSID;
typedef const void *LPCVOID;
typedef DWORD *LPDWORD, *PDWORD;
typedef BYTE *LPBYTE;
typedef HANDLE *PHANDLE;
typedef struct HKEY__ *HKEY, **PHKEY;
typedef void *HMODULE;
typedef const char *LPCSTR;
typedef intptr_t(WINAPI *FARPROC)(void);
typedef DWORD REGSAM;

typedef struct {
  DWORD Data1;
  WORD Data2, Data3;
  BYTE Data4[8];
} GUID, IID;
typedef const IID *REFIID;
typedef struct {
  DWORD LowPart;
  LONG HighPart;
} LUID;
typedef union {
  struct {
    DWORD LowPart;
    LONG HighPart;
  };
  LONGLONG QuadPart;
} LARGE_INTEGER;
typedef struct {
  DWORD dwLowDateTime, dwHighDateTime;
} FILETIME;
typedef struct SECURITY_ATTRIBUTES SECURITY_ATTRIBUTES;
typedef void(WINAPI *PTIMERAPCROUTINE)(LPVOID argument, DWORD low, DWORD high);
typedef DWORD(WINAPI *LPTHREAD_START_ROUTINE)(LPVOID argument);

#define TRUE 1
#define FALSE 0
#define MAX_PATH 260
#define INFINITE 0xFFFFFFFFu
#define INVALID_HANDLE_VALUE ((HANDLE)(intptr_t)-1)

#define S_OK ((HRESULT)0)
#define FAILED(hr) ((HRESULT)(hr) < 0)

/* --- Error codes (winerror.h) --------------------------------------------------------------------------- */

#define ERROR_SUCCESS 0
#define ERROR_FILE_NOT_FOUND 2
#define ERROR_PATH_NOT_FOUND 3
#define ERROR_TOO_MANY_OPEN_FILES 4
#define ERROR_ACCESS_DENIED 5
#define ERROR_INVALID_HANDLE 6
#define ERROR_ARENA_TRASHED 7
#define ERROR_NOT_ENOUGH_MEMORY 8
#define ERROR_SHARING_VIOLATION 32
#define ERROR_NOT_SUPPORTED 50
#define ERROR_FILE_EXISTS 80
#define ERROR_INVALID_PARAMETER 87
#define ERROR_DISK_FULL 112
#define ERROR_INSUFFICIENT_BUFFER 122
#define ERROR_MOD_NOT_FOUND 126
#define ERROR_PROC_NOT_FOUND 127
#define ERROR_BAD_PATHNAME 161
#define ERROR_INVALID_ORDINAL 182
#define ERROR_ALREADY_EXISTS 183
#define ERROR_BAD_EXE_FORMAT 193
#define ERROR_ENVVAR_NOT_FOUND 203
#define ERROR_MORE_DATA 234
#define ERROR_NO_MORE_ITEMS 259
#define ERROR_NOT_OWNER 288
#define ERROR_INVALID_ADDRESS 487
#define ERROR_NOACCESS 998
#define ERROR_FILE_INVALID 1006
#define ERROR_NO_TOKEN 1008
#define ERROR_REGISTRY_CORRUPT 1015
#define ERROR_KEY_DELETED 1018
#define ERROR_MAPPED_ALIGNMENT 1132
#define ERROR_LOGON_FAILURE 1326
#define ERROR_ACCOUNT_DISABLED 1331
#define ERROR_BAD_IMPERSONATION_LEVEL 1346
#define ERROR_CANT_OPEN_ANONYMOUS 1347
#define ERROR_BAD_TOKEN_TYPE 1349

/* --- Process, threads, handles, errors (processthreadsapi.h, handleapi.h, errhandlingapi.h) ------------- */

WIN32_EXPORT HANDLE WINAPI GetCurrentProcess(void);
WIN32_EXPORT HANDLE WINAPI GetCurrentThread(void);
WIN32_EXPORT DWORD WINAPI GetCurrentProcessId(void);
WIN32_EXPORT DWORD WINAPI GetCurrentThreadId(void);
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x10000u

/** At once, without an id, and with a stack of a size to be reserved only. It is sent no signals. */
WIN32_EXPORT HANDLE WINAPI CreateThread(SECURITY_ATTRIBUTES *attributes, SIZE_T stackBytes,
                                        LPTHREAD_START_ROUTINE routine, LPVOID argument, DWORD flags,
                                        DWORD *id);
/** As on a 64-bit Windows: TRUE for a 32-bit process. */
WIN32_EXPORT BOOL WINAPI IsWow64Process(HANDLE process, BOOL *wow64);
WIN32_EXPORT DWORD WINAPI GetLastError(void);
WIN32_EXPORT void WINAPI SetLastError(DWORD code);
WIN32_EXPORT BOOL WINAPI CloseHandle(HANDLE handle);
/** Live handles of every kind: tokens, registry keys, files, mappings, timers, threads. Heaps are none. */
WIN32_EXPORT BOOL WINAPI GetProcessHandleCount(HANDLE process, DWORD *count);
WIN32_EXPORT DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR buffer, DWORD capacity);

/* --- Modules (libloaderapi.h) --------------------------------------------------------------------------- */

/** An absolute path, or the name of a file in the folder of this library. Errors 126 and 193 as on Windows. */
WIN32_EXPORT HMODULE WINAPI LoadLibraryW(LPCWSTR name);
/** Unloads with the last reference, that of a module that needs this one included. */
WIN32_EXPORT BOOL WINAPI FreeLibrary(HMODULE module);
/** The same names as for LoadLibraryW; NULL is the program. */
WIN32_EXPORT HMODULE WINAPI GetModuleHandleW(LPCWSTR name);
/** Exports by name only, of the module itself only. */
WIN32_EXPORT FARPROC WINAPI GetProcAddress(HMODULE module, LPCSTR name);

/* --- Waiting and locks (synchapi.h) --------------------------------------------------------------------- */

#define WAIT_OBJECT_0 0u
#define WAIT_TIMEOUT 258u
#define WAIT_FAILED 0xFFFFFFFFu

typedef struct {
  void *Ptr;
} SRWLOCK;
#define SRWLOCK_INIT \
  { NULL }

WIN32_EXPORT void WINAPI Sleep(DWORD milliseconds);
/** Milliseconds on a clock that only goes forward (sysinfoapi.h). */
WIN32_EXPORT uint64_t WINAPI GetTickCount64(void);
WIN32_EXPORT void WINAPI AcquireSRWLockExclusive(SRWLOCK *lock);
WIN32_EXPORT BYTE WINAPI TryAcquireSRWLockExclusive(SRWLOCK *lock);
WIN32_EXPORT void WINAPI ReleaseSRWLockExclusive(SRWLOCK *lock);
/** Unnamed timers only. */
WIN32_EXPORT HANDLE WINAPI CreateWaitableTimerW(SECURITY_ATTRIBUTES *attributes, BOOL manualReset,
                                                LPCWSTR name);
/** Relative due times (negative, in 100 ns) without period or callback only. */
WIN32_EXPORT BOOL WINAPI SetWaitableTimer(HANDLE timer, const LARGE_INTEGER *due, LONG period,
                                          PTIMERAPCROUTINE routine, LPVOID argument, BOOL resume);
/** Waits for timers, and for the end of threads. */
WIN32_EXPORT DWORD WINAPI WaitForSingleObject(HANDLE handle, DWORD milliseconds);

/* --- Heaps (heapapi.h) ---------------------------------------------------------------------------------- */

#define HEAP_NO_SERIALIZE 0x1u
#define HEAP_ZERO_MEMORY 0x8u

#define PROCESS_HEAP_REGION 0x1u
#define PROCESS_HEAP_UNCOMMITTED_RANGE 0x2u
#define PROCESS_HEAP_ENTRY_BUSY 0x4u

typedef struct {
  LPVOID lpData;
  DWORD cbData;
  BYTE cbOverhead;
  BYTE iRegionIndex;
  WORD wFlags;
  union {
    struct {
      HANDLE hMem;
      DWORD dwReserved[3];
    } Block;
    struct {
      DWORD dwCommittedSize, dwUnCommittedSize;
      LPVOID lpFirstBlock, lpLastBlock;
    } Region;
  };
} PROCESS_HEAP_ENTRY;

/** All sizes in bytes. */
typedef struct {
  DWORD cb; /* sizeof(HEAP_SUMMARY), given by the caller */
  SIZE_T cbAllocated, cbCommitted, cbReserved, cbMaxReserve;
} HEAP_SUMMARY;

WIN32_EXPORT HANDLE WINAPI HeapCreate(DWORD options, SIZE_T initialBytes, SIZE_T maximumBytes);
WIN32_EXPORT BOOL WINAPI HeapDestroy(HANDLE heap);
WIN32_EXPORT LPVOID WINAPI HeapAlloc(HANDLE heap, DWORD flags, SIZE_T bytes);
WIN32_EXPORT BOOL WINAPI HeapFree(HANDLE heap, DWORD flags, LPVOID memory);
WIN32_EXPORT SIZE_T WINAPI HeapSize(HANDLE heap, DWORD flags, LPCVOID memory);
WIN32_EXPORT HANDLE WINAPI GetProcessHeap(void);
WIN32_EXPORT DWORD WINAPI GetProcessHeaps(DWORD capacity, PHANDLE heaps);
WIN32_EXPORT BOOL WINAPI HeapLock(HANDLE heap);
WIN32_EXPORT BOOL WINAPI HeapUnlock(HANDLE heap);
WIN32_EXPORT BOOL WINAPI HeapWalk(HANDLE heap, PROCESS_HEAP_ENTRY *entry);
WIN32_EXPORT BOOL WINAPI HeapSummary(HANDLE heap, DWORD flags, HEAP_SUMMARY *summary);

/* --- Files and mappings (fileapi.h, memoryapi.h) -------------------------------------------------------- */

#define GENERIC_READ 0x80000000u
#define GENERIC_WRITE 0x40000000u
#define CREATE_NEW 1u
#define CREATE_ALWAYS 2u
#define OPEN_EXISTING 3u
#define OPEN_ALWAYS 4u
#define TRUNCATE_EXISTING 5u
#define PAGE_READONLY 0x02u
#define PAGE_READWRITE 0x04u
#define FILE_MAP_WRITE 0x2u
#define FILE_MAP_READ 0x4u
#define FILE_MAP_ALL_ACCESS 0xF001Fu

WIN32_EXPORT HANDLE WINAPI CreateFileW(LPCWSTR path, DWORD access, DWORD share,
                                       SECURITY_ATTRIBUTES *attributes, DWORD disposition, DWORD flags,
                                       HANDLE templateFile);
WIN32_EXPORT BOOL WINAPI DeleteFileW(LPCWSTR path);
/** Unnamed mappings of a file only. */
WIN32_EXPORT HANDLE WINAPI CreateFileMappingW(HANDLE file, SECURITY_ATTRIBUTES *attributes, DWORD protection,
                                              DWORD sizeHigh, DWORD sizeLow, LPCWSTR name);
WIN32_EXPORT LPVOID WINAPI MapViewOfFile(HANDLE mapping, DWORD access, DWORD offsetHigh, DWORD offsetLow,
                                         SIZE_T bytes);
WIN32_EXPORT BOOL WINAPI UnmapViewOfFile(LPCVOID view);

/* --- Tokens (winbase.h, securitybaseapi.h, winnt.h) ----------------------------------------------------- */

#define LOGON32_LOGON_INTERACTIVE 2u
#define LOGON32_LOGON_NETWORK 3u
#define LOGON32_LOGON_BATCH 4u
#define LOGON32_LOGON_SERVICE 5u
#define LOGON32_LOGON_UNLOCK 7u
#define LOGON32_LOGON_NETWORK_CLEARTEXT 8u
#define LOGON32_LOGON_NEW_CREDENTIALS 9u
#define LOGON32_PROVIDER_WINNT50 3u

#define TOKEN_DUPLICATE 0x2u
#define TOKEN_IMPERSONATE 0x4u
#define TOKEN_QUERY 0x8u
#define TOKEN_ALL_ACCESS 0xF01FFu

typedef int32_t TOKEN_TYPE;
enum { TokenPrimary = 1, TokenImpersonation = 2 };
typedef int32_t SECURITY_IMPERSONATION_LEVEL;
enum { SecurityAnonymous, SecurityIdentification, SecurityImpersonation, SecurityDelegation };
typedef int32_t TOKEN_INFORMATION_CLASS;
enum { TokenUser = 1, TokenType = 8, TokenImpersonationLevel = 9, TokenStatistics = 10 };

#define SID_REVISION 1
#define SECURITY_MAX_SID_SIZE 68
typedef struct {
  BYTE Value[6];
} SID_IDENTIFIER_AUTHORITY;
typedef struct {
  BYTE Revision;
  BYTE SubAuthorityCount;
  SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
  DWORD SubAuthority[1];
} SID;
typedef struct {
  PSID Sid;
  DWORD Attributes;
} SID_AND_ATTRIBUTES;
typedef struct {
  SID_AND_ATTRIBUTES User;
} TOKEN_USER;
typedef struct {
  LUID TokenId;
  LUID AuthenticationId;
  LARGE_INTEGER ExpirationTime;
  TOKEN_TYPE TokenType;
  SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
  DWORD DynamicCharged, DynamicAvailable, GroupCount, PrivilegeCount;
  LUID ModifiedId;
} TOKEN_STATISTICS;

WIN32_EXPORT BOOL WINAPI LogonUserW(LPCWSTR user, LPCWSTR domain, LPCWSTR password, DWORD type,
                                    DWORD provider, PHANDLE token);
WIN32_EXPORT BOOL WINAPI ImpersonateLoggedOnUser(HANDLE token);
WIN32_EXPORT BOOL WINAPI RevertToSelf(void);
WIN32_EXPORT BOOL WINAPI OpenProcessToken(HANDLE process, DWORD access, PHANDLE token);
WIN32_EXPORT BOOL WINAPI OpenThreadToken(HANDLE thread, DWORD access, BOOL openAsSelf, PHANDLE token);
WIN32_EXPORT BOOL WINAPI DuplicateTokenEx(HANDLE token, DWORD access, SECURITY_ATTRIBUTES *attributes,
                                          SECURITY_IMPERSONATION_LEVEL level, TOKEN_TYPE type,
                                          PHANDLE duplicate);
WIN32_EXPORT BOOL WINAPI SetThreadToken(PHANDLE thread, HANDLE token);
WIN32_EXPORT BOOL WINAPI GetTokenInformation(HANDLE token, TOKEN_INFORMATION_CLASS informationClass,
                                             LPVOID buffer, DWORD capacity, PDWORD needed);
WIN32_EXPORT DWORD WINAPI GetLengthSid(PSID sid);
WIN32_EXPORT BOOL WINAPI EqualSid(PSID left, PSID right);

/* --- Registry (winreg.h, winnt.h) ----------------------------------------------------------------------- */

#define HKEY_CLASSES_ROOT ((HKEY)(intptr_t)(int32_t)0x80000000)
#define HKEY_CURRENT_USER ((HKEY)(intptr_t)(int32_t)0x80000001)
#define HKEY_LOCAL_MACHINE ((HKEY)(intptr_t)(int32_t)0x80000002)
#define HKEY_USERS ((HKEY)(intptr_t)(int32_t)0x80000003)

#define KEY_QUERY_VALUE 0x1u
#define KEY_SET_VALUE 0x2u
#define KEY_CREATE_SUB_KEY 0x4u
#define KEY_ENUMERATE_SUB_KEYS 0x8u
#define KEY_WOW64_64KEY 0x100u
#define KEY_WOW64_32KEY 0x200u
#define KEY_READ 0x20019u
#define KEY_WRITE 0x20006u
#define KEY_ALL_ACCESS 0xF003Fu
#define MAXIMUM_ALLOWED 0x02000000u
#define GENERIC_ALL 0x10000000u

#define REG_NONE 0u
#define REG_SZ 1u
#define REG_EXPAND_SZ 2u
#define REG_BINARY 3u
#define REG_DWORD 4u
#define REG_CREATED_NEW_KEY 1u
#define REG_OPENED_EXISTING_KEY 2u

WIN32_EXPORT LSTATUS WINAPI RegCreateKeyExW(HKEY key, LPCWSTR path, DWORD reserved, LPWSTR keyClass,
                                            DWORD options, REGSAM access,
                                            const SECURITY_ATTRIBUTES *attributes, PHKEY result,
                                            LPDWORD disposition);
WIN32_EXPORT LSTATUS WINAPI RegOpenKeyExW(HKEY key, LPCWSTR path, DWORD options, REGSAM access, PHKEY result);
WIN32_EXPORT LSTATUS WINAPI RegCloseKey(HKEY key);
WIN32_EXPORT LSTATUS WINAPI RegFlushKey(HKEY key);
WIN32_EXPORT LSTATUS WINAPI RegQueryValueExW(HKEY key, LPCWSTR name, LPDWORD reserved, LPDWORD type,
                                             LPBYTE data, LPDWORD bytes);
WIN32_EXPORT LSTATUS WINAPI RegSetValueExW(HKEY key, LPCWSTR name, DWORD reserved, DWORD type,
                                           const BYTE *data, DWORD bytes);
WIN32_EXPORT LSTATUS WINAPI RegDeleteValueW(HKEY key, LPCWSTR name);
WIN32_EXPORT LSTATUS WINAPI RegDeleteKeyExW(HKEY key, LPCWSTR path, REGSAM view, DWORD reserved);
WIN32_EXPORT LSTATUS WINAPI RegQueryInfoKeyW(HKEY key, LPWSTR keyClass, LPDWORD classLength, LPDWORD reserved,
                                             LPDWORD subkeys, LPDWORD longestSubkey, LPDWORD longestClass,
                                             LPDWORD values, LPDWORD longestValueName, LPDWORD longestValue,
                                             LPDWORD securityDescriptor, FILETIME *lastWrite);
WIN32_EXPORT LSTATUS WINAPI RegEnumKeyExW(HKEY key, DWORD index, LPWSTR name, LPDWORD nameLength,
                                          LPDWORD reserved, LPWSTR keyClass, LPDWORD classLength,
                                          FILETIME *lastWrite);
WIN32_EXPORT LSTATUS WINAPI RegEnumValueW(HKEY key, DWORD index, LPWSTR name, LPDWORD nameLength,
                                          LPDWORD reserved, LPDWORD type, LPBYTE data, LPDWORD bytes);

#if UINTPTR_MAX == UINT64_MAX
static_assert(sizeof(PROCESS_HEAP_ENTRY) == 40, "PROCESS_HEAP_ENTRY of 64-bit Windows");
static_assert(sizeof(HEAP_SUMMARY) == 40, "HEAP_SUMMARY of 64-bit Windows");
static_assert(sizeof(TOKEN_USER) == 16, "TOKEN_USER of 64-bit Windows");
#endif
static_assert(sizeof(TOKEN_STATISTICS) == 56, "TOKEN_STATISTICS");

#endif
