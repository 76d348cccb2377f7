/* Files, and shared mappings of them: enough for a record that outlives the process that writes it. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "errors.h"
#include "handles.h"
#include "pool.h"
#include "text.h"

/* Views start at multiples of this (SYSTEM_INFO.dwAllocationGranularity). */
#define ALLOCATION_GRANULARITY UINT64_C(65536)

/* A file, or a mapping of one, which has its own descriptor and so outlives the handle it came from. */
struct file {
  struct object object;
  int descriptor;
  uint64_t bytes; /* of a mapping */
  bool writable;
};

struct view {
  struct view *next;
  void *start;
  size_t bytes;
};

static struct view *views;
static pthread_mutex_t views_lock = PTHREAD_MUTEX_INITIALIZER;

static void file_finish(struct object *object) { close(((struct file *)object)->descriptor); }

static const struct object_kind file_kind = {file_finish};
static const struct object_kind mapping_kind = {file_finish};

static DWORD error_of_errno(int error) {
  switch (error) {
    case ENOENT: return ERROR_FILE_NOT_FOUND;
    case ENOTDIR: return ERROR_PATH_NOT_FOUND;
    case EEXIST: return ERROR_FILE_EXISTS;
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return ERROR_DISK_FULL;
    case ENOMEM: return ERROR_NOT_ENOUGH_MEMORY;
    case EMFILE:
    case ENFILE: return ERROR_TOO_MANY_OPEN_FILES;
    default: return ERROR_ACCESS_DENIED;
  }
}

/* Takes over the descriptor. */
static HANDLE open_handle(const struct object_kind *kind, int descriptor, bool writable, uint64_t bytes) {
  struct file *file = (struct file *)object_make(kind, sizeof *file);
  if (!file) {
    close(descriptor);
    return fail_null(ERROR_NOT_ENOUGH_MEMORY);
  }
  file->descriptor = descriptor;
  file->writable = writable;
  file->bytes = bytes;
  return handle_open(&file->object);
}

/* --- CreateFileW ---------------------------------------------------------------------------------------- */

/* The flags of open() for a disposition, -1 for an unknown one. */
static int flags_of(DWORD disposition) {
  switch (disposition) {
    case CREATE_NEW: return O_CREAT | O_EXCL;
    case CREATE_ALWAYS: return O_CREAT | O_TRUNC;
    case OPEN_EXISTING: return 0;
    case OPEN_ALWAYS: return O_CREAT;
    case TRUNCATE_EXISTING: return O_TRUNC;
    default: return -1;
  }
}

/*
 * A file that is shared with nobody can be open once; any other sharing mode admits every other. The kernel lets
 * the lock go with the last descriptor, so a process that is killed keeps nobody out.
 */
static bool take_share(int descriptor, DWORD share) {
  return flock(descriptor, (share == 0 ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0;
}

HANDLE WINAPI CreateFileW(LPCWSTR path, DWORD access, DWORD share, SECURITY_ATTRIBUTES *attributes,
                          DWORD disposition, DWORD flags, HANDLE template_file) {
  (void)attributes;
  (void)flags;
  int how = flags_of(disposition);
  bool writable = access & GENERIC_WRITE;
  char *name = path && how >= 0 && !template_file ? utf8_from_wide(path) : NULL;
  if (!name) {
    SetLastError(ERROR_INVALID_PARAMETER);
    return INVALID_HANDLE_VALUE;
  }

  bool existed = faccessat(AT_FDCWD, name, F_OK, AT_EACCESS) == 0;
  int descriptor = open(name, how | O_CLOEXEC | (writable ? O_RDWR : O_RDONLY), 0600);
  int error = errno;
  pool_free(name);
  if (descriptor < 0) {
    SetLastError(error_of_errno(error));
    return INVALID_HANDLE_VALUE;
  }
  if (!take_share(descriptor, share)) {
    close(descriptor);
    SetLastError(ERROR_SHARING_VIOLATION);
    return INVALID_HANDLE_VALUE;
  }
  HANDLE handle = open_handle(&file_kind, descriptor, writable, 0);
  if (!handle) return INVALID_HANDLE_VALUE;
  /* The one way to learn what a successful CREATE_ALWAYS or OPEN_ALWAYS found. */
  SetLastError(existed && how & O_CREAT ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
  return handle;
}

BOOL WINAPI DeleteFileW(LPCWSTR path) {
  char *name = path ? utf8_from_wide(path) : NULL;
  if (!name) return fail(ERROR_INVALID_PARAMETER);
  bool deleted = unlink(name) == 0;
  int error = errno;
  pool_free(name);
  return deleted ? TRUE : fail(error_of_errno(error));
}

/* --- Mappings ------------------------------------------------------------------------------------------- */

/* The size a mapping will have; the file grows to it. 0 with the last error set if that cannot be. */
static uint64_t mapping_bytes(const struct file *file, uint64_t wanted, bool writable) {
  struct stat state;
  if (fstat(file->descriptor, &state) != 0) return (uint64_t)fail(error_of_errno(errno));
  uint64_t present = (uint64_t)state.st_size;
  if (wanted == 0 && present == 0) return (uint64_t)fail(ERROR_FILE_INVALID);
  if (wanted <= present) return wanted ? wanted : present;
  if (!writable || wanted > INT64_MAX) return (uint64_t)fail(ERROR_NOT_ENOUGH_MEMORY);
  return ftruncate(file->descriptor, (off_t)wanted) == 0 ? wanted : (uint64_t)fail(error_of_errno(errno));
}

HANDLE WINAPI CreateFileMappingW(HANDLE handle, SECURITY_ATTRIBUTES *attributes, DWORD protection,
                                 DWORD size_high, DWORD size_low, LPCWSTR name) {
  (void)attributes;
  if (protection != PAGE_READONLY && protection != PAGE_READWRITE) return fail_null(ERROR_INVALID_PARAMETER);
  if (handle == INVALID_HANDLE_VALUE || name) return fail_null(ERROR_NOT_SUPPORTED);
  struct file *file = (struct file *)handle_borrow(handle, &file_kind);
  if (!file) return fail_null(ERROR_INVALID_HANDLE);

  HANDLE mapping = NULL;
  bool writable = protection == PAGE_READWRITE;
  if (writable && !file->writable) {
    SetLastError(ERROR_ACCESS_DENIED);
  } else {
    uint64_t bytes = mapping_bytes(file, (uint64_t)size_high << 32 | size_low, writable);
    int descriptor = bytes ? fcntl(file->descriptor, F_DUPFD_CLOEXEC, 0) : -1;
    if (descriptor >= 0) mapping = open_handle(&mapping_kind, descriptor, writable, bytes);
    else if (bytes) SetLastError(error_of_errno(errno));
  }
  object_release(&file->object);
  return mapping;
}

static void *map(const struct file *mapping, bool writable, uint64_t offset, uint64_t bytes) {
  if (offset % ALLOCATION_GRANULARITY) return fail_null(ERROR_MAPPED_ALIGNMENT);
  if (writable && !mapping->writable) return fail_null(ERROR_ACCESS_DENIED);
  if (offset >= mapping->bytes || bytes > mapping->bytes - offset) return fail_null(ERROR_ACCESS_DENIED);
  if (bytes == 0) bytes = mapping->bytes - offset;

  struct view *view = pool_alloc(sizeof *view);
  if (!view) return fail_null(ERROR_NOT_ENOUGH_MEMORY);
  view->bytes = bytes;
  view->start = mmap(NULL, bytes, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, mapping->descriptor,
                     (off_t)offset);
  if (view->start == MAP_FAILED) {
    pool_free(view);
    return fail_null(error_of_errno(errno));
  }
  pthread_mutex_lock(&views_lock);
  view->next = views;
  views = view;
  pthread_mutex_unlock(&views_lock);
  return view->start;
}

LPVOID WINAPI MapViewOfFile(HANDLE handle, DWORD access, DWORD offset_high, DWORD offset_low, SIZE_T bytes) {
  if (!(access & (FILE_MAP_READ | FILE_MAP_WRITE))) return fail_null(ERROR_INVALID_PARAMETER);
  struct file *mapping = (struct file *)handle_borrow(handle, &mapping_kind);
  if (!mapping) return fail_null(ERROR_INVALID_HANDLE);
  void *start = map(mapping, access & FILE_MAP_WRITE, (uint64_t)offset_high << 32 | offset_low, bytes);
  object_release(&mapping->object);
  return start;
}

BOOL WINAPI UnmapViewOfFile(LPCVOID start) {
  pthread_mutex_lock(&views_lock);
  struct view **link = &views;
  while (*link && (*link)->start != start) link = &(*link)->next;
  struct view *view = *link;
  if (view) *link = view->next;
  pthread_mutex_unlock(&views_lock);
  if (!view) return fail(ERROR_INVALID_ADDRESS);
  munmap(view->start, view->bytes);
  pool_free(view);
  return TRUE;
}
