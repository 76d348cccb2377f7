#include "manage-store.h"

#include <string.h>

#include "entry-ids.h"
#include "library.h"

/* EdkMdb.h: OPENSTORE_USE_ADMIN_PRIVILEGE, _PUBLIC, _HOME_LOGON, _TAKE_OWNERSHIP, _OVERRIDE_HOME_MDB */
#define OPENSTORE_FLAGS 0x1Fu

/* An object of its own whose parent is the store: it lives in no other way, and has no properties. */
struct manage_store {
  struct object object;
};

/* Every interface of one object answers alike: what this one has not, the store has. */
static HRESULT query(HANDLE heap, struct object *object, REFIID iid, void **result) {
  if (iid_equal(iid, &iid_manage_store)) return MAPI_E_INTERFACE_NOT_SUPPORTED; /* the table has it */
  return object_query(heap, object->parent, iid, result);
}

const IID iid_manage_store = {0x559D10B0, 0xA772, 0x11CD, {0x9B, 0xC8, 0x00, 0xAA, 0x00, 0x2F, 0xC4, 0x5A}};
static const IID *const interfaces[] = {&iid_manage_store, NULL};
static const struct object_kind manage_store_kind = {
    .methods = &manage_store_methods, .interfaces = interfaces, .query = query};

HRESULT manage_store_make(HANDLE heap, struct object *store, void **result) {
  *result = object_make(heap, &manage_store_kind, store);
  return *result ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

HRESULT STDMETHODCALLTYPE manage_store_create_entry_id(void *self, char *store_name, char *mailbox_name,
                                                       ULONG flags, ULONG *bytes, void **entry_id) {
  if (!bytes || !entry_id) return MAPI_E_INVALID_PARAMETER;
  *bytes = 0;
  *entry_id = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags & ~OPENSTORE_FLAGS) return MAPI_E_UNKNOWN_FLAGS;
  if (!store_name || !*store_name) return MAPI_E_INVALID_PARAMETER;
  if (!object_enter(self, &manage_store_kind)) return MAPI_E_INVALID_OBJECT;
  /* No mailbox would be the public store, which the stand-in does not have. */
  const char *mailbox = mailbox_name ? mailbox_short_name(mailbox_name) : "";
  HRESULT result = !*mailbox || strlen(mailbox) > MAILBOX_NAME_LIMIT
                       ? MAPI_E_NO_SUPPORT
                       : entry_id_answer(library_heap(), ENTRY_STORE, mailbox, bytes, entry_id);
  library_leave();
  return result;
}
