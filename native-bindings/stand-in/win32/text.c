/* UTF-16 as Windows uses it, UTF-8 as Linux does. */
#include "text.h"

#include "pool.h"

size_t wide_length(LPCWSTR text) {
  size_t length = 0;
  while (text[length]) length++;
  return length;
}

/* Blocks of small letters and how far above their capitals they stand. */
static const struct {
  WCHAR first, last, distance;
} small_letters[] = {
    {'a', 'z', 32},       {0x00E0, 0x00F6, 32}, {0x00F8, 0x00FE, 32}, {0x03B1, 0x03C1, 32},
    {0x03C3, 0x03C9, 32}, {0x0430, 0x044F, 32}, {0x0450, 0x045F, 80},
};
#define SMALL_LETTER_BLOCKS (sizeof small_letters / sizeof *small_letters)

WCHAR fold(WCHAR unit) {
  for (size_t i = 0; i < SMALL_LETTER_BLOCKS; i++) {
    if (unit >= small_letters[i].first && unit <= small_letters[i].last) {
      return (WCHAR)(unit - small_letters[i].distance);
    }
  }
  return unit;
}

WCHAR lower(WCHAR unit) {
  for (size_t i = 0; i < SMALL_LETTER_BLOCKS; i++) {
    WCHAR candidate = (WCHAR)(unit + small_letters[i].distance);
    if (candidate >= small_letters[i].first && candidate <= small_letters[i].last) return candidate;
  }
  return unit;
}

int compare_folded(LPCWSTR left, size_t left_length, LPCWSTR right, size_t right_length) {
  for (size_t i = 0; i < left_length && i < right_length; i++) {
    int difference = (int)fold(left[i]) - (int)fold(right[i]);
    if (difference) return difference;
  }
  return (left_length > right_length) - (left_length < right_length);
}

bool equal_folded(LPCWSTR left, LPCWSTR right) {
  return compare_folded(left, wide_length(left), right, wide_length(right)) == 0;
}

size_t utf8_encode(uint32_t code_point, char *out) {
  if (code_point < 0x80) {
    out[0] = (char)code_point;
    return 1;
  }
  size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
  for (size_t i = length; i-- > 1; code_point >>= 6) out[i] = (char)(0x80 | (code_point & 0x3F));
  out[0] = (char)((0xF00u >> length & 0xF0u) | code_point);
  return length;
}

bool utf8_decode(const char **at, const char *end, uint32_t *code_point) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  unsigned char lead = (unsigned char)**at;
  size_t length = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 0;
  if (length == 0 || (size_t)(end - *at) < length) return false;

  uint32_t value = length == 1 ? lead : lead & (0x7Fu >> length);
  for (size_t i = 1; i < length; i++) {
    unsigned char byte = (unsigned char)(*at)[i];
    if ((byte & 0xC0) != 0x80) return false;
    value = value << 6 | (byte & 0x3Fu);
  }
  if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return false;
  *at += length;
  *code_point = value;
  return true;
}

uint32_t utf16_decode(const WCHAR **at, const WCHAR *end) {
  uint32_t unit = *(*at)++;
  if (unit < 0xD800 || unit >= 0xDC00 || *at == end || **at < 0xDC00 || **at >= 0xE000) return unit;
  return 0x10000 + ((unit - 0xD800) << 10) + (*(*at)++ - 0xDC00u);
}

size_t utf16_encode(uint32_t code_point, WCHAR *out) {
  if (code_point < 0x10000) {
    out[0] = (WCHAR)code_point;
    return 1;
  }
  out[0] = (WCHAR)(0xD800 + ((code_point - 0x10000) >> 10));
  out[1] = (WCHAR)(0xDC00 + ((code_point - 0x10000) & 0x3FF));
  return 2;
}

char *utf8_from_wide(LPCWSTR text) {
  const WCHAR *end = text + wide_length(text);
  char *copy = pool_alloc((size_t)(end - text) * 3 + 1);
  if (!copy) return NULL;
  char *out = copy;
  while (text < end) out += utf8_encode(utf16_decode(&text, end), out);
  *out = '\0';
  return copy;
}
