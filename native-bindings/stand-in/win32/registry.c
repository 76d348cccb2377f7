/* Keys: opening, making, deleting, listing (winreg.h). */
#include <string.h>

#include "registry-keys.h"
#include "text.h"

#define WINDOWS_EPOCH_SECONDS INT64_C(11644473600) /* from 1601 to 1970 */
#define TICKS_PER_SECOND INT64_C(10000000)

/* The target of a path below a handle, in the view asked for. */
static LSTATUS target_below(HKEY handle, LPCWSTR path, REGSAM access, struct key_target *target) {
  LSTATUS status = target_of(handle, target);
  if (status != ERROR_SUCCESS) return status;
  status = path_join(target->path, path, access);
  if (status != ERROR_SUCCESS) target_release(target);
  return status;
}

/* Whether the handle a path was relative to still names a key; a predefined one always does. */
static bool base_exists(struct registry_access *access, HKEY handle) {
  struct key_target base;
  if (target_of(handle, &base) != ERROR_SUCCESS) return false;
  bool exists = tree_find(access->root, base.path) != NULL;
  if (!exists) target_deleted(&base);
  target_release(&base);
  return exists;
}

static LSTATUS missing(struct registry_access *access, HKEY handle) {
  return base_exists(access, handle) ? ERROR_FILE_NOT_FOUND : ERROR_KEY_DELETED;
}

static LSTATUS open_target(const struct key_target *target, HKEY handle, REGSAM rights, PHKEY result) {
  struct registry_access access;
  LSTATUS status = registry_begin(&access, target->file, ACCESS_READ);
  if (status != ERROR_SUCCESS) return status;
  if (!tree_find(access.root, target->path)) status = missing(&access, handle);
  status = registry_end(&access, status, false);
  return status == ERROR_SUCCESS ? target_open_handle(target, rights, result) : status;
}

LSTATUS WINAPI RegOpenKeyExW(HKEY handle, LPCWSTR path, DWORD options, REGSAM rights, PHKEY result) {
  (void)options;
  if (!result) return ERROR_INVALID_PARAMETER;
  struct key_target target;
  LSTATUS status = target_below(handle, path, rights, &target);
  if (status != ERROR_SUCCESS) return status;
  status = open_target(&target, handle, rights, result);
  target_release(&target);
  return status;
}

static LSTATUS make_target(const struct key_target *target, HKEY handle, REGSAM rights, PHKEY result,
                           DWORD *disposition) {
  struct registry_access access;
  LSTATUS status = registry_begin(&access, target->file, ACCESS_WRITE);
  if (status != ERROR_SUCCESS) return status;
  if (!base_exists(&access, handle)) return registry_end(&access, ERROR_KEY_DELETED, false);
  access.synced = is_synced(target->path);

  bool exists = tree_find(access.root, target->path) != NULL;
  if (!exists && !tree_find_or_add(access.root, target->path)) status = ERROR_NOT_ENOUGH_MEMORY;
  status = registry_end(&access, status, !exists);
  if (status != ERROR_SUCCESS) return status;
  *disposition = exists ? REG_OPENED_EXISTING_KEY : REG_CREATED_NEW_KEY;
  return target_open_handle(target, rights, result);
}

LSTATUS WINAPI RegCreateKeyExW(HKEY handle, LPCWSTR path, DWORD reserved, LPWSTR key_class, DWORD options,
                               REGSAM rights, const SECURITY_ATTRIBUTES *attributes, PHKEY result,
                               LPDWORD disposition) {
  (void)key_class;
  (void)attributes;
  /* Volatile keys and links would need a registry that lives in memory. */
  if (!path || !result || reserved || options) return ERROR_INVALID_PARAMETER;
  struct key_target target;
  LSTATUS status = target_below(handle, path, rights, &target);
  if (status != ERROR_SUCCESS) return status;

  /* A key that is there needs no write, so this call also reads a registry that is read-only. */
  DWORD how = REG_OPENED_EXISTING_KEY;
  status = open_target(&target, handle, rights, result);
  if (status == ERROR_FILE_NOT_FOUND) status = make_target(&target, handle, rights, result, &how);
  target_release(&target);
  if (status == ERROR_SUCCESS && disposition) *disposition = how;
  return status;
}

LSTATUS WINAPI RegDeleteKeyExW(HKEY handle, LPCWSTR path, REGSAM view, DWORD reserved) {
  if (!path || reserved) return ERROR_INVALID_PARAMETER;
  struct key_target target;
  LSTATUS status = target_below(handle, path, view, &target);
  if (status != ERROR_SUCCESS) return status;

  struct registry_access access;
  status = registry_begin(&access, target.file, ACCESS_WRITE);
  if (status == ERROR_SUCCESS) {
    struct reg_key *key = tree_find(access.root, target.path);
    WCHAR *name = NULL;
    for (WCHAR *at = target.path; *at; at++) {
      if (*at == '\\') name = at;
    }
    if (!key) status = missing(&access, handle);
    else if (key->subkeys.count || !name) status = ERROR_ACCESS_DENIED;

    access.synced = is_synced(target.path);
    bool deletes = status == ERROR_SUCCESS;
    if (deletes) {
      *name = 0;
      tree_remove_subkey(tree_find(access.root, target.path), name + 1, wide_length(name + 1));
      *name = '\\';
    }
    status = registry_end(&access, status, deletes);
    if (status == ERROR_SUCCESS) mark_deleted(target.file, target.path);
  }
  target_release(&target);
  return status;
}

/* --- Listing -------------------------------------------------------------------------------------------- */

static FILETIME filetime_of(struct timespec time) {
  uint64_t ticks = (uint64_t)((time.tv_sec + WINDOWS_EPOCH_SECONDS) * TICKS_PER_SECOND + time.tv_nsec / 100);
  return (FILETIME){.dwLowDateTime = (DWORD)ticks, .dwHighDateTime = (DWORD)(ticks >> 32)};
}

/* No key here has a class. */
static void answer_no_class(LPWSTR text, LPDWORD length) {
  if (length && *length && text) text[0] = 0;
  if (length) *length = 0;
}

static DWORD longest_name(const struct name_list *list) {
  size_t longest = 0;
  for (size_t i = 0; i < list->count; i++) {
    if (list->items[i]->name_length > longest) longest = list->items[i]->name_length;
  }
  return (DWORD)longest;
}

static DWORD longest_data(const struct name_list *values) {
  DWORD longest = 0;
  for (size_t i = 0; i < values->count; i++) {
    const struct reg_value *value = (const struct reg_value *)values->items[i];
    if (value->bytes > longest) longest = value->bytes;
  }
  return longest;
}

static void answer(LPDWORD where, DWORD number) {
  if (where) *where = number;
}

LSTATUS WINAPI RegQueryInfoKeyW(HKEY handle, LPWSTR key_class, LPDWORD class_length, LPDWORD reserved,
                                LPDWORD subkeys, LPDWORD longest_subkey, LPDWORD longest_class,
                                LPDWORD values, LPDWORD longest_value_name, LPDWORD longest_value,
                                LPDWORD security_descriptor, FILETIME *last_write) {
  if (reserved || (key_class && !class_length)) return ERROR_INVALID_PARAMETER;
  struct key_access opened;
  LSTATUS status = key_begin(handle, KEY_QUERY_VALUE, ACCESS_READ, &opened);
  if (status != ERROR_SUCCESS) return status;
  answer_no_class(key_class, class_length);
  answer(subkeys, (DWORD)opened.key->subkeys.count);
  answer(longest_subkey, longest_name(&opened.key->subkeys));
  answer(longest_class, 0);
  answer(values, (DWORD)opened.key->values.count);
  answer(longest_value_name, longest_name(&opened.key->values));
  answer(longest_value, longest_data(&opened.key->values));
  answer(security_descriptor, 0);
  if (last_write) *last_write = filetime_of(opened.access.changed_at);
  return key_end(&opened, ERROR_SUCCESS, false);
}

LSTATUS WINAPI RegEnumKeyExW(HKEY handle, DWORD index, LPWSTR name, LPDWORD name_length, LPDWORD reserved,
                             LPWSTR key_class, LPDWORD class_length, FILETIME *last_write) {
  if (!name || !name_length || reserved || (key_class && !class_length)) return ERROR_INVALID_PARAMETER;
  struct key_access opened;
  LSTATUS status = key_begin(handle, KEY_ENUMERATE_SUB_KEYS, ACCESS_READ, &opened);
  if (status != ERROR_SUCCESS) return status;
  const struct name_list *subkeys = &opened.key->subkeys;
  status = index < subkeys->count ? copy_name(subkeys->items[index], name, name_length) : ERROR_NO_MORE_ITEMS;
  if (status == ERROR_SUCCESS) {
    answer_no_class(key_class, class_length);
    if (last_write) *last_write = filetime_of(opened.access.changed_at);
  }
  return key_end(&opened, status, false);
}
