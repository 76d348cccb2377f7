#include "profile-files.h"

#include "mapi-abi.h"
#include "wide-names.h"

#define SUBSYSTEM_KEY u"SOFTWARE\\Microsoft\\Windows Messaging Subsystem"
#define SUFFIX u".mmp"

/* The folder that the registry names; false if it names none that fits. */
static bool named_folder(WCHAR folder[MAX_PATH]) {
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, SUBSYSTEM_KEY, 0, KEY_QUERY_VALUE, &key) != ERROR_SUCCESS)
    return false;
  DWORD type;
  DWORD bytes = (MAX_PATH - 1) * sizeof *folder;
  LSTATUS status = RegQueryValueExW(key, u"ProfileDirectory", NULL, &type, (BYTE *)folder, &bytes);
  RegCloseKey(key);
  if (status != ERROR_SUCCESS || type != REG_SZ) return false;
  folder[bytes / sizeof *folder] = 0;
  return *folder != 0;
}

static bool default_folder(WCHAR folder[MAX_PATH]) {
  DWORD length = GetEnvironmentVariableW(PROFILE_FOLDER_VARIABLE, folder, MAX_PATH);
  if (length > 0 && length < MAX_PATH) return true;
  struct wide_name name = {.text = folder, .room = MAX_PATH};
  return wide_append(&name, PROFILE_FOLDER);
}

/* <folder>/<name>.mmp; a slash parts folders on every system. */
static bool path_of(const char *name, WCHAR path[MAX_PATH]) {
  if (!named_folder(path) && !default_folder(path)) return false;
  struct wide_name joined = {.text = path, .room = MAX_PATH};
  while (path[joined.length]) joined.length++;
  return wide_append(&joined, u"/") && wide_append_narrow(&joined, name) && wide_append(&joined, SUFFIX);
}

bool profile_file_create(const char *name) {
  WCHAR path[MAX_PATH];
  if (!path_of(name, path)) return false;
  HANDLE file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
  if (file == INVALID_HANDLE_VALUE) return false;
  CloseHandle(file);
  return true;
}

void profile_file_delete(const char *name) {
  WCHAR path[MAX_PATH];
  if (path_of(name, path)) DeleteFileW(path);
}
