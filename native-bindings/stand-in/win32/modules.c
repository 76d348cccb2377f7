/* Modules (libloaderapi.h). The handle of one is the address it is loaded at, as on Windows. */
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "errors.h"
#include "pool.h"
#include "text.h"

#define FIRST_NAME_ADDRESS ((uintptr_t)0x10000) /* below it, what GetProcAddress is given is an ordinal */

#if UINTPTR_MAX == UINT64_MAX
#define OWN_ELF_CLASS ELFCLASS64
#else
#define OWN_ELF_CLASS ELFCLASS32
#endif

/* The loads of a module that have not been given back yet: each holds one reference of the dynamic linker. */
struct loaded {
  struct loaded *next;
  HMODULE module;
  DWORD count;
};

static struct loaded *all_loaded;
static SRWLOCK lock = SRWLOCK_INIT;

/* Turns an absolute path, or the name of a file that lies beside this library, into a path of this system. */
static DWORD path_of(LPCWSTR name, char path[PATH_MAX]) {
  Dl_info own;
  char *narrow = utf8_from_wide(name);
  if (!narrow) return ERROR_NOT_ENOUGH_MEMORY;
  const char *slash = NULL;
  if (dladdr((void *)(uintptr_t)path_of, &own)) slash = strrchr(own.dli_fname, '/');
  int folder = *narrow != '/' && slash ? (int)(slash - own.dli_fname) + 1 : 0;
  bool is_plain = *narrow == '/' || (*narrow && !strchr(narrow, '/'));
  int length = snprintf(path, PATH_MAX, "%.*s%s", folder, folder ? own.dli_fname : "", narrow);
  pool_free(narrow);
  return is_plain && length > 0 && length < PATH_MAX ? ERROR_SUCCESS : ERROR_MOD_NOT_FOUND;
}

/* Why a file cannot be a module of this process. A module that needs another that is missing is not found. */
static DWORD fault_of(const char *path) {
  ElfW(Ehdr) header;
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ERROR_MOD_NOT_FOUND;
  ssize_t length = read(descriptor, &header, sizeof header);
  close(descriptor);
  bool is_ours = length == sizeof header && memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 &&
                 header.e_ident[EI_CLASS] == OWN_ELF_CLASS && header.e_type == ET_DYN;
  return is_ours ? ERROR_MOD_NOT_FOUND : ERROR_BAD_EXE_FORMAT;
}

/* The address at which what a handle of the dynamic linker stands for is loaded. */
static HMODULE module_of(void *linked) {
  struct link_map *map;
  Dl_info info;
  if (dlinfo(linked, RTLD_DI_LINKMAP, &map) != 0 || !dladdr(map->l_ld, &info)) return NULL;
  return info.dli_fbase;
}

/* A new reference of the dynamic linker to a module that is loaded, or NULL. */
static void *linked_of(HMODULE module) {
  Dl_info info;
  struct link_map *map;
  if (!module || !dladdr1(module, &info, (void **)&map, RTLD_DL_LINKMAP)) return NULL;
  if (info.dli_fbase != module) return NULL;
  return dlopen(*map->l_name ? map->l_name : NULL, RTLD_LAZY | RTLD_NOLOAD);
}

static struct loaded **link_of(HMODULE module) {
  struct loaded **link = &all_loaded;
  while (*link && (*link)->module != module) link = &(*link)->next;
  return link;
}

static bool count_load(HMODULE module) {
  AcquireSRWLockExclusive(&lock);
  struct loaded **link = link_of(module);
  if (!*link) {
    *link = pool_alloc(sizeof **link);
    if (*link) (*link)->module = module;
  }
  if (*link) (*link)->count++;
  bool counted = *link != NULL;
  ReleaseSRWLockExclusive(&lock);
  return counted;
}

/* False if nobody loaded the module by LoadLibraryW, or everybody gave it back. */
static bool count_free(HMODULE module) {
  AcquireSRWLockExclusive(&lock);
  struct loaded **link = link_of(module);
  struct loaded *loaded = *link;
  if (loaded && --loaded->count == 0) {
    *link = loaded->next;
    pool_free(loaded);
  }
  ReleaseSRWLockExclusive(&lock);
  return loaded != NULL;
}

HMODULE WINAPI LoadLibraryW(LPCWSTR name) {
  if (!name) return fail_null(ERROR_INVALID_PARAMETER);
  char path[PATH_MAX];
  DWORD unnamed = path_of(name, path);
  if (unnamed) return fail_null(unnamed);
  void *linked = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!linked) return fail_null(fault_of(path));
  HMODULE module = module_of(linked);
  if (module && count_load(module)) return module;
  dlclose(linked);
  return fail_null(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL WINAPI FreeLibrary(HMODULE module) {
  void *linked = linked_of(module);
  if (!linked) return fail(ERROR_MOD_NOT_FOUND);
  bool was_loaded = count_free(module);
  dlclose(linked);
  /* The reference that the load took; without the one above it may have been the last. */
  if (was_loaded) dlclose(linked);
  return was_loaded ? TRUE : fail(ERROR_MOD_NOT_FOUND);
}

HMODULE WINAPI GetModuleHandleW(LPCWSTR name) {
  char path[PATH_MAX];
  DWORD unnamed = name ? path_of(name, path) : ERROR_SUCCESS;
  if (unnamed) return fail_null(unnamed);
  void *linked = dlopen(name ? path : NULL, RTLD_LAZY | RTLD_NOLOAD);
  HMODULE module = linked ? module_of(linked) : NULL;
  if (linked) dlclose(linked);
  return module ? module : fail_null(ERROR_MOD_NOT_FOUND);
}

FARPROC WINAPI GetProcAddress(HMODULE module, LPCSTR name) {
  if ((uintptr_t)name < FIRST_NAME_ADDRESS) {
    SetLastError(ERROR_INVALID_ORDINAL); /* the modules of this system have none */
    return NULL;
  }
  void *linked = linked_of(module);
  Dl_info info;
  void *address = linked ? dlsym(linked, name) : NULL;
  /* The dynamic linker also looks in the modules that this one needs; Windows does not. */
  if (address && (!dladdr(address, &info) || info.dli_fbase != module)) address = NULL;
  if (linked) dlclose(linked);
  if (!address) SetLastError(linked ? ERROR_PROC_NOT_FOUND : ERROR_MOD_NOT_FOUND);
  return (FARPROC)(uintptr_t)address;
}
