/* GetEnvironmentVariableW (processenv.h). */
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "pool.h"
#include "text.h"

DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR buffer, DWORD capacity) {
  char *narrow = utf8_from_wide(name);
  const char *value = narrow ? getenv(narrow) : NULL;
  pool_free(narrow);
  if (!value) {
    SetLastError(ERROR_ENVVAR_NOT_FOUND);
    return 0;
  }

  /* A value that fits is answered by its length, another by the capacity it needs with its NUL. */
  const char *end = value + strlen(value);
  DWORD length = 0;
  while (value < end) {
    uint32_t code_point = 0xFFFD;
    WCHAR units[2];
    if (!utf8_decode(&value, end, &code_point)) value++;
    size_t count = utf16_encode(code_point, units);
    for (size_t i = 0; i < count; i++, length++) {
      if (buffer && length < capacity) buffer[length] = units[i];
    }
  }
  if (length >= capacity) return length + 1;
  buffer[length] = 0;
  return length;
}
