#include "store.h"

#include <stdio.h>
#include <string.h>

#include "buffers.h"
#include "entry-ids.h"
#include "folder.h"
#include "library.h"
#include "manage-store.h"
#include "props.h"

#define LOGOFF_FLAGS 0x1Fu /* LOGOFF_NO_WAIT, _ORDERLY, _PURGE, _ABORT, _QUIET (MAPIDefS.h) */
#define LOGOFF_COMPLETE 0x00010000u

struct store {
  struct object object;
  bool own, logged_off;
  char mailbox[MAILBOX_NAME_LIMIT + 1];
};

static DWORD open_stores;

static void end_store(HANDLE heap, struct object *object) {
  (void)heap;
  (void)object;
  open_stores--;
}

void stores_forget(void) { open_stores = 0; }

static const IID iid_store = MAPI_IID(0x0306);
static const IID iid_prop = MAPI_IID(0x0303);
static const IID *const interfaces[] = {&iid_store, &iid_prop, NULL};

static HRESULT query(HANDLE heap, struct object *object, REFIID iid, void **result) {
  return iid_equal(iid, &iid_manage_store) ? manage_store_make(heap, object, result)
                                           : MAPI_E_INTERFACE_NOT_SUPPORTED;
}

static const struct object_kind store_kind = {
    .methods = &store_methods, .interfaces = interfaces, .query = query, .end = end_store};
static_assert(sizeof(struct store) <= OBJECT_BYTES, "a store fits into a block");

HRESULT store_make(HANDLE heap, struct object *session, const char *mailbox, bool own, void **result) {
  DWORD limit = library_dials()->stores_per_process;
  if (limit && open_stores >= limit) return MAPI_E_FAILONEPROVIDER;
  struct store *store = object_make(heap, &store_kind, session);
  if (!store) return MAPI_E_NOT_ENOUGH_MEMORY;
  open_stores++;
  store->own = own;
  strncpy(store->mailbox, mailbox, MAILBOX_NAME_LIMIT);
  *result = store;
  return S_OK;
}

const char *store_mailbox(const struct object *store) { return ((const struct store *)store)->mailbox; }

/* Enters with a store that StoreLogoff was not called on. */
static struct store *enter(void *self) {
  struct store *store = object_enter(self, &store_kind);
  if (!store || !store->logged_off) return store;
  library_leave();
  return NULL;
}

/* --- Methods -------------------------------------------------------------------------------------------- */

HRESULT STDMETHODCALLTYPE store_get_props(void *self, SPropTagArray *tags, ULONG flags, ULONG *count,
                                          SPropValue **values) {
  if (!count || !values) return MAPI_E_INVALID_PARAMETER;
  *count = 0;
  *values = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  struct store *store = enter(self);
  if (!store) return MAPI_E_INVALID_OBJECT;

  struct entry_id own, subtree;
  ULONG own_bytes = entry_id_make(&own, ENTRY_STORE, store->mailbox);
  ULONG subtree_bytes = entry_id_make(&subtree, ENTRY_SUBTREE, store->mailbox);
  char title[sizeof store->mailbox + 10];
  snprintf(title, sizeof title, "Mailbox - %s", store->mailbox);
  const MAPIUID *provider = store->own ? &provider_primary : &provider_delegate;
  static const BYTE line_speed[4] = {0};
  const SPropValue props[] = {
      prop_text(PR_DISPLAY_NAME_A, title),
      prop_bytes(PR_ENTRYID, &own, own_bytes),
      prop_bytes(PR_STORE_ENTRYID, &own, own_bytes),
      prop_bytes(PR_IPM_SUBTREE_ENTRYID, &subtree, subtree_bytes),
      prop_bytes(PR_MDB_PROVIDER, provider, sizeof *provider),
      prop_bool(PR_DEFAULT_STORE, store->own),
      prop_text(PR_MAILBOX_OWNER_NAME_A, store->mailbox),
      prop_bytes(PR_TEST_LINE_SPEED, line_speed, sizeof line_speed),
  };
  HRESULT result = props_get(library_heap(), props, sizeof props / sizeof *props, tags, count, values);
  library_leave();
  return result;
}

HRESULT store_open_folder(HANDLE heap, struct object *store, ULONG bytes, const void *memory, const IID *iid,
                          ULONG *type, void **folder) {
  struct entry_id entry_id;
  if (bytes == 0) entry_id_make(&entry_id, ENTRY_SUBTREE, store_mailbox(store)); /* the root folder */
  else if (!entry_id_read(bytes, memory, &entry_id)) return MAPI_E_INVALID_ENTRYID;
  if (entry_id.kind == ENTRY_STORE || strcmp(entry_id.mailbox, store_mailbox(store)) != 0)
    return MAPI_E_UNKNOWN_ENTRYID;
  if (!folder_has_interface(iid)) return MAPI_E_INTERFACE_NOT_SUPPORTED;
  *folder = folder_make(heap, store, entry_id.kind);
  if (!*folder) return MAPI_E_NOT_ENOUGH_MEMORY;
  *type = MAPI_FOLDER;
  return S_OK;
}

HRESULT STDMETHODCALLTYPE store_open_entry(void *self, ULONG bytes, void *entry_id, const IID *iid,
                                           ULONG flags, ULONG *type, void **object) {
  (void)flags; /* what may be done with a folder makes no difference here */
  if (!type || !object) return MAPI_E_INVALID_PARAMETER;
  *object = NULL;
  struct store *store = enter(self);
  if (!store) return MAPI_E_INVALID_OBJECT;
  HRESULT result = store_open_folder(library_heap(), &store->object, bytes, entry_id, iid, type, object);
  library_leave();
  return result;
}

HRESULT STDMETHODCALLTYPE store_get_receive_folder(void *self, char *message_class, ULONG flags, ULONG *bytes,
                                                   void **entry_id, char **explicit_class) {
  (void)message_class; /* every class is received in the inbox */
  if (!bytes || !entry_id) return MAPI_E_INVALID_PARAMETER;
  *bytes = 0;
  *entry_id = NULL;
  if (explicit_class) *explicit_class = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  struct store *store = enter(self);
  if (!store) return MAPI_E_INVALID_OBJECT;
  HANDLE heap = library_heap();
  HRESULT result = S_OK;
  if (explicit_class) {
    *explicit_class = buffer_make(heap, 1);
    if (*explicit_class) **explicit_class = '\0';
    else result = MAPI_E_NOT_ENOUGH_MEMORY;
  }
  if (result == S_OK) result = entry_id_answer(heap, ENTRY_INBOX, store->mailbox, bytes, entry_id);
  if (result != S_OK && explicit_class) {
    buffer_free(heap, *explicit_class);
    *explicit_class = NULL;
  }
  library_leave();
  return result;
}

HRESULT STDMETHODCALLTYPE store_logoff(void *self, ULONG *flags) {
  if (!flags) return MAPI_E_INVALID_PARAMETER;
  if (*flags & ~LOGOFF_FLAGS) return MAPI_E_UNKNOWN_FLAGS;
  struct store *store = enter(self);
  if (!store) return MAPI_E_INVALID_OBJECT;
  store->logged_off = true;
  *flags = LOGOFF_COMPLETE;
  library_leave();
  return S_OK;
}
