#ifndef MAPILEAK_PROVIDER_PROPS_H
#define MAPILEAK_PROVIDER_PROPS_H

#include <stdbool.h>

#include "mapi-props.h"

/* Properties in memory. Calls that take a heap are made inside library_enter and library_leave. */

static inline SPropValue prop_text(ULONG tag, const char *text) {
  return (SPropValue){.ulPropTag = tag, .Value.lpszA = (char *)text};
}
static inline SPropValue prop_long(ULONG tag, LONG number) {
  return (SPropValue){.ulPropTag = tag, .Value.l = number};
}
static inline SPropValue prop_bool(ULONG tag, bool truth) {
  return (SPropValue){.ulPropTag = tag, .Value.b = truth};
}
static inline SPropValue prop_bytes(ULONG tag, const void *bytes, ULONG count) {
  return (SPropValue){.ulPropTag = tag, .Value.bin = {count, (BYTE *)bytes}};
}

/** The property of a tag; PT_UNSPECIFIED finds one of any type. NULL if there is none. */
const SPropValue *prop_find(const SPropValue *values, ULONG count, ULONG tag);
/** Whether two values have the same tag and the same value. */
bool prop_equal(const SPropValue *left, const SPropValue *right);
/** The text of a PT_STRING8 property; NULL if there is none, or it is empty. */
const char *prop_text_of(const SPropValue *values, ULONG count, ULONG tag);

/**
 * Copies properties into an array whose bytes and strings go with `root`; without a root the array is one
 * itself, to be freed by one MAPIFreeBuffer. `tags` says which and in what order, NULL all of them; one that
 * there is not becomes PT_ERROR with MAPI_E_NOT_FOUND. NULL when memory runs out.
 */
SPropValue *props_copy(HANDLE heap, void *root, const SPropValue *values, ULONG count,
                       const SPropTagArray *tags, ULONG *copied);
/** IMAPIProp::GetProps: S_OK, or MAPI_W_ERRORS_RETURNED if a property is missing. */
HRESULT props_get(HANDLE heap, const SPropValue *values, ULONG count, const SPropTagArray *tags, ULONG *found,
                  SPropValue **copies);
/** An array of tags as a buffer of its own; NULL when memory runs out. */
SPropTagArray *tags_copy(HANDLE heap, const SPropTagArray *tags);

#endif
