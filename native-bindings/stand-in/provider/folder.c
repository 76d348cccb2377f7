#include "folder.h"

#include <string.h>

#include "entry-ids.h"
#include "library.h"
#include "props.h"
#include "store.h"

struct folder {
  struct object object; /* its parent is the store */
  BYTE kind;
};

static const IID iid_folder = MAPI_IID(0x030C);
static const IID iid_container = MAPI_IID(0x030B);
static const IID iid_prop = MAPI_IID(0x0303);
static const IID *const interfaces[] = {&iid_folder, &iid_container, &iid_prop, NULL};
static const struct object_kind folder_kind = {.methods = &folder_methods, .interfaces = interfaces};
static_assert(sizeof(struct folder) <= OBJECT_BYTES, "a folder fits into a block");

bool folder_has_interface(const IID *iid) { return !iid || object_has_interface(&folder_kind, iid); }

IMAPIFolder *folder_make(HANDLE heap, struct object *store, BYTE kind) {
  struct folder *folder = object_make(heap, &folder_kind, store);
  if (!folder) return NULL;
  folder->kind = kind;
  return (IMAPIFolder *)folder;
}

/* Not the same in every mailbox, and always the same in one. */
static LONG content_count(const char *mailbox) {
  LONG sum = 0;
  for (; *mailbox; mailbox++) sum += (unsigned char)*mailbox;
  return sum % 100;
}

HRESULT STDMETHODCALLTYPE folder_get_props(void *self, SPropTagArray *tags, ULONG flags, ULONG *count,
                                           SPropValue **values) {
  if (!count || !values) return MAPI_E_INVALID_PARAMETER;
  *count = 0;
  *values = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  struct folder *folder = object_enter(self, &folder_kind);
  if (!folder) return MAPI_E_INVALID_OBJECT;

  const char *mailbox = store_mailbox(folder->object.parent);
  bool is_inbox = folder->kind == ENTRY_INBOX;
  struct entry_id own, store;
  ULONG own_bytes = entry_id_make(&own, folder->kind, mailbox);
  ULONG store_bytes = entry_id_make(&store, ENTRY_STORE, mailbox);
  const SPropValue props[] = {
      prop_text(PR_DISPLAY_NAME_A, is_inbox ? "Inbox" : "Top of Information Store"),
      prop_bytes(PR_ENTRYID, &own, own_bytes),
      prop_bytes(PR_STORE_ENTRYID, &store, store_bytes),
      prop_long(PR_CONTENT_COUNT, is_inbox ? content_count(mailbox) : 0),
  };
  HRESULT result = props_get(library_heap(), props, sizeof props / sizeof *props, tags, count, values);
  library_leave();
  return result;
}
