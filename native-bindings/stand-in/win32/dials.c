#include "dials.h"

#define DEFAULT_KEY u"SOFTWARE\\mapileak\\stand-in"

bool read_text_dial(LPCWSTR name, WCHAR text[DIAL_TEXT_UNITS]) {
  WCHAR path[DIAL_TEXT_UNITS];
  DWORD length = GetEnvironmentVariableW(u"MAPILEAK_STAND_IN_KEY", path, DIAL_TEXT_UNITS);
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, length > 0 && length < DIAL_TEXT_UNITS ? path : DEFAULT_KEY, 0,
                    KEY_QUERY_VALUE, &key) != ERROR_SUCCESS) {
    return false;
  }
  DWORD type;
  DWORD bytes = (DIAL_TEXT_UNITS - 1) * sizeof *text;
  LSTATUS status = RegQueryValueExW(key, name, NULL, &type, (LPBYTE)text, &bytes);
  RegCloseKey(key);
  if (status != ERROR_SUCCESS || type != REG_SZ) return false;
  text[bytes / sizeof *text] = 0; /* the registry does not promise a final NUL */
  return true;
}
