/* Modules: found, looked into, counted and really unloaded. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exercise.h"

/* A path in the folder of this suite, as UTF-8 and as UTF-16; ASCII only. */
struct path {
  char narrow[512];
  WCHAR wide[512];
};

static struct path in_folder(const char *name) {
  struct path path;
  snprintf(path.narrow, sizeof path.narrow, "%s/%s", getenv("EXERCISE_FOLDER"), name);
  size_t length = strlen(path.narrow);
  for (size_t i = 0; i <= length; i++) path.wide[i] = (WCHAR)path.narrow[i];
  return path;
}

/* A copy of the provider's library, which this program itself holds, or of its first bytes. */
static struct path copy_of_provider(const char *name, long limit) {
  struct path path = in_folder(name);
  Dl_info info;
  dladdr((void *)(uintptr_t)MapileakStandInIdentity, &info);
  FILE *from = fopen(info.dli_fname, "rb");
  FILE *to = fopen(path.narrow, "wb");
  for (int byte; limit-- != 0 && (byte = getc(from)) != EOF;) putc(byte, to);
  fclose(from);
  fclose(to);
  return path;
}

static bool failed_with(const void *result, DWORD code) { return !result && GetLastError() == code; }

static void loading(void) {
  struct path copy = copy_of_provider("copy.so", -1);
  CHECK(failed_with(GetModuleHandleW(copy.wide), ERROR_MOD_NOT_FOUND), "what is not loaded has no handle");
  HMODULE module = LoadLibraryW(copy.wide);
  CHECK(module, "a library is loaded by its path");
  CHECK(GetModuleHandleW(copy.wide) == module, "then it has a handle");
  Dl_info info;
  FARPROC identity = GetProcAddress(module, "MapileakStandInIdentity");
  CHECK(identity && dladdr((void *)(uintptr_t)identity, &info) && info.dli_fbase == module,
        "the handle is the address it is loaded at");
  CHECK((uintptr_t)identity != (uintptr_t)MapileakStandInIdentity, "a copy of a library is another library");
  const char *(*call)(void) = (const char *(*)(void))(uintptr_t)identity;
  CHECK(strcmp(call(), "mapileak stand-in 1") == 0, "an export can be called");

  CHECK(LoadLibraryW(copy.wide) == module, "loading it again gives the same handle");
  CHECK(FreeLibrary(module) && GetModuleHandleW(copy.wide) == module,
        "one of two loads given back, it stays");
  CHECK(FreeLibrary(module) && !GetModuleHandleW(copy.wide), "the last one given back, it is unloaded");
  CHECK(!FreeLibrary(module) && GetLastError() == ERROR_MOD_NOT_FOUND, "and cannot be given back again");
  CHECK(!GetProcAddress(module, "MAPILogonEx") && GetLastError() == ERROR_MOD_NOT_FOUND,
        "nor be looked into, error 126");

  HMODULE win32 = LoadLibraryW(u"libwin32.so");
  CHECK(win32 && GetProcAddress(win32, "HeapCreate") == (FARPROC)(uintptr_t)HeapCreate,
        "a name without a folder is looked for beside libwin32.so");
  CHECK(GetModuleHandleW(u"libmapi32.so") && !LoadLibraryW(u"libnothing.so"), "and only there");
  CHECK(FreeLibrary(win32) && GetModuleHandleW(u"libwin32.so") == win32, "what others need stays loaded");
  CHECK(GetModuleHandleW(NULL) && GetModuleHandleW(NULL) != win32, "the program has a handle too");
}

static void load_errors(void) {
  CHECK(failed_with(LoadLibraryW(in_folder("missing.so").wide), ERROR_MOD_NOT_FOUND),
        "a missing file is error 126");
  CHECK(failed_with(LoadLibraryW(u""), ERROR_MOD_NOT_FOUND) &&
            failed_with(LoadLibraryW(u"./libwin32.so"), ERROR_MOD_NOT_FOUND),
        "so are an empty name and a relative path");
  CHECK(failed_with(LoadLibraryW(NULL), ERROR_INVALID_PARAMETER), "no name is error 87");
  struct path path = in_folder("text.so");
  FILE *text = fopen(path.narrow, "wb");
  fprintf(text, "This is no library, and long enough to hold the header of one, were it one at all.\n");
  fclose(text);
  CHECK(failed_with(LoadLibraryW(path.wide), ERROR_BAD_EXE_FORMAT), "a text file is error 193");
  CHECK(failed_with(LoadLibraryW(copy_of_provider("short.so", 20).wide), ERROR_BAD_EXE_FORMAT),
        "a library that was cut off too");
  path = copy_of_provider("narrow.so", -1);
  FILE *narrow = fopen(path.narrow, "r+b");
  fseek(narrow, 4, SEEK_SET);
  putc(sizeof(void *) == 8 ? 1 : 2, narrow);
  fclose(narrow);
  CHECK(failed_with(LoadLibraryW(path.wide), ERROR_BAD_EXE_FORMAT), "and one of the other bitness");

  HMODULE provider = GetModuleHandleW(u"libmapi32.so");
  CHECK(!GetProcAddress(provider, "MAPINothing") && GetLastError() == ERROR_PROC_NOT_FOUND,
        "a missing export is error 127");
  CHECK(!GetProcAddress(provider, "HeapAlloc") && GetLastError() == ERROR_PROC_NOT_FOUND,
        "what a library needs is not what it exports");
  CHECK(!GetProcAddress(provider, (LPCSTR)(uintptr_t)7) && GetLastError() == ERROR_INVALID_ORDINAL,
        "there are no ordinals, error 182");
  CHECK(!FreeLibrary(provider) && GetLastError() == ERROR_MOD_NOT_FOUND,
        "what LoadLibraryW did not load cannot be given back");
  CHECK(!FreeLibrary(NULL) && !FreeLibrary((HMODULE)(uintptr_t)0x1234), "nor can what is no module");
}

static void unloading(void) {
  set_dial(u"UnloadLeakHeaps", 0); /* what the provider leaves when it is unloaded is another matter */
  struct path copy = copy_of_provider("copy.so", -1);
  size_t busy = 0;
  DWORD heaps = 0;
  bool right = true;
  for (int round = 0; round < 50; round++) {
    HMODULE module = LoadLibraryW(copy.wide);
    HRESULT (*initialize)(void *) = (HRESULT (*)(void *))(uintptr_t)GetProcAddress(module, "MAPIInitialize");
    void (*uninitialize)(void) = (void (*)(void))(uintptr_t)GetProcAddress(module, "MAPIUninitialize");
    right &= initialize && uninitialize && initialize(NULL) == S_OK;
    if (uninitialize) uninitialize();
    right &= FreeLibrary(module) && !GetModuleHandleW(copy.wide);
    size_t now = census_of(GetProcessHeap()).busy_bytes;
    if (round == 0) busy = now;
    if (round == 0) heaps = heap_count();
    right &= now == busy && heap_count() == heaps;
  }
  CHECK(right, "a library can be loaded, used and unloaded many times, and leaves nothing");
}

const struct suite module_suites[] = {
    {"modules: loading", loading}, {"modules: errors", load_errors}, {"modules: unloading", unloading}, {0}};
