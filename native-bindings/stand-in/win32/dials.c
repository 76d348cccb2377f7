#include "dials.h"

#define DEFAULT_KEY u"SOFTWARE\\mapileak\\stand-in"

static bool open_dials(HKEY *key) {
  WCHAR path[DIAL_TEXT_UNITS];
  DWORD length = GetEnvironmentVariableW(u"MAPILEAK_STAND_IN_KEY", path, DIAL_TEXT_UNITS);
  return RegOpenKeyExW(HKEY_LOCAL_MACHINE, length > 0 && length < DIAL_TEXT_UNITS ? path : DEFAULT_KEY, 0,
                       KEY_QUERY_VALUE, key) == ERROR_SUCCESS;
}

bool read_text_dial(LPCWSTR name, WCHAR text[DIAL_TEXT_UNITS]) {
  HKEY key;
  if (!open_dials(&key)) return false;
  DWORD type;
  DWORD bytes = (DIAL_TEXT_UNITS - 1) * sizeof *text;
  LSTATUS status = RegQueryValueExW(key, name, NULL, &type, (LPBYTE)text, &bytes);
  RegCloseKey(key);
  if (status != ERROR_SUCCESS || type != REG_SZ) return false;
  text[bytes / sizeof *text] = 0; /* the registry does not promise a final NUL */
  return true;
}

DWORD read_number_dial(LPCWSTR name, DWORD initial) {
  HKEY key;
  if (!open_dials(&key)) return initial;
  DWORD number;
  DWORD type;
  DWORD bytes = sizeof number;
  LSTATUS status = RegQueryValueExW(key, name, NULL, &type, (LPBYTE)&number, &bytes);
  RegCloseKey(key);
  return status == ERROR_SUCCESS && type == REG_DWORD && bytes == sizeof number ? number : initial;
}
