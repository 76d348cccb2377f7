#include "profile-registry.h"

#include <string.h>

#include "wide-names.h"

#define OWN_KEY u"SOFTWARE\\mapileak"
#define STAND_IN_KEY OWN_KEY u"\\stand-in"
#define PROFILES_KEY STAND_IN_KEY u"\\Profiles"
#define PATH_UNITS 256
#define ATTEMPTS 10

/* Named by type and property, as MAPI names them. */
#define SERVICE_NAME u"001e3d09"
#define UNRESOLVED_NAME u"001e6607"
#define UNRESOLVED_SERVER u"001e6608"
#define MARK u"Deleted"

static bool deleted_any;

static HRESULT result_of(LSTATUS status) {
  switch (status) {
    case ERROR_SUCCESS: return S_OK;
    case ERROR_FILE_NOT_FOUND:
    case ERROR_KEY_DELETED: return MAPI_E_NOT_FOUND;
    case ERROR_ACCESS_DENIED: return MAPI_E_NO_ACCESS;
    case ERROR_NOT_ENOUGH_MEMORY: return MAPI_E_NOT_ENOUGH_MEMORY;
    default: return MAPI_E_CALL_FAILED;
  }
}

static bool path_of(const char *name, WCHAR path[PATH_UNITS]) {
  struct wide_name joined = {.text = path, .room = PATH_UNITS};
  return wide_append(&joined, PROFILES_KEY u"\\") && wide_append_narrow(&joined, name);
}

static HRESULT open_profile(const char *name, REGSAM access, HKEY *key) {
  WCHAR path[PATH_UNITS];
  if (!path_of(name, path)) return MAPI_E_NOT_FOUND;
  return result_of(RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, access, key));
}

static bool has_value(HKEY key, LPCWSTR name) {
  return RegQueryValueExW(key, name, NULL, NULL, NULL, NULL) == ERROR_SUCCESS;
}

/* Opens one that is not marked. */
static HRESULT open_visible(const char *name, REGSAM access, HKEY *key) {
  HRESULT result = open_profile(name, access | KEY_QUERY_VALUE, key);
  if (result != S_OK || !has_value(*key, MARK)) return result;
  RegCloseKey(*key);
  return MAPI_E_NOT_FOUND;
}

HRESULT registry_profile_create(const char *name) {
  WCHAR path[PATH_UNITS];
  if (!path_of(name, path)) return MAPI_E_INVALID_PARAMETER;
  HKEY key;
  DWORD disposition;
  LSTATUS status = ERROR_KEY_DELETED;
  /* Another process may be deleting the keys above, which it found empty. */
  for (int attempt = 0; attempt < ATTEMPTS && status == ERROR_KEY_DELETED; attempt++)
    status = RegCreateKeyExW(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_WRITE, NULL, &key, &disposition);
  if (status != ERROR_SUCCESS) return result_of(status);
  RegCloseKey(key);
  return disposition == REG_CREATED_NEW_KEY ? S_OK : MAPI_E_NO_ACCESS;
}

static HRESULT delete_key(const char *name) {
  WCHAR path[PATH_UNITS];
  if (!path_of(name, path)) return MAPI_E_NOT_FOUND;
  deleted_any = true;
  return result_of(RegDeleteKeyExW(HKEY_CURRENT_USER, path, 0, 0));
}

HRESULT registry_profile_delete(const char *name) {
  HKEY key;
  HRESULT result = open_visible(name, KEY_QUERY_VALUE, &key);
  if (result != S_OK) return result;
  RegCloseKey(key);
  return delete_key(name);
}

HRESULT registry_profile_mark(const char *name) {
  HKEY key;
  HRESULT result = open_visible(name, KEY_SET_VALUE, &key);
  if (result != S_OK) return result;
  DWORD one = 1;
  LSTATUS status = RegSetValueExW(key, MARK, 0, REG_DWORD, (const BYTE *)&one, sizeof one);
  RegCloseKey(key);
  return result_of(status);
}

void registry_profile_delete_marked(const char *name) {
  HKEY key;
  if (open_profile(name, KEY_QUERY_VALUE, &key) != S_OK) return;
  bool marked = has_value(key, MARK);
  RegCloseKey(key);
  if (marked) delete_key(name);
}

/* --- Settings ------------------------------------------------------------------------------------------- */

static void read_text(HKEY key, LPCWSTR name, char text[MAILBOX_NAME_LIMIT + 1]) {
  WCHAR wide[MAILBOX_NAME_LIMIT + 1];
  DWORD type;
  DWORD bytes = sizeof wide;
  LSTATUS status = RegQueryValueExW(key, name, NULL, &type, (BYTE *)wide, &bytes);
  if (status == ERROR_SUCCESS && type == REG_SZ)
    narrow_copy(text, MAILBOX_NAME_LIMIT + 1, wide, bytes / sizeof *wide);
}

HRESULT registry_profile_read(const char *name, struct profile_settings *settings) {
  HKEY key;
  HRESULT result = open_visible(name, KEY_QUERY_VALUE, &key);
  if (result != S_OK) return result;
  settings->has_service = has_value(key, SERVICE_NAME);
  read_text(key, UNRESOLVED_NAME, settings->mailbox);
  read_text(key, UNRESOLVED_SERVER, settings->server);
  RegCloseKey(key);
  return S_OK;
}

/* Writes a text that is not there yet. */
static LSTATUS write_text(HKEY key, LPCWSTR name, const char *text, const char *present) {
  if (strcmp(text, present) == 0) return ERROR_SUCCESS;
  WCHAR units[MAILBOX_NAME_LIMIT + 1];
  struct wide_name wide = {.text = units, .room = MAILBOX_NAME_LIMIT + 1};
  if (!wide_append_narrow(&wide, text)) return ERROR_INVALID_PARAMETER;
  DWORD bytes = (DWORD)((wide.length + 1) * sizeof *units);
  return RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)units, bytes);
}

HRESULT registry_profile_write(const char *name, const struct profile_settings *settings) {
  struct profile_settings present = {0};
  HRESULT result = registry_profile_read(name, &present);
  if (result != S_OK) return result;
  HKEY key;
  result = open_profile(name, KEY_SET_VALUE, &key);
  if (result != S_OK) return result;
  const char *service = settings->has_service ? "MSEMS" : "";
  LSTATUS status = write_text(key, SERVICE_NAME, service, present.has_service ? "MSEMS" : "");
  if (status == ERROR_SUCCESS) status = write_text(key, UNRESOLVED_NAME, settings->mailbox, present.mailbox);
  if (status == ERROR_SUCCESS) status = write_text(key, UNRESOLVED_SERVER, settings->server, present.server);
  RegCloseKey(key);
  return result_of(status);
}

/* --- All of them ---------------------------------------------------------------------------------------- */

/* The name of a profile by its number, marked or not; false after the last. */
static bool nth_name(HKEY profiles, DWORD index, char name[PROFILE_NAME_LIMIT + 1]) {
  WCHAR wide[PATH_UNITS];
  DWORD length = PATH_UNITS;
  if (RegEnumKeyExW(profiles, index, wide, &length, NULL, NULL, NULL, NULL) != ERROR_SUCCESS) return false;
  narrow_copy(name, PROFILE_NAME_LIMIT + 1, wide, length);
  return true;
}

static bool is_marked(const char *name) {
  HKEY key;
  if (open_profile(name, KEY_QUERY_VALUE, &key) != S_OK) return false;
  bool marked = has_value(key, MARK);
  RegCloseKey(key);
  return marked;
}

void registry_profiles_list(bool (*each)(void *context, const char *name), void *context) {
  HKEY profiles;
  if (RegOpenKeyExW(HKEY_CURRENT_USER, PROFILES_KEY, 0, KEY_READ, &profiles) != ERROR_SUCCESS) return;
  char name[PROFILE_NAME_LIMIT + 1];
  bool more = true;
  for (DWORD index = 0; more && nth_name(profiles, index, name); index++) {
    if (!is_marked(name)) more = each(context, name);
  }
  RegCloseKey(profiles);
}

/* Whether CDO made it, CDO and 16 hexadecimal digits, in the process that the first eight of them name. */
static bool is_abandoned(const char *name) {
  static const char digits[] = "0123456789ABCDEF";
  if (strlen(name) != 20 || strncmp(name, "CDO ", 4) != 0 || strspn(name + 4, digits) != 16) return false;
  DWORD maker = 0;
  for (const char *digit = name + 4; digit < name + 12; digit++)
    maker = maker << 4 | (DWORD)(strchr(digits, *digit) - digits);
  /* MAPI is only now being initialized here: what has this process's id is of an earlier one. */
  return maker == GetCurrentProcessId() || !process_runs(maker);
}

void registry_profiles_sweep(void) {
  HKEY profiles;
  if (RegOpenKeyExW(HKEY_CURRENT_USER, PROFILES_KEY, 0, KEY_READ, &profiles) != ERROR_SUCCESS) return;
  char name[PROFILE_NAME_LIMIT + 1];
  DWORD index = 0;
  /* One that is deleted makes room for the next at its place. */
  while (nth_name(profiles, index, name)) {
    if (!(is_marked(name) || is_abandoned(name)) || delete_key(name) != S_OK) index++;
  }
  RegCloseKey(profiles);
}

static bool is_empty(LPCWSTR path) {
  HKEY key;
  DWORD keys = 1, values = 1;
  if (RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_QUERY_VALUE, &key) != ERROR_SUCCESS) return false;
  RegQueryInfoKeyW(key, NULL, NULL, NULL, &keys, NULL, NULL, &values, NULL, NULL, NULL, NULL);
  RegCloseKey(key);
  return keys == 0 && values == 0;
}

void registry_profiles_tidy(void) {
  static const LPCWSTR paths[] = {PROFILES_KEY, STAND_IN_KEY, OWN_KEY};
  if (!deleted_any) return;
  for (size_t i = 0; i < sizeof paths / sizeof *paths && is_empty(paths[i]); i++)
    RegDeleteKeyExW(HKEY_CURRENT_USER, paths[i], 0, 0);
  deleted_any = false;
}
