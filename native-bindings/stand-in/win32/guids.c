/* Class ids as text: {3FA7DEB3-6438-101B-ACC1-00AA00423326} (combaseapi.h). */
#include <stdbool.h>
#include <string.h>

#include "com.h"
#include "text.h"

/* Which byte of a GUID stands where. */
static const char pattern[] = "{33221100-5544-7766-8899-AABBCCDDEEFF}";

static_assert(sizeof pattern == GUID_TEXT_UNITS, "one unit for every character");

/* The value of a hexadecimal digit, or -1. */
static int value_of(WCHAR digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  WCHAR small = lower(digit);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

static bool is_digit(char character) { return value_of((WCHAR)character) >= 0; }

HRESULT WINAPI CLSIDFromString(LPCOLESTR text, CLSID *id) {
  if (!id) return E_INVALIDARG;
  *id = (CLSID){0};
  if (!text) return S_OK; /* no text is the null class */
  BYTE bytes[sizeof *id] = {0};
  for (size_t i = 0; i < sizeof pattern; i++) {
    if (!is_digit(pattern[i])) {
      if (text[i] != (WCHAR)pattern[i]) return CO_E_CLASSSTRING;
      continue;
    }
    int value = value_of(text[i]);
    if (value < 0) return CO_E_CLASSSTRING;
    BYTE *byte = &bytes[value_of((WCHAR)pattern[i])];
    *byte = (BYTE)(*byte << 4 | value);
  }
  memcpy(id, bytes, sizeof *id);
  return S_OK;
}

int WINAPI StringFromGUID2(REFGUID id, LPOLESTR text, int capacity) {
  static const char digits[] = "0123456789ABCDEF";
  if (!id || !text || capacity < GUID_TEXT_UNITS) return 0;
  BYTE bytes[sizeof *id];
  memcpy(bytes, id, sizeof bytes);
  bool high = true;
  for (size_t i = 0; i < sizeof pattern; i++) {
    text[i] = (WCHAR)pattern[i];
    if (!is_digit(pattern[i])) continue;
    BYTE byte = bytes[value_of((WCHAR)pattern[i])];
    text[i] = (WCHAR)digits[high ? byte >> 4 : byte & 0xF];
    high = !high;
  }
  return GUID_TEXT_UNITS;
}
