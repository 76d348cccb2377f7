/* What IMAPISession has to do with stores: their table, and how they are opened. */
#include <string.h>

#include "entry-ids.h"
#include "leaks.h"
#include "library.h"
#include "props.h"
#include "session.h"
#include "store.h"
#include "table.h"

/* MAPIDefS.h: MDB_NO_DIALOG, MDB_WRITE, MAPI_DEFERRED_ERRORS, MAPI_BEST_ACCESS, MDB_TEMPORARY, MDB_NO_MAIL */
#define MDB_FLAGS 0xBDu
#define STATUS_PRIMARY_IDENTITY 0x1u
#define STATUS_DEFAULT_STORE 0x4u

/* One row: the mailbox that the profile is for. */
static struct rows *stores_of(HANDLE heap, const struct session *session) {
  struct entry_id entry_id;
  ULONG bytes = entry_id_make(&entry_id, ENTRY_STORE, session_mailbox(session));
  const SPropValue props[] = {
      prop_bytes(PR_ENTRYID, &entry_id, bytes),
      prop_text(PR_DISPLAY_NAME_A, session_mailbox(session)),
      prop_bool(PR_DEFAULT_STORE, true),
      prop_bytes(PR_MDB_PROVIDER, &provider_primary, sizeof provider_primary),
      prop_long(PR_RESOURCE_FLAGS, STATUS_DEFAULT_STORE | STATUS_PRIMARY_IDENTITY),
  };
  struct rows *rows = rows_make(heap, 1);
  if (rows && rows_add(heap, rows, props, sizeof props / sizeof *props)) return rows;
  rows_free(heap, rows);
  return NULL;
}

HRESULT STDMETHODCALLTYPE session_get_stores_table(void *self, ULONG flags, void **table) {
  if (!table) return MAPI_E_INVALID_PARAMETER;
  *table = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  struct session *session = session_enter(self);
  if (!session) return MAPI_E_INVALID_OBJECT;
  HANDLE heap = library_heap();
  struct rows *rows = stores_of(heap, session);
  if (rows) *table = table_make(heap, rows, NULL);
  library_leave();
  return *table ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

static HRESULT open_store(HANDLE heap, struct session *session, const char *mailbox, void **store) {
  bool own = mailbox_equal(mailbox, session_mailbox(session));
  HRESULT result = store_make(heap, (struct object *)session, mailbox, own, store);
  if (result == S_OK && !own) leaks_at_other_store(heap, library_dials());
  return result;
}

HRESULT STDMETHODCALLTYPE session_open_store(void *self, ULONG_PTR window, ULONG bytes, void *memory,
                                             const IID *iid, ULONG flags, void **store) {
  static const IID iid_store = MAPI_IID(0x0306);
  (void)window;
  if (!store) return MAPI_E_INVALID_PARAMETER;
  *store = NULL;
  if (flags & ~MDB_FLAGS) return MAPI_E_UNKNOWN_FLAGS;
  struct session *session = session_enter(self);
  if (!session) return MAPI_E_INVALID_OBJECT;
  struct entry_id entry_id;
  HRESULT result;
  if (!entry_id_read(bytes, memory, &entry_id)) result = MAPI_E_INVALID_ENTRYID;
  else if (entry_id.kind != ENTRY_STORE) result = MAPI_E_UNKNOWN_ENTRYID;
  else if (iid && !iid_equal(iid, &iid_store)) result = MAPI_E_INTERFACE_NOT_SUPPORTED;
  else result = open_store(library_heap(), session, entry_id.mailbox, store);
  library_leave();
  return result;
}

/* A folder is opened through its store, which then lives as long as the folder does. */
static HRESULT open_folder(HANDLE heap, struct session *session, const struct entry_id *entry_id, ULONG bytes,
                           const IID *iid, ULONG *type, void **folder) {
  void *store;
  HRESULT result = open_store(heap, session, entry_id->mailbox, &store);
  if (result != S_OK) return result;
  result = store_open_folder(heap, store, bytes, entry_id, iid, type, folder);
  object_drop(heap, store);
  return result;
}

HRESULT STDMETHODCALLTYPE session_open_entry(void *self, ULONG bytes, void *memory, const IID *iid,
                                             ULONG flags, ULONG *type, void **object) {
  (void)flags;
  if (!type || !object) return MAPI_E_INVALID_PARAMETER;
  *object = NULL;
  struct session *session = session_enter(self);
  if (!session) return MAPI_E_INVALID_OBJECT;
  HANDLE heap = library_heap();
  struct entry_id entry_id;
  HRESULT result;
  if (!entry_id_read(bytes, memory, &entry_id)) {
    result = MAPI_E_INVALID_ENTRYID;
  } else if (entry_id.kind == ENTRY_STORE) {
    result = open_store(heap, session, entry_id.mailbox, object);
    if (result == S_OK) *type = MAPI_STORE;
  } else {
    result = open_folder(heap, session, &entry_id, bytes, iid, type, object);
  }
  library_leave();
  return result;
}
