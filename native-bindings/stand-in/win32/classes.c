/* Classes in the registry: CLSIDFromProgID, and where a class's server is. */
#include "classes.h"

#include <string.h>

#include "text.h"

#define CLASSES_KEY u"SOFTWARE\\Classes\\"
#define PATH_UNITS 512

/* Joins texts as long as they fit. */
static bool join(WCHAR path[PATH_UNITS], LPCWSTR first, LPCWSTR second, LPCWSTR third) {
  LPCWSTR parts[] = {first, second, third};
  size_t length = 0;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    size_t added = wide_length(parts[i]);
    if (length + added >= PATH_UNITS) return false;
    memcpy(path + length, parts[i], (added + 1) * sizeof *path);
    length += added;
  }
  return true;
}

/* A text of a key; false if there is none that fits. `capacity` is in units. */
static bool read_text(LPCWSTR path, LPCWSTR name, WCHAR *text, size_t capacity) {
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_QUERY_VALUE, &key) != ERROR_SUCCESS) return false;
  DWORD type;
  DWORD bytes = (DWORD)((capacity - 1) * sizeof *text);
  LSTATUS status = RegQueryValueExW(key, name, NULL, &type, (LPBYTE)text, &bytes);
  RegCloseKey(key);
  if (status != ERROR_SUCCESS || type != REG_SZ) return false;
  text[bytes / sizeof *text] = 0; /* the registry does not promise a final NUL */
  return *text != 0;
}

HRESULT WINAPI CLSIDFromProgID(LPCOLESTR name, CLSID *id) {
  if (!name || !id) return E_INVALIDARG;
  *id = (CLSID){0};
  WCHAR path[PATH_UNITS];
  WCHAR text[GUID_TEXT_UNITS + 1];
  if (!*name || !join(path, CLASSES_KEY, name, u"\\CLSID")) return CO_E_CLASSSTRING;
  if (!read_text(path, NULL, text, sizeof text / sizeof *text)) return CO_E_CLASSSTRING;
  return CLSIDFromString(text, id);
}

bool find_server(REFCLSID id, struct class_server *server) {
  WCHAR text[GUID_TEXT_UNITS];
  WCHAR path[PATH_UNITS];
  StringFromGUID2(id, text, GUID_TEXT_UNITS);
  if (!join(path, CLASSES_KEY u"CLSID\\", text, u"\\InprocServer32")) return false;
  if (!read_text(path, NULL, server->path, MAX_PATH)) return false;
  WCHAR model[16];
  server->threading = THREADING_APARTMENT;
  if (!read_text(path, u"ThreadingModel", model, sizeof model / sizeof *model)) return true;
  if (equal_folded(model, u"Both")) server->threading = THREADING_BOTH;
  if (equal_folded(model, u"Free")) server->threading = THREADING_FREE;
  return true;
}
