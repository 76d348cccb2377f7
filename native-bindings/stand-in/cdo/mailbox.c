/* The objects InfoStores, InfoStore, Folder and Messages. */
#include "mailbox.h"

#include "rows.h"
#include "stores.h"

#define PR_IPM_OUTBOX_ENTRYID 0x35E20102u
#define MAPI_BEST_ACCESS 0x10u
#define ENTRY_ID_LIMIT 512 /* bytes of one that a caller gives */

enum { FOLDER, STORE }; /* what a holding has opened; a store alone is in the first place */

static IMAPISession *mapi_session(struct call *call) { return session_of(call->self)->holding->session; }

/* --- Properties of what is opened ----------------------------------------------------------------------- */

static HRESULT answer_text(struct call *call, void *opened, ULONG tag) {
  SPropValue *value;
  HRESULT result = read_property(opened, tag, &value);
  if (FAILED(result)) return result;
  result = put_narrow(call->result, value->Value.lpszA);
  MAPIFreeBuffer(value);
  return result;
}

static HRESULT answer_bytes(struct call *call, void *opened, ULONG tag) {
  SPropValue *value;
  HRESULT result = read_property(opened, tag, &value);
  if (FAILED(result)) return result;
  result = put_bytes(call->result, value->Value.bin.lpb, value->Value.bin.cb);
  MAPIFreeBuffer(value);
  return result;
}

static HRESULT get_name(struct call *call) {
  return answer_text(call, call->self->holding->opened[0], PR_DISPLAY_NAME_A);
}

static HRESULT get_id(struct call *call) {
  return answer_bytes(call, call->self->holding->opened[0], PR_ENTRYID);
}

static HRESULT get_store_id(struct call *call) {
  return answer_bytes(call, call->self->holding->opened[FOLDER], PR_STORE_ENTRYID);
}

/* --- Folders -------------------------------------------------------------------------------------------- */

/* Opens a folder of the store into its holding. */
static HRESULT open_folder(struct holding *holding, ULONG bytes, void *entry_id) {
  IMsgStore *store = holding->opened[STORE];
  ULONG type;
  return store->lpVtbl->OpenEntry(store, bytes, entry_id, NULL, MAPI_BEST_ACCESS, &type,
                                  &holding->opened[FOLDER]);
}

static HRESULT open_inbox(struct holding *holding) {
  IMsgStore *store = holding->opened[STORE];
  char message_class[] = "IPM";
  ULONG bytes;
  void *entry_id;
  HRESULT result = store->lpVtbl->GetReceiveFolder(store, message_class, 0, &bytes, &entry_id, NULL);
  if (FAILED(result)) return result;
  result = open_folder(holding, bytes, entry_id);
  MAPIFreeBuffer(entry_id);
  return result;
}

/* A folder whose entry id is a property of the store. */
static HRESULT open_folder_named_by(struct holding *holding, ULONG tag) {
  SPropValue *value;
  HRESULT result = read_property(holding->opened[STORE], tag, &value);
  if (FAILED(result)) return result;
  result = open_folder(holding, value->Value.bin.cb, value->Value.bin.lpb);
  MAPIFreeBuffer(value);
  return result;
}

/* Answers with an object that takes over the holding, or closes it if it could not be filled. */
static HRESULT answer_opened(struct call *call, const struct cdo_kind *kind, struct holding *holding,
                             HRESULT filled) {
  if (!FAILED(filled)) return put_new_object(call->result, make_object(kind, call->self, holding));
  close_holding(holding);
  return filled;
}

HRESULT open_default_folder(struct call *call, enum default_folder which) {
  struct holding *holding = make_holding();
  if (!holding) return MAPI_E_NOT_ENOUGH_MEMORY;
  IMsgStore *store;
  HRESULT result = open_default_store(mapi_session(call), &store);
  if (!FAILED(result)) {
    holding->opened[STORE] = store;
    result = which == INBOX ? open_inbox(holding) : open_folder_named_by(holding, PR_IPM_OUTBOX_ENTRYID);
  }
  return answer_opened(call, &folder_kind, holding, result);
}

static HRESULT get_root_folder(struct call *call) {
  struct holding *holding = make_holding();
  if (!holding) return MAPI_E_NOT_ENOUGH_MEMORY;
  IUnknown *store = call->self->holding->opened[0];
  store->lpVtbl->AddRef(store);
  holding->opened[STORE] = store;
  return answer_opened(call, &folder_kind, holding, open_folder_named_by(holding, PR_IPM_SUBTREE_ENTRYID));
}

static HRESULT get_messages(struct call *call) {
  return put_new_object(call->result, make_object(&messages_kind, call->self, NULL));
}

static HRESULT count_messages(struct call *call) {
  struct cdo_object *folder = (struct cdo_object *)call->self->object.parent;
  SPropValue *value;
  HRESULT result = read_property(folder->holding->opened[FOLDER], PR_CONTENT_COUNT, &value);
  if (FAILED(result)) return result;
  result = put_number(call->result, value->Value.l);
  MAPIFreeBuffer(value);
  return result;
}

/* --- Stores --------------------------------------------------------------------------------------------- */

static HRESULT answer_store(struct call *call, IMsgStore *store, HRESULT opened) {
  if (FAILED(opened)) return opened;
  struct holding *holding = make_holding();
  if (!holding) {
    store->lpVtbl->Release(store);
    return MAPI_E_NOT_ENOUGH_MEMORY;
  }
  holding->opened[0] = store;
  return answer_opened(call, &store_kind, holding, S_OK);
}

static int value_of_digit(WCHAR digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Bytes of hexadecimal digits; 0 if they are none, or too many. */
static ULONG read_bytes(LPCWSTR text, BYTE bytes[ENTRY_ID_LIMIT]) {
  for (ULONG count = 0;; count++, text += 2) {
    if (!*text) return count;
    int high = value_of_digit(text[0]);
    int low = high < 0 ? -1 : value_of_digit(text[1]);
    if (low < 0 || count == ENTRY_ID_LIMIT) return 0;
    bytes[count] = (BYTE)(high << 4 | low);
  }
}

HRESULT open_store_of_id(struct call *call, LPCWSTR id) {
  IMsgStore *store = NULL;
  if (!id) {
    HRESULT result = open_default_store(mapi_session(call), &store);
    return answer_store(call, store, result);
  }
  BYTE entry_id[ENTRY_ID_LIMIT];
  ULONG bytes = read_bytes(id, entry_id);
  if (!bytes) return MAPI_E_INVALID_ENTRYID;
  HRESULT result = open_store(mapi_session(call), bytes, entry_id, &store);
  return answer_store(call, store, result);
}

static HRESULT get_store_at(struct call *call) {
  LONG index = call->arguments[0].number;
  if (index < 1) return MAPI_E_INVALID_PARAMETER;
  IMsgStore *store = NULL;
  HRESULT result = open_store_at(mapi_session(call), (ULONG)index - 1, &store);
  return answer_store(call, store, result);
}

static HRESULT get_store_count(struct call *call) {
  ULONG count;
  HRESULT result = count_stores(mapi_session(call), &count);
  return FAILED(result) ? result : put_number(call->result, (LONG)count);
}

/* --- The kinds ------------------------------------------------------------------------------------------ */

static const struct member folder_members[] = {
    COMMON_MEMBERS,
    MAPIOBJECT_MEMBER,
    {u"Name", 23, DISPATCH_PROPERTYGET, .call = get_name},
    {u"ID", 14, DISPATCH_PROPERTYGET, .call = get_id},
    {u"StoreID", 52, DISPATCH_PROPERTYGET, .call = get_store_id},
    {u"Messages", 22, DISPATCH_PROPERTYGET, .call = get_messages},
    {u"Folders", 13, DISPATCH_PROPERTYGET, .call = not_modelled},
    {u"Fields", 12, DISPATCH_PROPERTYGET, .call = not_modelled},
    {.name = NULL},
};
static const struct member messages_members[] = {
    COMMON_MEMBERS,
    {u"Count", 9, DISPATCH_PROPERTYGET, .call = count_messages},
    {u"GetFirst", 109, DISPATCH_METHOD, .call = not_modelled, .count = 1,
     .parameters = {{u"Filter", TEXT_PARAMETER}}},
    {u"GetNext", 111, DISPATCH_METHOD, .call = not_modelled},
    {.name = NULL},
};
static const struct member stores_members[] = {
    COMMON_MEMBERS,
    {u"Count", 9, DISPATCH_PROPERTYGET, .call = get_store_count},
    {u"Item", 21, DISPATCH_PROPERTYGET, .call = get_store_at, .count = 1,
     .parameters = {{u"Index", NUMBER_PARAMETER, .required = true}}},
    {.name = NULL},
};
static const struct member store_members[] = {
    COMMON_MEMBERS,
    MAPIOBJECT_MEMBER,
    {u"Name", 23, DISPATCH_PROPERTYGET, .call = get_name},
    {u"ID", 14, DISPATCH_PROPERTYGET, .call = get_id},
    {u"RootFolder", 59, DISPATCH_PROPERTYGET, .call = get_root_folder},
    {.name = NULL},
};

static const IID *const interfaces[] = {&iid_dispatch, NULL};
const struct cdo_kind folder_kind = {CDO_KIND(interfaces), .number = 2, .members = folder_members};
const struct cdo_kind messages_kind = {CDO_KIND(interfaces), .number = 16, .members = messages_members};
const struct cdo_kind stores_kind = {CDO_KIND(interfaces), .number = 14, .members = stores_members};
const struct cdo_kind store_kind = {CDO_KIND(interfaces), .number = 1, .members = store_members};
