#include "stores.h"

#include <stdbool.h>

#include "rows.h"

#define MDB_NO_DIALOG 0x1u
#define MAPI_BEST_ACCESS 0x10u
#define STORE_LIMIT 1000 /* rows that are read at once */

enum { ENTRY_ID, IS_DEFAULT, COLUMNS };

HRESULT open_store(IMAPISession *session, ULONG bytes, BYTE *entry_id, IMsgStore **store) {
  void *opened;
  ULONG flags = MDB_NO_DIALOG | MAPI_BEST_ACCESS;
  HRESULT result = session->lpVtbl->OpenMsgStore(session, 0, bytes, entry_id, NULL, flags, &opened);
  if (!FAILED(result)) *store = opened;
  return result;
}

static HRESULT open_table(IMAPISession *session, IMAPITable **table) {
  void *opened;
  HRESULT result = session->lpVtbl->GetMsgStoresTable(session, 0, &opened);
  if (!FAILED(result)) *table = opened;
  return result;
}

HRESULT count_stores(IMAPISession *session, ULONG *count) {
  IMAPITable *table;
  HRESULT result = open_table(session, &table);
  if (FAILED(result)) return result;
  result = table->lpVtbl->GetRowCount(table, 0, count);
  table->lpVtbl->Release(table);
  return result;
}

/* The stores of a session, an entry id and whether it is the default for each. */
static HRESULT read_stores(IMAPISession *session, SRowSet **rows) {
  struct {
    ULONG count, tags[COLUMNS];
  } columns = {COLUMNS, {PR_ENTRYID, PR_DEFAULT_STORE}};
  IMAPITable *table;
  HRESULT result = open_table(session, &table);
  if (FAILED(result)) return result;
  result = table->lpVtbl->SetColumns(table, (SPropTagArray *)(void *)&columns, 0);
  if (!FAILED(result)) result = table->lpVtbl->QueryRows(table, STORE_LIMIT, 0, rows);
  table->lpVtbl->Release(table);
  return result;
}

static HRESULT open_row(IMAPISession *session, const SRow *row, IMsgStore **store) {
  if (row->lpProps[ENTRY_ID].ulPropTag != PR_ENTRYID) return MAPI_E_NOT_FOUND;
  const SBinary *entry_id = &row->lpProps[ENTRY_ID].Value.bin;
  return open_store(session, entry_id->cb, entry_id->lpb, store);
}

static bool is_default(const SRow *row) {
  return row->lpProps[IS_DEFAULT].ulPropTag == PR_DEFAULT_STORE && row->lpProps[IS_DEFAULT].Value.b;
}

HRESULT open_default_store(IMAPISession *session, IMsgStore **store) {
  SRowSet *rows;
  HRESULT result = read_stores(session, &rows);
  if (FAILED(result)) return result;
  ULONG place = 0;
  while (place < rows->cRows && !is_default(&rows->aRow[place])) place++;
  result = place < rows->cRows ? open_row(session, &rows->aRow[place], store) : MAPI_E_NOT_FOUND;
  free_rows(rows);
  return result;
}

HRESULT open_store_at(IMAPISession *session, ULONG place, IMsgStore **store) {
  SRowSet *rows;
  HRESULT result = read_stores(session, &rows);
  if (FAILED(result)) return result;
  result = place < rows->cRows ? open_row(session, &rows->aRow[place], store) : MAPI_E_NOT_FOUND;
  free_rows(rows);
  return result;
}
