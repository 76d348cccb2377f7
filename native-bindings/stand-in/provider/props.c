#include "props.h"

#include <string.h>

#include "buffers.h"

const SPropValue *prop_find(const SPropValue *values, ULONG count, ULONG tag) {
  for (ULONG i = 0; i < count; i++) {
    ULONG have = values[i].ulPropTag;
    if (have == tag || (PROP_TYPE(tag) == PT_UNSPECIFIED && PROP_ID(have) == PROP_ID(tag))) return &values[i];
  }
  return NULL;
}

bool prop_equal(const SPropValue *left, const SPropValue *right) {
  if (left->ulPropTag != right->ulPropTag) return false;
  switch (PROP_TYPE(left->ulPropTag)) {
    case PT_LONG: return left->Value.l == right->Value.l;
    case PT_BOOLEAN: return !left->Value.b == !right->Value.b;
    case PT_STRING8: return strcmp(left->Value.lpszA, right->Value.lpszA) == 0;
    case PT_BINARY:
      return left->Value.bin.cb == right->Value.bin.cb &&
             memcmp(left->Value.bin.lpb, right->Value.bin.lpb, left->Value.bin.cb) == 0;
    default: return false;
  }
}

const char *prop_text_of(const SPropValue *values, ULONG count, ULONG tag) {
  const SPropValue *value = prop_find(values, count, tag);
  return value && value->Value.lpszA && *value->Value.lpszA ? value->Value.lpszA : NULL;
}

/* Gives a copied value bytes of its own. */
static bool own(HANDLE heap, void *root, SPropValue *value) {
  ULONG type = PROP_TYPE(value->ulPropTag);
  const void *from = type == PT_STRING8 ? (const void *)value->Value.lpszA : value->Value.bin.lpb;
  size_t bytes = type == PT_STRING8 ? strlen(value->Value.lpszA) + 1 : value->Value.bin.cb;
  void *copy = buffer_more(heap, bytes, root);
  if (!copy) return false;
  memcpy(copy, from, bytes);
  if (type == PT_STRING8) value->Value.lpszA = copy;
  else value->Value.bin.lpb = copy;
  return true;
}

static SPropValue missing(ULONG tag) {
  return (SPropValue){.ulPropTag = CHANGE_PROP_TYPE(tag, PT_ERROR), .Value.err = MAPI_E_NOT_FOUND};
}

SPropValue *props_copy(HANDLE heap, void *root, const SPropValue *values, ULONG count,
                       const SPropTagArray *tags, ULONG *copied) {
  ULONG wanted = tags ? tags->cValues : count;
  size_t bytes = wanted * sizeof(SPropValue);
  SPropValue *copies = root ? buffer_more(heap, bytes, root) : buffer_make(heap, bytes);
  if (!copies) return NULL;
  void *owner = root ? root : copies;
  for (ULONG i = 0; i < wanted; i++) {
    const SPropValue *value = tags ? prop_find(values, count, tags->aulPropTag[i]) : &values[i];
    copies[i] = value ? *value : missing(tags->aulPropTag[i]);
    ULONG type = PROP_TYPE(copies[i].ulPropTag);
    if ((type != PT_STRING8 && type != PT_BINARY) || own(heap, owner, &copies[i])) continue;
    if (!root) buffer_free(heap, copies);
    return NULL;
  }
  *copied = wanted;
  return copies;
}

HRESULT props_get(HANDLE heap, const SPropValue *values, ULONG count, const SPropTagArray *tags, ULONG *found,
                  SPropValue **copies) {
  *copies = props_copy(heap, NULL, values, count, tags, found);
  if (!*copies) return MAPI_E_NOT_ENOUGH_MEMORY;
  for (ULONG i = 0; i < *found; i++) {
    if (PROP_TYPE((*copies)[i].ulPropTag) == PT_ERROR) return MAPI_W_ERRORS_RETURNED;
  }
  return S_OK;
}

SPropTagArray *tags_copy(HANDLE heap, const SPropTagArray *tags) {
  size_t bytes = sizeof *tags + tags->cValues * sizeof *tags->aulPropTag;
  SPropTagArray *copy = buffer_make(heap, bytes);
  return copy ? memcpy(copy, tags, bytes) : NULL;
}
