#include "registry-file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pool.h"

#define FILE_LIMIT ((off_t)16 << 20)
/* Time stamps move in steps of a kernel tick; a file younger than this may change again and look the same. */
#define SETTLED_AFTER_NS INT64_C(50000000)
#define NS_PER_SECOND INT64_C(1000000000)

/* The tree last read or written, and the state of the file it mirrors. */
static struct {
  char file[PATH_MAX];
  struct reg_key *root;
  struct stat state; /* zero: there was no file */
  bool settled;
} cache;

static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;

LSTATUS registry_file_path(char *path, size_t capacity) {
  const char *named = getenv("MAPILEAK_REGISTRY");
  const char *state = getenv("XDG_STATE_HOME");
  const char *home = getenv("HOME");
  int length;
  if (named && *named) length = snprintf(path, capacity, "%s", named);
  else if (state && *state == '/') length = snprintf(path, capacity, "%s/mapileak/registry.txt", state);
  else if (home && *home) length = snprintf(path, capacity, "%s/.local/state/mapileak/registry.txt", home);
  else return ERROR_PATH_NOT_FOUND;
  return length > 0 && (size_t)length < capacity ? ERROR_SUCCESS : ERROR_PATH_NOT_FOUND;
}

static LSTATUS status_of_errno(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG: return ERROR_DISK_FULL;
    case ENOMEM: return ERROR_NOT_ENOUGH_MEMORY;
    case EMFILE:
    case ENFILE: return ERROR_TOO_MANY_OPEN_FILES;
    default: return ERROR_ACCESS_DENIED;
  }
}

/* --- Reading -------------------------------------------------------------------------------------------- */

static void drop_cache(void) {
  tree_free(cache.root);
  cache.root = NULL;
}

static bool same_file(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool is_settled(const struct stat *state) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  int64_t age_ns =
      (now.tv_sec - state->st_mtim.tv_sec) * NS_PER_SECOND + now.tv_nsec - state->st_mtim.tv_nsec;
  return age_ns > SETTLED_AFTER_NS;
}

static bool read_fully(int file, char *bytes, size_t count) {
  while (count > 0) {
    ssize_t got = read(file, bytes, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    count -= (size_t)got;
  }
  return true;
}

/* Parses an open file into a fresh tree. */
static LSTATUS read_tree(int file, const struct stat *state, struct reg_key *root) {
  if (!S_ISREG(state->st_mode) || state->st_size > FILE_LIMIT) return ERROR_REGISTRY_CORRUPT;
  size_t length = (size_t)state->st_size;
  char *text = pool_alloc(length);
  if (!text) return ERROR_NOT_ENOUGH_MEMORY;
  LSTATUS status = read_fully(file, text, length) ? text_read(root, text, length) : ERROR_REGISTRY_CORRUPT;
  pool_free(text);
  return status;
}

static LSTATUS load_into(struct reg_key *root, const char *path, struct stat *state, bool *settled) {
  *state = (struct stat){0};
  *settled = true;
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return errno == ENOENT || errno == ENOTDIR ? ERROR_SUCCESS : status_of_errno(errno);
  LSTATUS status = fstat(file, state) == 0 ? ERROR_SUCCESS : status_of_errno(errno);
  *settled = is_settled(state);
  if (status == ERROR_SUCCESS) status = read_tree(file, state, root);
  close(file);
  return status;
}

/* Makes the cache mirror the file. */
static LSTATUS refresh(const char *path) {
  struct stat state = {0};
  bool unchanged = cache.root && cache.settled && strcmp(cache.file, path) == 0 &&
                   (stat(path, &state) == 0 || errno == ENOENT || errno == ENOTDIR) &&
                   same_file(&state, &cache.state);
  if (unchanged) return ERROR_SUCCESS;

  drop_cache();
  struct reg_key *root = tree_make();
  if (!root) return ERROR_NOT_ENOUGH_MEMORY;
  LSTATUS status = load_into(root, path, &cache.state, &cache.settled);
  if (status != ERROR_SUCCESS) {
    tree_free(root);
    return status;
  }
  cache.root = root;
  snprintf(cache.file, sizeof cache.file, "%s", path);
  return ERROR_SUCCESS;
}

/* --- Writing -------------------------------------------------------------------------------------------- */

/* Makes the folders above a file, for their owner only. */
static void make_folders(const char *path) {
  char folder[PATH_MAX];
  snprintf(folder, sizeof folder, "%s", path);
  for (char *slash = strchr(folder + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(folder, 0700); /* one that cannot be made shows when the file is opened */
    *slash = '/';
  }
}

static bool name_beside(char *name, const char *path, const char *suffix) {
  int length = snprintf(name, PATH_MAX, "%s%s", path, suffix);
  return length > 0 && length < PATH_MAX;
}

static LSTATUS take_file_lock(const char *path, int *lock_file) {
  char name[PATH_MAX];
  if (!name_beside(name, path, ".lock")) return ERROR_PATH_NOT_FOUND;
  make_folders(path);
  *lock_file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (*lock_file < 0) return status_of_errno(errno);
  while (flock(*lock_file, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    LSTATUS status = status_of_errno(errno);
    close(*lock_file);
    return status;
  }
  return ERROR_SUCCESS;
}

static bool write_fully(int file, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(file, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes += written;
    count -= (size_t)written;
  }
  return true;
}

/* Puts new text in the file's place at once: a reader, or a crash, meets the old file or the new one. */
static LSTATUS replace_file(const char *path, const char *text, size_t length, bool synced) {
  /* The lock makes the name ours; a file left by a writer that was killed is overwritten. */
  char fresh[PATH_MAX];
  if (!name_beside(fresh, path, ".new")) return ERROR_PATH_NOT_FOUND;
  int file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return status_of_errno(errno);
  bool written = write_fully(file, text, length) && (!synced || fsync(file) == 0);
  int error = errno;
  close(file);
  if (written && rename(fresh, path) == 0) return ERROR_SUCCESS;
  if (written) error = errno;
  unlink(fresh);
  return status_of_errno(error);
}

static LSTATUS save(const char *path, bool synced) {
  size_t length;
  char *text = text_write(cache.root, &length);
  if (!text) return ERROR_NOT_ENOUGH_MEMORY;
  LSTATUS status = length > (size_t)FILE_LIMIT ? ERROR_DISK_FULL : replace_file(path, text, length, synced);
  pool_free(text);
  return status;
}

/* --- One access ----------------------------------------------------------------------------------------- */

LSTATUS registry_begin(struct registry_access *access, const char *file, enum access_purpose purpose) {
  pthread_mutex_lock(&registry_lock);
  *access = (struct registry_access){.lock_file = -1, .file = file, .synced = true};
  LSTATUS status = purpose == ACCESS_WRITE ? take_file_lock(file, &access->lock_file) : ERROR_SUCCESS;
  if (status == ERROR_SUCCESS) {
    status = refresh(file);
    if (status != ERROR_SUCCESS && access->lock_file >= 0) close(access->lock_file);
  }
  if (status != ERROR_SUCCESS) {
    pthread_mutex_unlock(&registry_lock);
    return status;
  }
  access->root = cache.root;
  access->changed_at = cache.state.st_mtim;
  return ERROR_SUCCESS;
}

LSTATUS registry_end(struct registry_access *access, LSTATUS status, bool changed) {
  if (changed) {
    if (status == ERROR_SUCCESS) status = save(access->file, access->synced);
    /* What was written is read back before it is used again: the file, not this process, is the registry. */
    drop_cache();
  }
  if (access->lock_file >= 0) close(access->lock_file);
  pthread_mutex_unlock(&registry_lock);
  return status;
}
