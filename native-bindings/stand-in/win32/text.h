#ifndef MAPILEAK_WIN32_TEXT_H
#define MAPILEAK_WIN32_TEXT_H

#include <stdbool.h>

#include "win32.h"

size_t wide_length(LPCWSTR text);
/**
 * Upper case for comparison: ASCII, Latin-1, Greek and Cyrillic. Other letters only equal themselves, where
 * Windows has a table for all of Unicode.
 */
WCHAR fold(WCHAR unit);
WCHAR lower(WCHAR unit);
/** Orders without regard to case: <0, 0, >0. */
int compare_folded(LPCWSTR left, size_t left_length, LPCWSTR right, size_t right_length);
bool equal_folded(LPCWSTR left, LPCWSTR right);

/** Bytes of UTF-8 a code point takes, written to `out` (4 bytes). */
size_t utf8_encode(uint32_t code_point, char *out);
/** Reads one code point at `*at`, strictly; false on malformed UTF-8, surrogates included. */
bool utf8_decode(const char **at, const char *end, uint32_t *code_point);
/** Reads one code point of UTF-16; an unpaired surrogate comes back as itself. */
uint32_t utf16_decode(const WCHAR **at, const WCHAR *end);
/** Units of UTF-16 a code point takes, written to `out` (2 units). */
size_t utf16_encode(uint32_t code_point, WCHAR *out);

/** The text as UTF-8 from the pool; NULL when memory runs out. */
char *utf8_from_wide(LPCWSTR text);

#endif
