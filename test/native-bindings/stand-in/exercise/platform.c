/* Errors, handles, environment, timers, locks, files and mappings. */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exercise.h"

static void *read_other_error(void *unused) {
  (void)unused;
  return (void *)(uintptr_t)GetLastError();
}

static void handles(void) {
  pthread_t thread;
  void *result;
  SetLastError(1234);
  pthread_create(&thread, NULL, read_other_error, NULL);
  pthread_join(thread, &result);
  CHECK(GetLastError() == 1234 && result == NULL, "the last error belongs to a thread");

  CHECK(GetCurrentProcess() == (HANDLE)(intptr_t)-1 && GetCurrentThread() == (HANDLE)(intptr_t)-2,
        "the pseudo handles are -1 and -2");
  CHECK(GetCurrentProcessId() == (DWORD)getpid(), "the process id is the system's");
  BOOL wow64 = 7;
  CHECK(IsWow64Process(GetCurrentProcess(), &wow64) && wow64 == (sizeof(void *) == 4),
        "it plays a 64-bit Windows");
  CHECK(!IsWow64Process(NULL, &wow64) && GetLastError() == ERROR_INVALID_HANDLE,
        "this process alone is known");
  CHECK(CloseHandle(GetCurrentProcess()), "closing a pseudo handle is allowed");
  CHECK(handle_count() == 0, "a process starts without handles");

  HANDLE token;
  HKEY key;
  OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token);
  RegOpenKeyExW(HKEY_LOCAL_MACHINE, NULL, 0, KEY_READ, &key);
  HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
  CHECK(handle_count() == 3, "tokens, keys and timers are counted");
  CHECK((uintptr_t)token % 4 == 0 && token, "a handle is a multiple of four");
  CHECK(RegCloseKey((HKEY)token) == ERROR_INVALID_HANDLE, "a token is not a key");
  CHECK(!ImpersonateLoggedOnUser(timer) && GetLastError() == ERROR_INVALID_HANDLE, "a timer is not a token");
  CHECK(CloseHandle(token) && CloseHandle(timer) && RegCloseKey(key) == ERROR_SUCCESS, "all are closed");
  CHECK(!CloseHandle(token) && GetLastError() == ERROR_INVALID_HANDLE, "closing twice fails with 6");
  CHECK(!CloseHandle(NULL) && !CloseHandle((HANDLE)3) && !CloseHandle((HANDLE)0x7FFFFFFC),
        "values that never were handles cannot be closed");
  CHECK(handle_count() == 0, "and none is left");
  CHECK(!GetProcessHandleCount((HANDLE)4, &(DWORD){0}) && GetLastError() == ERROR_INVALID_HANDLE,
        "the handles of other processes cannot be counted");

  enum { MANY = 5000 };
  static HANDLE many[MANY];
  bool right = true;
  for (size_t i = 0; i < MANY; i++) right &= OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &many[i]);
  CHECK(right && handle_count() == MANY, "%d handles can be open", MANY);
  for (size_t i = 0; i < MANY; i++) right &= CloseHandle(many[i]);
  CHECK(right && handle_count() == 0, "and closed");
}

static void environment(void) {
  WCHAR text[8];
  setenv("EXERCISE", "h\xC3\xA9\xF0\x9F\x98\x80", 1);
  CHECK(GetEnvironmentVariableW(u"EXERCISE", text, 8) == 4 && memcmp(text, u"h\u00E9\U0001F600", 10) == 0,
        "a variable is read as UTF-16");
  CHECK(GetEnvironmentVariableW(u"EXERCISE", text, 4) == 5, "a short buffer learns the room it needs");
  CHECK(GetEnvironmentVariableW(u"EXERCISE", text, 5) == 4, "which is enough");
  unsetenv("EXERCISE");
  CHECK(GetEnvironmentVariableW(u"EXERCISE", text, 8) == 0 && GetLastError() == ERROR_ENVVAR_NOT_FOUND,
        "a missing variable is error 203");
}

static void timers(void) {
  HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
  LARGE_INTEGER due = {.QuadPart = -20000};
  int64_t start = now_us();
  CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE), "a timer is set to 2 ms");
  CHECK(WaitForSingleObject(timer, INFINITE) == WAIT_OBJECT_0 && now_us() - start >= 2000,
        "waiting for it takes no less");
  CHECK(WaitForSingleObject(timer, 1) == WAIT_TIMEOUT, "it fires once");
  CHECK(WaitForSingleObject((HANDLE)400, 0) == WAIT_FAILED && GetLastError() == ERROR_INVALID_HANDLE,
        "waiting for no handle fails with 6");
  CHECK(!SetWaitableTimer(timer, &due, 5, NULL, NULL, FALSE) && GetLastError() == ERROR_NOT_SUPPORTED,
        "periodic timers are refused with 50");
  CHECK(!CreateWaitableTimerW(NULL, FALSE, u"name"), "so are named ones");
  CloseHandle(timer);
  HANDLE manual = CreateWaitableTimerW(NULL, TRUE, NULL);
  due.QuadPart = 0;
  SetWaitableTimer(manual, &due, 0, NULL, NULL, FALSE);
  CHECK(WaitForSingleObject(manual, 0) == WAIT_OBJECT_0 && WaitForSingleObject(manual, 0) == WAIT_OBJECT_0,
        "a manual timer stays set");
  CloseHandle(manual);
  start = now_us();
  Sleep(3);
  CHECK(now_us() - start >= 3000, "Sleep takes no less than it was told");
  Sleep(0);
}

static DWORD WINAPI work(void *argument) {
  *(int *)argument += 1;
  return 0;
}

static DWORD WINAPI wait_for(void *timer) {
  WaitForSingleObject(timer, INFINITE);
  return 0;
}

static HANDLE start(LPTHREAD_START_ROUTINE routine, void *argument) {
  return CreateThread(NULL, 262144, routine, argument, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
}

static void threads(void) {
  int done = 0;
  for (int i = 0; i < 50; i++) {
    HANDLE thread = start(work, &done);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
  }
  CHECK(done == 50, "each thread has done its work when waiting for it ends");
  HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
  HANDLE thread = start(wait_for, timer);
  CHECK(WaitForSingleObject(thread, 1) == WAIT_TIMEOUT, "one that waits itself has not ended");
  LARGE_INTEGER due = {.QuadPart = 0};
  SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE);
  CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0, "until it need not");
  CHECK(WaitForSingleObject(thread, 0) == WAIT_OBJECT_0, "a thread that has ended stays so");
  CloseHandle(thread);
  thread = start(wait_for, timer);
  CHECK(CloseHandle(thread), "a thread outlives its handle");
  CHECK(!CreateThread(NULL, 0, work, &done, 4, NULL) && GetLastError() == ERROR_NOT_SUPPORTED,
        "suspended ones are refused with 50");
  CHECK(!start(NULL, NULL) && GetLastError() == ERROR_INVALID_PARAMETER,
        "so are those with nothing to do, with 87");
  while (thread_count() > 1) Sleep(1);
  CloseHandle(timer);
  CHECK(handle_count() == 0, "no handle is left");
}

static void ticks(void) {
  uint64_t before = GetTickCount64();
  Sleep(5);
  CHECK(GetTickCount64() - before >= 4, "ticks are milliseconds");
}

static SRWLOCK lock = SRWLOCK_INIT;
static volatile long guarded;

static void *count_guarded(void *unused) {
  for (int i = 0; i < 50000; i++) {
    AcquireSRWLockExclusive(&lock);
    long seen = guarded;
    if (i % 16 == 0) sched_yield(); /* lets another thread in, if the lock does */
    guarded = seen + 1;
    ReleaseSRWLockExclusive(&lock);
  }
  return unused;
}

static void *try_lock(void *unused) {
  (void)unused;
  return (void *)(uintptr_t)TryAcquireSRWLockExclusive(&lock);
}

static void locks(void) {
  pthread_t crowd[4];
  void *got;
  AcquireSRWLockExclusive(&lock);
  pthread_create(&crowd[0], NULL, try_lock, NULL);
  pthread_join(crowd[0], &got);
  CHECK(!got, "a held lock is not given to another thread");
  ReleaseSRWLockExclusive(&lock);
  CHECK(TryAcquireSRWLockExclusive(&lock), "a free one is");
  ReleaseSRWLockExclusive(&lock);
  for (size_t i = 0; i < 4; i++) pthread_create(&crowd[i], NULL, count_guarded, NULL);
  for (size_t i = 0; i < 4; i++) pthread_join(crowd[i], NULL);
  CHECK(guarded == 200000, "no update under a lock is lost");
}

static void in_folder(WCHAR *path, const char *name) {
  const char *folder = getenv("EXERCISE_FOLDER");
  while (*folder) *path++ = (WCHAR)*folder++;
  *path++ = '/';
  while (*name) *path++ = (WCHAR)*name++;
  *path = 0;
}

#define SHARE_WITH_ALL 3u /* FILE_SHARE_READ | FILE_SHARE_WRITE */

static HANDLE open_file(const WCHAR *path, DWORD access, DWORD disposition) {
  return CreateFileW(path, access, SHARE_WITH_ALL, NULL, disposition, 0, NULL);
}

static void exclusive_files(void) {
  const DWORD both = GENERIC_READ | GENERIC_WRITE;
  WCHAR path[512];
  in_folder(path, "lock");
  HANDLE alone = CreateFileW(path, both, 0, NULL, OPEN_ALWAYS, 0, NULL);
  CHECK(alone != INVALID_HANDLE_VALUE, "a file can be shared with nobody");
  CHECK(CreateFileW(path, both, 0, NULL, OPEN_ALWAYS, 0, NULL) == INVALID_HANDLE_VALUE &&
            GetLastError() == ERROR_SHARING_VIOLATION,
        "then it cannot be opened again, error 32");
  CHECK(open_file(path, both, OPEN_EXISTING) == INVALID_HANDLE_VALUE &&
            GetLastError() == ERROR_SHARING_VIOLATION,
        "nor by one who would share it");
  CHECK(CloseHandle(alone), "until it is closed");
  HANDLE first = open_file(path, both, OPEN_EXISTING);
  HANDLE second = open_file(path, both, OPEN_EXISTING);
  CHECK(first != INVALID_HANDLE_VALUE && second != INVALID_HANDLE_VALUE, "those who share it may be several");
  CHECK(CreateFileW(path, both, 0, NULL, OPEN_ALWAYS, 0, NULL) == INVALID_HANDLE_VALUE &&
            GetLastError() == ERROR_SHARING_VIOLATION,
        "and keep out one who does not");
  CHECK(CloseHandle(first) && CloseHandle(second) && handle_count() == 0, "no handle is left");
}

static void mapped_files(void) {
  const DWORD both = GENERIC_READ | GENERIC_WRITE;
  WCHAR path[512];
  in_folder(path, "record");
  CHECK(
      open_file(path, both, OPEN_EXISTING) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_NOT_FOUND,
      "a missing file is error 2");
  HANDLE file = open_file(path, both, OPEN_ALWAYS);
  CHECK(file != INVALID_HANDLE_VALUE && GetLastError() == ERROR_SUCCESS, "OPEN_ALWAYS makes a file");
  CHECK(!CreateFileMappingW(file, NULL, PAGE_READWRITE, 0, 0, NULL) && GetLastError() == ERROR_FILE_INVALID,
        "an empty file cannot be mapped whole, error 1006");
  HANDLE mapping = CreateFileMappingW(file, NULL, PAGE_READWRITE, 0, 4096, NULL);
  char *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
  CHECK(mapping && view, "a mapping of a given size grows the file");
  strcpy(view, "flight recorder");
  CHECK(CloseHandle(file) && CloseHandle(mapping), "its handles may be closed before the view");
  view[4095] = '!';

  file = open_file(path, GENERIC_READ, OPEN_ALWAYS);
  CHECK(file != INVALID_HANDLE_VALUE && GetLastError() == ERROR_ALREADY_EXISTS, "opening it again says 183");
  CHECK(!CreateFileMappingW(file, NULL, PAGE_READWRITE, 0, 0, NULL) && GetLastError() == ERROR_ACCESS_DENIED,
        "a file opened for reading cannot be mapped for writing");
  HANDLE reading = CreateFileMappingW(file, NULL, PAGE_READONLY, 0, 0, NULL);
  const char *copy = MapViewOfFile(reading, FILE_MAP_READ, 0, 0, 0);
  CHECK(copy && strcmp(copy, "flight recorder") == 0 && copy[4095] == '!', "what was written is in the file");
  CHECK(!MapViewOfFile(reading, FILE_MAP_WRITE, 0, 0, 0) && GetLastError() == ERROR_ACCESS_DENIED,
        "a mapping for reading gives no view for writing");
  CHECK(!MapViewOfFile(reading, FILE_MAP_READ, 0, 1, 0) && GetLastError() == ERROR_MAPPED_ALIGNMENT,
        "views start at multiples of 64 KiB, error 1132");
  CHECK(!MapViewOfFile(reading, FILE_MAP_READ, 0, 0, 4097), "a view is not longer than the file");
  CHECK(!CreateFileMappingW(file, NULL, PAGE_READONLY, 0, 8192, NULL),
        "a read-only mapping does not grow it");
  CHECK(!CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 10, NULL) &&
            GetLastError() == ERROR_NOT_SUPPORTED,
        "mappings without a file are refused with 50");
  CHECK(UnmapViewOfFile(copy) && UnmapViewOfFile(view), "views are unmapped");
  CHECK(!UnmapViewOfFile(view) && GetLastError() == ERROR_INVALID_ADDRESS, "but not twice, error 487");
  CloseHandle(reading);
  CloseHandle(file);

  CHECK(open_file(path, both, CREATE_NEW) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_FILE_EXISTS,
        "CREATE_NEW of an existing file is error 80");
  CHECK(open_file(path, both, 9) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_INVALID_PARAMETER,
        "an unknown disposition is error 87");
  CHECK(handle_count() == 0, "no handle is left");
}

const struct suite platform_suites[] = {
    {"platform: handles", handles},
    {"platform: environment", environment},
    {"platform: timers", timers},
    {"platform: locks", locks},
    {"platform: mapped files", mapped_files},
    {"platform: exclusive files", exclusive_files},
    {"platform: threads", threads},
    {"platform: ticks", ticks},
    {0},
};
