#ifndef MAPILEAK_PROVIDER_WIDE_NAMES_H
#define MAPILEAK_PROVIDER_WIDE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "platform.h"

/*
 * Profiles and mailboxes have ANSI names, registry and files have UTF-16 ones: a byte is a unit (ISO 8859-1).
 */

struct wide_name {
  WCHAR *text;
  size_t length, room; /* units; there is always room for a NUL */
};

/** False if it does not fit. */
static inline bool wide_append(struct wide_name *name, LPCWSTR text) {
  for (; *text; text++) {
    if (name->length + 1 >= name->room) return false;
    name->text[name->length++] = *text;
  }
  name->text[name->length] = 0;
  return true;
}

static inline bool wide_append_narrow(struct wide_name *name, const char *text) {
  for (; *text; text++) {
    if (name->length + 1 >= name->room) return false;
    name->text[name->length++] = (unsigned char)*text;
  }
  name->text[name->length] = 0;
  return true;
}

static inline char lower_case(char letter) {
  return letter >= 'A' && letter <= 'Z' ? (char)(letter + 'a' - 'A') : letter;
}

/** Whether two names are the same but for the case of their letters (a to z). */
static inline bool names_equal(const char *left, const char *right) {
  while (*left && lower_case(*left) == lower_case(*right)) left++, right++;
  return lower_case(*left) == lower_case(*right);
}

/** At most `units` of a text; what is no ANSI becomes a question mark. */
static inline void narrow_copy(char *to, size_t capacity, const WCHAR *text, size_t units) {
  size_t length = 0;
  for (; length < units && length + 1 < capacity && text[length]; length++) {
    to[length] = (char)(text[length] < 0x100 ? text[length] : '?');
  }
  to[length] = '\0';
}

#endif
