/* Stores and folders, how many may be open, and the leak of KB 898782. */
#include <stdio.h>
#include <string.h>

#include "mapi-helpers.h"

static const IID iid_folder = MAPI_IID(0x030C);
static const IID iid_store = MAPI_IID(0x0306);
static const IID iid_manager = {0x559D10B0, 0xA772, 0x11CD, {0x9B, 0xC8, 0x00, 0xAA, 0x00, 0x2F, 0xC4, 0x5A}};

static void properties(void) {
  start_mapi();
  IMAPISession *session = log_on_to("alice");
  IMsgStore *store = open_own_store(session);
  const IMsgStoreVtbl *methods = store->lpVtbl;
  CHECK(is_itself(store, &iid_store) && is_itself(store, &iid_unknown_of_com) && is_not(store, &iid_folder),
        "a store is an IMsgStore");
  ULONG count = 0;
  SPropValue *values;
  CHECK(methods->GetProps(store, NULL, 0, &count, &values) == S_OK && count >= 5, "it has properties");
  CHECK(MAPIFreeBuffer(values) == 0, "in one buffer");
  ULONG tags[] = {3, PR_DISPLAY_NAME_A, PR_CONTENT_COUNT, CHANGE_PROP_TYPE(PR_DEFAULT_STORE, PT_UNSPECIFIED)};
  CHECK(methods->GetProps(store, (SPropTagArray *)tags, 0, &count, &values) == MAPI_W_ERRORS_RETURNED &&
            count == 3 && strcmp(values[0].Value.lpszA, "Mailbox - alice") == 0 &&
            PROP_TYPE(values[1].ulPropTag) == PT_ERROR && values[1].Value.err == MAPI_E_NOT_FOUND &&
            values[2].ulPropTag == PR_DEFAULT_STORE && values[2].Value.b,
        "one that is missing is an error in its place");
  MAPIFreeBuffer(values);
  SPropValue *speed = get_prop(store, PR_TEST_LINE_SPEED);
  CHECK(speed != NULL, "the line can be tested");
  MAPIFreeBuffer(speed);
  CHECK(methods->GetProps(store, NULL, 0, NULL, &values) == MAPI_E_INVALID_PARAMETER &&
            methods->GetProps(store, NULL, 0, &count, NULL) == MAPI_E_INVALID_PARAMETER &&
            methods->GetProps(store, NULL, 1, &count, &values) == MAPI_E_UNKNOWN_FLAGS &&
            methods->GetProps(store, NULL, MAPI_UNICODE, &count, &values) == MAPI_E_BAD_CHARWIDTH && !values,
        "parameters are checked");
  ULONG flags = 0x100;
  CHECK(methods->StoreLogoff(store, NULL) == MAPI_E_INVALID_PARAMETER &&
            methods->StoreLogoff(store, &flags) == MAPI_E_UNKNOWN_FLAGS,
        "also those of StoreLogoff");
  flags = 1;
  CHECK(methods->StoreLogoff(store, &flags) == S_OK && !get_prop(store, PR_DISPLAY_NAME_A),
        "which ends its use");
  flags = 1;
  CHECK(methods->StoreLogoff(store, &flags) == MAPI_E_INVALID_OBJECT && MapileakStandInMisuses() == 0,
        "then only Release is legal");
  CHECK(drop(store) == 0 && drop(session) == 0 && MapileakStandInLiveObjects() == 0, "and frees it");
}

static void folders(void) {
  start_mapi();
  IMAPISession *session = log_on_to("alice");
  IMsgStore *store = open_own_store(session);
  const IMsgStoreVtbl *methods = store->lpVtbl;
  ULONG bytes = 0;
  ULONG type = 0;
  void *id;
  void *memory;
  char *message_class;
  CHECK(methods->GetReceiveFolder(store, NAME("IPM"), 0, &bytes, &id, &message_class) == S_OK && bytes > 20 &&
            *message_class == '\0',
        "mail is received in a folder");
  CHECK(MAPIFreeBuffer(message_class) == 0, "its class is a buffer of its own");
  CHECK(methods->OpenEntry(store, bytes, id, &iid_store, 0x10, &type, &memory) ==
                MAPI_E_INTERFACE_NOT_SUPPORTED &&
            methods->OpenEntry(store, bytes - 1, id, NULL, 0x10, &type, &memory) == MAPI_E_INVALID_ENTRYID &&
            methods->OpenEntry(store, 4, id, NULL, 0x10, &type, &memory) == MAPI_E_INVALID_ENTRYID &&
            methods->OpenEntry(store, bytes, id, NULL, 0x10, NULL, &memory) == MAPI_E_INVALID_PARAMETER &&
            methods->OpenEntry(store, bytes, id, NULL, 0x10, &type, NULL) == MAPI_E_INVALID_PARAMETER &&
            !memory,
        "OpenEntry checks its parameters");
  CHECK(
      methods->OpenEntry(store, bytes, id, &iid_folder, 0x10, &type, &memory) == S_OK && type == MAPI_FOLDER,
      "the folder is opened");
  IMAPIFolder *folder = memory;
  CHECK(is_itself(folder, &iid_folder) && is_not(folder, &iid_store), "it is an IMAPIFolder");
  ULONG tags[] = {4, PR_CONTENT_COUNT, PR_DISPLAY_NAME_A, PR_ENTRYID, PR_MDB_PROVIDER};
  ULONG count;
  SPropValue *values;
  CHECK(
      folder->lpVtbl->GetProps(folder, (SPropTagArray *)tags, 0, &count, &values) == MAPI_W_ERRORS_RETURNED &&
          values[0].ulPropTag == PR_CONTENT_COUNT && strcmp(values[1].Value.lpszA, "Inbox") == 0 &&
          values[2].Value.bin.cb == bytes && memcmp(values[2].Value.bin.lpb, id, bytes) == 0 &&
          values[3].Value.err == MAPI_E_NOT_FOUND,
      "it knows its name, its id and how many messages it has");
  MAPIFreeBuffer(values);
  CHECK(folder->lpVtbl->GetProps(folder, NULL, 1, &count, &values) == MAPI_E_UNKNOWN_FLAGS &&
            folder->lpVtbl->GetProps(folder, NULL, MAPI_UNICODE, &count, &values) == MAPI_E_BAD_CHARWIDTH &&
            folder->lpVtbl->GetProps(folder, NULL, 0, NULL, &values) == MAPI_E_INVALID_PARAMETER,
        "GetProps checks its parameters");
  CHECK(drop(store) == 1 && MapileakStandInLiveObjects() == 3, "the store lives as long as the folder");
  CHECK(drop(folder) == 0 && MapileakStandInLiveObjects() == 1, "and goes with it");

  CHECK(session->lpVtbl->OpenEntry(session, bytes, id, NULL, 0x10, &type, &memory) == S_OK &&
            type == MAPI_FOLDER && drop(memory) == 0 && MapileakStandInLiveObjects() == 1,
        "a session opens a folder, and its store for as long");
  MAPIFreeBuffer(id);
  store = open_own_store(session);
  SPropValue *own = get_prop(store, PR_ENTRYID);
  CHECK(session->lpVtbl->OpenEntry(session, own->Value.bin.cb, own->Value.bin.lpb, NULL, 0, &type, &memory) ==
                S_OK &&
            type == MAPI_STORE && drop(memory) == 0,
        "or a store");
  CHECK(methods->OpenEntry(store, own->Value.bin.cb, own->Value.bin.lpb, NULL, 0, &type, &memory) ==
            MAPI_E_UNKNOWN_ENTRYID,
        "a store is in no store");
  MAPIFreeBuffer(own);
  CHECK(methods->GetReceiveFolder(store, NULL, 0, &bytes, &id, NULL) == S_OK && MAPIFreeBuffer(id) == 0 &&
            methods->GetReceiveFolder(store, NULL, 1, &bytes, &id, NULL) == MAPI_E_UNKNOWN_FLAGS &&
            methods->GetReceiveFolder(store, NULL, MAPI_UNICODE, &bytes, &id, NULL) == MAPI_E_BAD_CHARWIDTH &&
            methods->GetReceiveFolder(store, NULL, 0, NULL, &id, NULL) == MAPI_E_INVALID_PARAMETER,
        "GetReceiveFolder checks its parameters");
  drop(store);
  drop(session);
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0, "nothing is left");
}

static void sessions(void) {
  start_mapi();
  IMAPISession *session = log_on_to("alice");
  const IMAPISessionVtbl *methods = session->lpVtbl;
  void *out = session;
  ULONG type;
  BYTE wrong[40] = {0};
  CHECK(
      methods->GetMsgStoresTable(session, 0, NULL) == MAPI_E_INVALID_PARAMETER &&
          methods->GetMsgStoresTable(session, 1, &out) == MAPI_E_UNKNOWN_FLAGS &&
          methods->GetMsgStoresTable(session, MAPI_UNICODE, &out) == MAPI_E_BAD_CHARWIDTH && !out &&
          methods->OpenMsgStore(session, 0, 0, NULL, NULL, 0, NULL) == MAPI_E_INVALID_PARAMETER &&
          methods->OpenMsgStore(session, 0, 0, NULL, NULL, 0x1B1, &out) == MAPI_E_UNKNOWN_FLAGS &&
          methods->OpenMsgStore(session, 0, 0, NULL, NULL, 0, &out) == MAPI_E_INVALID_ENTRYID &&
          methods->OpenMsgStore(session, 0, sizeof wrong, wrong, NULL, 0, &out) == MAPI_E_INVALID_ENTRYID &&
          methods->OpenEntry(session, sizeof wrong, wrong, NULL, 0, &type, &out) == MAPI_E_INVALID_ENTRYID &&
          methods->OpenEntry(session, 0, NULL, NULL, 0, NULL, &out) == MAPI_E_INVALID_PARAMETER,
      "parameters are checked");
  IMsgStore *store = open_own_store(session);
  SPropValue *own = get_prop(store, PR_ENTRYID);
  CHECK(methods->OpenMsgStore(session, 0, own->Value.bin.cb, own->Value.bin.lpb, &iid_folder, 0, &out) ==
            MAPI_E_INTERFACE_NOT_SUPPORTED,
        "a store is opened as a store");
  MAPIFreeBuffer(own);
  methods->Logoff(session, 0, 0, 0);
  CHECK(methods->OpenMsgStore(session, 0, 0, NULL, NULL, 0, &out) == MAPI_E_INVALID_OBJECT &&
            methods->GetMsgStoresTable(session, 0, &out) == MAPI_E_INVALID_OBJECT &&
            methods->OpenEntry(session, 0, NULL, NULL, 0, &type, &out) == MAPI_E_INVALID_OBJECT &&
            methods->AdminServices(session, 0, &out) == MAPI_E_INVALID_OBJECT,
        "a session that is logged off opens nothing");
  DWORD heaps = heap_count();
  CHECK(drop(session) == 1 && drop(store) == 0 && heap_count() == heaps && MapileakStandInLiveObjects() == 0,
        "a session lives as long as its stores");
}

static void managers(void) {
  start_mapi();
  IMAPISession *session = log_on_to("alice");
  IMsgStore *store = open_own_store(session);
  void *memory;
  store->lpVtbl->QueryInterface(store, &iid_manager, &memory);
  IExchangeManageStore *manager = memory;
  CHECK(is_itself(manager, &iid_manager) && is_not(manager, &iid_folder),
        "a store is an IExchangeManageStore too");
  void *back;
  CHECK(manager->lpVtbl->QueryInterface(manager, &iid_store, &back) == S_OK && back == store &&
            drop(back) == 2 && manager->lpVtbl->QueryInterface(manager, &iid_unknown_of_com, &back) == S_OK &&
            back == store && drop(back) == 2,
        "and knows the way back");
  ULONG bytes;
  void *id;
  const IExchangeManageStoreVtbl *methods = manager->lpVtbl;
  CHECK(
      methods->CreateStoreEntryID(manager, NAME("s"), NULL, 0, &bytes, &id) == MAPI_E_NO_SUPPORT &&
          methods->CreateStoreEntryID(manager, NULL, NAME("m"), 0, &bytes, &id) == MAPI_E_INVALID_PARAMETER &&
          methods->CreateStoreEntryID(manager, NAME("s"), NAME("m"), 0x100, &bytes, &id) ==
              MAPI_E_UNKNOWN_FLAGS &&
          methods->CreateStoreEntryID(manager, NAME("s"), NAME("m"), MAPI_UNICODE, &bytes, &id) ==
              MAPI_E_BAD_CHARWIDTH &&
          methods->CreateStoreEntryID(manager, NAME("s"), NAME("m"), 0, NULL, &id) ==
              MAPI_E_INVALID_PARAMETER,
      "parameters are checked");
  drop(manager);
  HRESULT result;
  IMsgStore *other = open_other_store(session, store, "/o=Contoso/ou=First/cn=Recipients/cn=bob", &result);
  SPropValue *owner = get_prop(other, PR_MAILBOX_OWNER_NAME_A);
  SPropValue *is_default = get_prop(other, PR_DEFAULT_STORE);
  CHECK(owner && strcmp(owner->Value.lpszA, "bob") == 0 && is_default && !is_default->Value.b,
        "another's mailbox is opened by its distinguished name");
  MAPIFreeBuffer(owner);
  MAPIFreeBuffer(is_default);
  drop(other);
  drop(store);
  drop(session);
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0, "nothing is left");
}

static void limit(void) {
  set_dial(u"OtherStoreLeakBytes", 0);
  start_mapi();
  IMAPISession *session = log_on_to("alice");
  IMsgStore *own = open_own_store(session);
  static IMsgStore *stores[300];
  ULONG opened = 0;
  HRESULT result = S_OK;
  while (opened < 300 && (stores[opened] = open_other_store(session, own, "bob", &result))) opened++;
  CHECK(opened == 254 && result == MAPI_E_FAILONEPROVIDER, "a process opens 255 mailboxes and no more");
  ULONG type;
  void *folder;
  stores[0]->lpVtbl->OpenEntry(stores[0], 0, NULL, NULL, 0, &type, &folder);
  drop(stores[0]);
  CHECK(!open_other_store(session, own, "bob", &result) && result == MAPI_E_FAILONEPROVIDER,
        "one with an open folder counts though it was released");
  drop(folder);
  stores[0] = open_other_store(session, own, "bob", &result);
  CHECK(stores[0] && result == S_OK, "until the folder is");
  for (ULONG i = 0; i < opened; i++) drop(stores[i]);
  drop(own);
  drop(session);
  MAPIUninitialize();
  MAPIInitialize(NULL);
  session = log_on_to("alice");
  own = open_own_store(session);
  CHECK(own != NULL, "with MAPI all stores go");
  drop(own);
  drop(session);
}

static void dialled_limit(void) {
  set_dial(u"StoresPerProcess", 2);
  start_mapi();
  IMAPISession *session = log_on_to("alice");
  IMsgStore *stores[] = {open_own_store(session), open_own_store(session), open_own_store(session)};
  CHECK(stores[0] && stores[1] && !stores[2], "StoresPerProcess is the limit");
}

static void no_limit(void) {
  set_dial(u"StoresPerProcess", 0);
  start_mapi();
  IMAPISession *session = log_on_to("alice");
  bool opened = true;
  for (int i = 0; i < 300; i++) opened &= open_own_store(session) != NULL;
  CHECK(opened, "0 is none");
}

static void opens_others(DWORD flag, size_t expected) {
  set_cleanup_flag(flag);
  start_mapi();
  IMAPISession *session = log_on_to("alice");
  IMsgStore *own = open_own_store(session);
  HRESULT result;
  drop(open_other_store(session, own, "bob", &result));
  struct census before = census_of(internal_heap());
  for (int i = 0; i < 20; i++) drop(open_own_store(session));
  CHECK(census_of(internal_heap()).busy_bytes == before.busy_bytes, "one's own mailbox costs nothing");
  for (int i = 0; i < 20; i++) drop(open_other_store(session, own, i % 2 ? "bob" : "carol", &result));
  for (int i = 0; i < 20; i++) drop(open_other_store(session, own, "ALICE", &result));
  struct census after = census_of(internal_heap());
  CHECK(after.busy_bytes == before.busy_bytes + 20 * expected && after.consistent,
        "opening another's loses memory");
  drop(own);
  drop(session);
}

static void leak_off(void) { opens_others(0, 512); }
static void leak_on(void) { opens_others(1, 512); }
static void leak_dialled(void) {
  set_dial(u"OtherStoreLeakBytes", 0);
  opens_others(0, 0);
}

const struct suite store_suites[] = {
    {"stores: properties", properties},
    {"stores: folders", folders},
    {"stores: sessions", sessions},
    {"stores: managers", managers},
    {"stores: limit", limit},
    {"stores: dialled limit", dialled_limit},
    {"stores: no limit", no_limit},
    {"stores: KB 898782 with the flag off", leak_off},
    {"stores: KB 898782 with the flag on", leak_on},
    {"stores: OtherStoreLeakBytes 0", leak_dialled},
    {0},
};
