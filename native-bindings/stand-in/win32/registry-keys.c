/* HKEYs: predefined ones, and handles that remember file, path and rights. */
#include "registry-keys.h"

#include <pthread.h>
#include <string.h>

#include "handles.h"
#include "pool.h"
#include "text.h"

/* A handle finds its key by path at each use, so that it sees what other processes wrote meanwhile. */
struct key_object {
  struct object object;
  struct key_object *next, *previous;
  REGSAM rights;
  bool deleted;
  WCHAR *path;
  char file[];
};

static struct key_object *open_keys;
static pthread_mutex_t open_keys_lock = PTHREAD_MUTEX_INITIALIZER;

static void key_finish(struct object *object) {
  struct key_object *key = (struct key_object *)object;
  pthread_mutex_lock(&open_keys_lock);
  if (key->next) key->next->previous = key->previous;
  if (key->previous) key->previous->next = key->next;
  else open_keys = key->next;
  pthread_mutex_unlock(&open_keys_lock);
  pool_free(key->path);
}

static const struct object_kind key_kind = {key_finish};

static LPCWSTR predefined_path(HKEY key) {
  if (key == HKEY_CLASSES_ROOT) return u"HKEY_CLASSES_ROOT";
  if (key == HKEY_CURRENT_USER) return u"HKEY_CURRENT_USER";
  if (key == HKEY_LOCAL_MACHINE) return u"HKEY_LOCAL_MACHINE";
  if (key == HKEY_USERS) return u"HKEY_USERS";
  return NULL;
}

static void copy_path(WCHAR *to, LPCWSTR from) { memcpy(to, from, (wide_length(from) + 1) * sizeof *to); }

LSTATUS target_of(HKEY handle, struct key_target *target) {
  target->object = NULL;
  LPCWSTR hive = predefined_path(handle);
  if (hive) {
    target->rights = KEY_ALL_ACCESS;
    copy_path(target->path, hive);
    return registry_file_path(target->file, sizeof target->file);
  }

  struct key_object *key = (struct key_object *)handle_borrow(handle, &key_kind);
  if (!key) return ERROR_INVALID_HANDLE;
  pthread_mutex_lock(&open_keys_lock);
  bool deleted = key->deleted;
  pthread_mutex_unlock(&open_keys_lock);
  if (deleted) {
    object_release(&key->object);
    return ERROR_KEY_DELETED;
  }
  target->object = key;
  target->rights = key->rights;
  copy_path(target->path, key->path);
  memcpy(target->file, key->file, strlen(key->file) + 1);
  return ERROR_SUCCESS;
}

void target_release(struct key_target *target) {
  if (target->object) object_release(&target->object->object);
}

/* The rights a caller asked for, generic ones spelled out. */
static REGSAM granted(REGSAM access) {
  REGSAM rights = access & KEY_ALL_ACCESS;
  if (access & GENERIC_READ) rights |= KEY_READ;
  if (access & GENERIC_WRITE) rights |= KEY_WRITE;
  if (access & (GENERIC_ALL | MAXIMUM_ALLOWED)) rights |= KEY_ALL_ACCESS;
  return rights;
}

LSTATUS target_open_handle(const struct key_target *target, REGSAM access, PHKEY result) {
  size_t file_bytes = strlen(target->file) + 1;
  WCHAR *path = pool_alloc((wide_length(target->path) + 1) * sizeof *path);
  struct key_object *key = (struct key_object *)object_make(&key_kind, sizeof *key + file_bytes);
  if (!path || !key) {
    pool_free(path);
    pool_free(key);
    return ERROR_NOT_ENOUGH_MEMORY;
  }
  copy_path(path, target->path);
  key->path = path;
  memcpy(key->file, target->file, file_bytes);
  key->rights = granted(access);

  pthread_mutex_lock(&open_keys_lock);
  key->next = open_keys;
  if (open_keys) open_keys->previous = key;
  open_keys = key;
  pthread_mutex_unlock(&open_keys_lock);

  *result = (HKEY)handle_open(&key->object);
  return *result ? ERROR_SUCCESS : ERROR_TOO_MANY_OPEN_FILES;
}

LSTATUS target_deleted(const struct key_target *target) {
  if (target->object) {
    pthread_mutex_lock(&open_keys_lock);
    target->object->deleted = true;
    pthread_mutex_unlock(&open_keys_lock);
  }
  return ERROR_KEY_DELETED;
}

void mark_deleted(const char *file, LPCWSTR path) {
  pthread_mutex_lock(&open_keys_lock);
  for (struct key_object *key = open_keys; key; key = key->next) {
    if (strcmp(key->file, file) == 0 && equal_folded(key->path, path)) key->deleted = true;
  }
  pthread_mutex_unlock(&open_keys_lock);
}

LSTATUS key_begin(HKEY handle, REGSAM right, enum access_purpose purpose, struct key_access *opened) {
  LSTATUS status = target_of(handle, &opened->target);
  if (status != ERROR_SUCCESS) return status;
  if (!(opened->target.rights & right)) {
    status = ERROR_ACCESS_DENIED;
  } else {
    status = registry_begin(&opened->access, opened->target.file, purpose);
  }
  if (status != ERROR_SUCCESS) {
    target_release(&opened->target);
    return status;
  }
  opened->access.synced = is_synced(opened->target.path);
  opened->key = tree_find(opened->access.root, opened->target.path);
  return opened->key ? ERROR_SUCCESS : key_end(opened, target_deleted(&opened->target), false);
}

LSTATUS key_end(struct key_access *opened, LSTATUS status, bool changed) {
  status = registry_end(&opened->access, status, changed);
  target_release(&opened->target);
  return status;
}

LSTATUS copy_name(const struct named *named, LPWSTR name, LPDWORD length) {
  if (*length <= named->name_length) return ERROR_MORE_DATA;
  if (named->name_length) memcpy(name, named->name, named->name_length * sizeof *name);
  name[named->name_length] = 0;
  *length = (DWORD)named->name_length;
  return ERROR_SUCCESS;
}

LSTATUS WINAPI RegCloseKey(HKEY key) {
  return predefined_path(key) || handle_close(key, &key_kind) ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}

/* Whatever was written is on the disk already. */
LSTATUS WINAPI RegFlushKey(HKEY key) {
  struct key_target target;
  LSTATUS status = target_of(key, &target);
  if (status == ERROR_SUCCESS) target_release(&target);
  return status;
}
