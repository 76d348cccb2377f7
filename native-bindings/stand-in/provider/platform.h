#ifndef MAPILEAK_PROVIDER_PLATFORM_H
#define MAPILEAK_PROVIDER_PLATFORM_H

#include <assert.h>
#include <stdbool.h>

/* The only header that knows which platform this is. A DLL exports by its .def file, undecorated. */
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#define MAPI_EXPORT
static inline bool process_runs(DWORD id) {
  HANDLE process = OpenProcess(SYNCHRONIZE, FALSE, id);
  if (!process) return GetLastError() != ERROR_INVALID_PARAMETER;
  bool runs = WaitForSingleObject(process, 0) == WAIT_TIMEOUT;
  CloseHandle(process);
  return runs;
}
/*
 * Ends a thread where it is, for when a library is unloaded: no thread can end by itself then, as it would
 * wait for the loader's lock, whose owner waits for it. False where threads can.
 */
static inline bool end_by_force(HANDLE thread) {
  TerminateThread(thread, 0);
  WaitForSingleObject(thread, INFINITE);
  return true;
}
/* Where files of profiles lie by default: where a variable says, else in a fixed folder. */
#define PROFILE_FOLDER_VARIABLE u"WINDIR"
#define PROFILE_FOLDER u"C:\\Windows"
/* Calls a function when the library is unloaded while the process goes on. */
#define ON_UNLOAD(function)                                                 \
  BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *process_ends);  \
  BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *process_ends) { \
    (void)module;                                                           \
    if (reason == DLL_PROCESS_DETACH && !process_ends) function();          \
    return TRUE;                                                            \
  }                                                                         \
  static_assert(1, "for the semicolon")
#else
#include <stdio.h>

#include "../win32/win32.h"
#define MAPI_EXPORT __attribute__((visibility("default")))
static inline bool process_runs(DWORD id) {
  char path[32];
  snprintf(path, sizeof path, "/proc/%u/stat", (unsigned)id);
  FILE *process = fopen(path, "r");
  if (process) fclose(process);
  return process != NULL;
}
static inline bool end_by_force(HANDLE thread) { return thread == NULL; }
#define PROFILE_FOLDER_VARIABLE u"TMPDIR"
#define PROFILE_FOLDER u"/tmp"
/* Also at the end of the process, where nobody can tell. */
#define ON_UNLOAD(function)                                              \
  __attribute__((destructor)) static void unloaded(void) { function(); } \
  static_assert(1, "for the semicolon")
#endif

#endif
