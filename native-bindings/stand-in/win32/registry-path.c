#include <string.h>

#include "registry-keys.h"
#include "text.h"

#define VIEW_FLAGS (KEY_WOW64_64KEY | KEY_WOW64_32KEY)
#define SOFTWARE_KEY u"HKEY_LOCAL_MACHINE\\SOFTWARE"
#define VIEW_KEY u"\\Wow6432Node"
#define SHARED_KEY u"\\Clients"

static bool is_surrogate(WCHAR unit) { return unit >= 0xD800 && unit < 0xE000; }

/* Whether the text file could hold the name: no control characters, no half of a surrogate pair. */
static bool is_valid_name(LPCWSTR name, size_t length) {
  if (length > KEY_NAME_LIMIT) return false;
  for (const WCHAR *at = name, *end = name + length; at < end;) {
    uint32_t code_point = utf16_decode(&at, end);
    if (code_point < ' ' || (code_point < 0x10000 && is_surrogate((WCHAR)code_point))) return false;
  }
  return true;
}

static LSTATUS append(WCHAR path[KEY_PATH_UNITS], LPCWSTR relative) {
  size_t length = wide_length(path);
  size_t depth = 1;
  for (size_t i = 0; i < length; i++) depth += path[i] == '\\';

  while (*relative) {
    size_t name_length = 0;
    while (relative[name_length] && relative[name_length] != '\\') name_length++;
    if (name_length == 0) return ERROR_BAD_PATHNAME;
    if (!is_valid_name(relative, name_length) || ++depth > KEY_DEPTH_LIMIT) return ERROR_INVALID_PARAMETER;
    if (length + 1 + name_length >= KEY_PATH_UNITS) return ERROR_INVALID_PARAMETER;

    path[length++] = '\\';
    memcpy(path + length, relative, name_length * sizeof *path);
    length += name_length;
    relative += name_length;
    if (*relative == '\\') relative++; /* one at the very end is tolerated, as by Windows */
  }
  path[length] = 0;
  return ERROR_SUCCESS;
}

/* Whether `path` goes on with `key` as whole components; returns what follows, or NULL. */
static WCHAR *after_key(WCHAR *path, LPCWSTR key) {
  size_t length = wide_length(key);
  for (size_t i = 0; i < length; i++) {
    if (fold(path[i]) != fold(key[i])) return NULL;
  }
  return path[length] == 0 || path[length] == '\\' ? path + length : NULL;
}

bool is_synced(LPCWSTR path) {
  LPCWSTR user = u"HKEY_CURRENT_USER";
  while (*user && *path == *user) path++, user++;
  return *user != 0;
}

/* HKLM\SOFTWARE has a copy for 32-bit programs in Wow6432Node; only Clients is shared (Windows 7). */
static LSTATUS apply_view(WCHAR path[KEY_PATH_UNITS], bool view32) {
  WCHAR *below = after_key(path, SOFTWARE_KEY);
  if (!below) return ERROR_SUCCESS;

  WCHAR *below_view = after_key(below, VIEW_KEY);
  if (below_view) {
    if (after_key(below_view, SHARED_KEY))
      memmove(below, below_view, (wide_length(below_view) + 1) * sizeof *path);
    return ERROR_SUCCESS;
  }
  if (!view32 || after_key(below, SHARED_KEY)) return ERROR_SUCCESS;

  size_t inserted = wide_length(VIEW_KEY);
  if (wide_length(path) + inserted >= KEY_PATH_UNITS) return ERROR_INVALID_PARAMETER;
  memmove(below + inserted, below, (wide_length(below) + 1) * sizeof *path);
  memcpy(below, VIEW_KEY, inserted * sizeof *path);
  return ERROR_SUCCESS;
}

LSTATUS path_join(WCHAR path[KEY_PATH_UNITS], LPCWSTR relative, REGSAM access) {
  if ((access & VIEW_FLAGS) == VIEW_FLAGS) return ERROR_INVALID_PARAMETER;
  LSTATUS status = relative ? append(path, relative) : ERROR_SUCCESS;
  if (status != ERROR_SUCCESS) return status;
  bool view32 = access & VIEW_FLAGS ? (access & KEY_WOW64_32KEY) != 0 : sizeof(void *) == 4;
  return apply_view(path, view32);
}
