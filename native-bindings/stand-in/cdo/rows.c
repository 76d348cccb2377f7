#include "rows.h"

void free_rows(SRowSet *rows) {
  if (!rows) return;
  for (ULONG i = 0; i < rows->cRows; i++) MAPIFreeBuffer(rows->aRow[i].lpProps);
  MAPIFreeBuffer(rows);
}

HRESULT read_property(void *object, ULONG tag, SPropValue **value) {
  struct {
    ULONG count, tags[1];
  } tags = {1, {tag}};
  /* All that have properties begin with IMAPIProp, as a folder does. */
  IMAPIFolder *folder = object;
  ULONG count;
  *value = NULL;
  HRESULT result = folder->lpVtbl->GetProps(folder, (SPropTagArray *)(void *)&tags, 0, &count, value);
  if (FAILED(result) || (*value)->ulPropTag == tag) return result;
  result = (*value)->Value.err;
  MAPIFreeBuffer(*value);
  *value = NULL;
  return FAILED(result) ? result : MAPI_E_NOT_FOUND;
}
