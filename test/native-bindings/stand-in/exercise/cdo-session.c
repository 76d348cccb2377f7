/* CDO's Session at work: logon, logoff, the mailbox, and what is left behind. */
#include <pthread.h>

#include "../../../../native-bindings/stand-in/provider/mapi-objects.h"
#include "automation.h"

#define MAILBOX u"EXCHANGE01\nuser00001"

static size_t busy_bytes(void) { return census_of(GetProcessHeap()).busy_bytes; }

/* Profiles that MAPI knows, or marked for deletion; -1 if they cannot be counted. */
static int profiles(void) {
  void *opened;
  if (MAPIAdminProfiles(0, &opened) != S_OK) return -1;
  IProfAdmin *admin = opened;
  ULONG count = 0;
  HRESULT result = admin->lpVtbl->GetProfileTable(admin, 0, &opened);
  if (!FAILED(result)) {
    IMAPITable *table = opened;
    table->lpVtbl->GetRowCount(table, 0, &count);
    table->lpVtbl->Release(table);
  }
  admin->lpVtbl->Release(admin);
  return FAILED(result) ? -1 : (int)count;
}

static void logon(void) {
  register_cdo();
  IDispatch *session = create_session();
  CHECK(profiles() == 0, "there is no profile");
  CHECK(cdo_log_on(session, MAILBOX) == S_OK, "a session logs on to a mailbox");
  CHECK(profiles() == 1, "with a profile of its own");
  CHECK(cdo_log_on(session, MAILBOX) == MAPI_E_LOGON_FAILED, "but not twice");
  struct answer name = call(session, u"Name", NULL, 0);
  CHECK(name.result.vt == VT_BSTR && SysStringLen(name.result.bstrVal) >= 8, "whose name is invented");
  clear_answer(&name);
  VARIANT number = {.vt = VT_I4, .lVal = 1031};
  CHECK(failure_of(call(session, u"SetLocaleIDs", (VARIANT[]){number, number}, 2)) == MAPI_E_CALL_FAILED,
        "the locale can no longer be set");
  CHECK(text_is(session, u"Application", u"Collaboration Data Objects") &&
            number_of(session, u"Class") == 0 && text_is(session, u"Version", u"1.2.1"),
        "the session says what it is");
  size_t busy = busy_bytes();
  DISPPARAMS none = {0};
  CHECK(session->lpVtbl->Invoke(session, 44, &(IID){0}, 0, DISPATCH_PROPERTYGET, &none, NULL, NULL, NULL) ==
                S_OK &&
            busy_bytes() == busy,
        "a value that nobody takes is freed");
  IDispatch *itself = object_of(session, u"Session");
  CHECK(itself == session && !object_of(session, u"Parent"), "it is its own session, and has no parent");
  release(itself);
  LPCWSTR unknown[] = {u"CurrentUser", u"AddressLists", u"MAPIOBJECT"};
  bool right = true;
  for (size_t i = 0; i < 3; i++) right &= failure_of(call(session, unknown[i], NULL, 0)) == MAPI_E_NO_SUPPORT;
  CHECK(right, "what is not modelled is MAPI_E_NO_SUPPORT");

  CHECK(cdo_log_off(session) == S_OK && profiles() == 0, "the logoff deletes the profile");
  CHECK(cdo_log_off(session) == MAPI_E_NOT_INITIALIZED, "after it nothing is legal");
  CHECK(cdo_log_on(session, MAILBOX) == S_OK && cdo_log_off(session) == S_OK, "but another logon");
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0, "MAPI has everything back");
  release(session);
}

static void named_profile(void) {
  register_cdo();
  IDispatch *session = create_session();
  CHECK(cdo_log_on(session, MAILBOX) == S_OK, "a session has a profile");
  struct answer name = call(session, u"Name", NULL, 0);
  IDispatch *other = create_session();
  /* Names of the parameters: ProfileName 0, ShowDialog 2. */
  VARIANT given[] = {{.vt = VT_BOOL, .boolVal = VARIANT_FALSE}, name.result};
  DISPPARAMS parameters = {given, (DISPID[]){2, 0}, 2, 2};
  HRESULT result =
      other->lpVtbl->Invoke(other, 119, &(IID){0}, 0, DISPATCH_METHOD, &parameters, NULL, NULL, NULL);
  CHECK(result == S_OK, "another one logs on with it, by name");
  WCHAR profile[80] = {0};
  for (UINT i = 0; i < SysStringLen(name.result.bstrVal); i++) profile[i] = name.result.bstrVal[i];
  CHECK(text_is(other, u"Name", profile), "and has its name");
  CHECK(cdo_log_off(other) == S_OK && profiles() == 1, "its logoff leaves the profile");
  release(other);
  release(session);
  clear_answer(&name);
}

static void refused_logons(void) {
  register_cdo();
  IDispatch *session = create_session();
  const HRESULT failed = MAPI_E_LOGON_FAILED;
  CHECK(failure_of(call(session, u"Logon", NULL, 0)) == failed,
        "without any name a dialog would have to be shown: CdoE_LOGON_FAILED");
  CHECK(cdo_log_on(session, u"EXCHANGE01") == failed && cdo_log_on(session, u"EXCHANGE01\n") == failed &&
            cdo_log_on(session, u"\nuser00001") == failed,
        "a server alone, or a mailbox alone, is not enough");
  CHECK(profiles() == 0 && MapileakStandInLiveObjects() == 0, "nothing is left of them");
  release(session);
}

static void refused_by_mapi(void) {
  register_cdo();
  set_dial(u"RefuseLogonEvery", 1);
  set_dial(u"RefuseCode", 0x80040115);
  IDispatch *session = create_session();
  CHECK(cdo_log_on(session, MAILBOX) == MAPI_E_NETWORK_ERROR,
        "what MAPI refuses is an exception with MAPI's code");
  CHECK(profiles() == 0 && MapileakStandInLiveObjects() == 0, "the profile is deleted again");
  CHECK(failure_of(call(session, u"Inbox", NULL, 0)) == MAPI_E_NOT_INITIALIZED, "nobody is logged on");
  release(session);
}

static void mailbox(void) {
  register_cdo();
  IDispatch *session = create_session();
  cdo_log_on(session, MAILBOX);
  IDispatch *inbox = object_of(session, u"Inbox");
  CHECK(inbox && number_of(inbox, u"Class") == 2, "the inbox is a folder");
  IDispatch *messages = object_of(inbox, u"Messages");
  CHECK(messages && number_of(messages, u"Class") == 16, "that has messages");
  CHECK(number_of(messages, u"Count") >= 0, "which can be counted");
  IDispatch *parent = object_of(messages, u"Parent");
  IDispatch *root = object_of(messages, u"Session");
  CHECK(parent == inbox && root == session, "they know where they come from");
  release(parent);
  release(root);
  CHECK(failure_of(call(messages, u"GetFirst", NULL, 0)) == MAPI_E_NO_SUPPORT,
        "messages themselves are not modelled");
  struct answer id = call(inbox, u"StoreID", NULL, 0);
  CHECK(id.result.vt == VT_BSTR && SysStringLen(id.result.bstrVal) > 8, "a folder knows its store");
  IDispatch *store = NULL;
  struct answer found = call(session, u"GetInfoStore", (VARIANT[]){id.result}, 1);
  if (found.result.vt == VT_DISPATCH) store = found.result.pdispVal;
  CHECK(found.code == S_OK && store && number_of(store, u"Class") == 1, "which is opened by its id");
  CHECK(failure_of(call(session, u"GetInfoStore", NULL, 0)) == S_OK, "no id is the default store");
  clear_answer(&id);
  IDispatch *root_folder = object_of(store, u"RootFolder");
  struct answer store_id = call(store, u"ID", NULL, 0);
  CHECK(root_folder && number_of(root_folder, u"Class") == 2 && store_id.result.vt == VT_BSTR,
        "a store has an id and a root folder");
  clear_answer(&store_id);
  release(root_folder);
  CHECK(failure_of(call(session, u"Outbox", NULL, 0)) == MAPI_E_NOT_FOUND, "there is no outbox");
  VARIANT inbox_type = {.vt = VT_I4, .lVal = 1};
  VARIANT calendar = {.vt = VT_I4, .lVal = 0};
  CHECK(failure_of(call(session, u"GetDefaultFolder", &inbox_type, 1)) == S_OK &&
            failure_of(call(session, u"GetDefaultFolder", &calendar, 1)) == MAPI_E_NO_SUPPORT,
        "and of the other default folders only the inbox");
  VARIANT bad = {.vt = VT_BSTR, .bstrVal = SysAllocString(u"12G4")};
  CHECK(failure_of(call(session, u"GetInfoStore", &bad, 1)) == MAPI_E_INVALID_ENTRYID,
        "an id that is no number is CdoE_INVALID_ENTRYID");
  VariantClear(&bad);
  IDispatch *stores = object_of(session, u"InfoStores");
  CHECK(stores && number_of(stores, u"Class") == 14 && number_of(stores, u"Count") >= 1,
        "the stores are counted");
  VARIANT first = {.vt = VT_I2, .iVal = 1};
  VARIANT beyond = {.vt = VT_I4, .lVal = 4711};
  CHECK(failure_of(call(stores, u"Item", &first, 1)) == S_OK &&
            failure_of(call(stores, u"Item", &beyond, 1)) == MAPI_E_NOT_FOUND,
        "and numbered from 1");
  CHECK(MapileakStandInLiveObjects() > 1, "objects of CDO hold objects of MAPI");

  release(inbox);
  CHECK(number_of(messages, u"Count") >= 0, "messages keep their folder");
  CHECK(cdo_log_off(session) == S_OK, "the session logs off");
  CHECK(failure_of(call(messages, u"Count", NULL, 0)) == MAPI_E_NOT_INITIALIZED &&
            failure_of(call(store, u"Name", NULL, 0)) == MAPI_E_NOT_INITIALIZED,
        "after that nothing works any more");
  release(session);
  CHECK(cdo_live_objects() == 5, "session, folder, messages, store and stores are still there");
  release(messages);
  release(store);
  release(stores);
  CHECK(cdo_live_objects() == 0 && cdo_misuses() == 0, "until the last is released");
  MAPIInitialize(NULL);
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0 && profiles() == 0,
        "then MAPI has everything back");
}

static void release_without_logoff(void) {
  register_cdo();
  MAPIInitialize(NULL);
  IDispatch *session = create_session();
  cdo_log_on(session, MAILBOX);
  IDispatch *inbox = object_of(session, u"Inbox");
  CHECK(inbox && session->lpVtbl->Release(session) == 1 && profiles() == 1,
        "a session that others need is not released");
  release(inbox);
  CHECK(profiles() == 0 && MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0,
        "with them it goes, logs off and deletes its profile");
}

static void misuse(void) {
  register_cdo();
  IDispatch *session = create_session();
  release(session);
  CHECK(cdo_misuses() == 0, "a balanced use is none");
  CHECK(session->lpVtbl->Release(session) == 0 && cdo_misuses() == 1, "a release too many is");
  CHECK(session->lpVtbl->AddRef(session) == 0 && cdo_misuses() == 2, "a reference to what is gone is");
  DISPID id;
  WCHAR name[] = u"Logon";
  CHECK(session->lpVtbl->GetIDsOfNames(session, &(IID){0}, (WCHAR *[]){name}, 1, 0, &id) ==
                MAPI_E_INVALID_OBJECT &&
            cdo_misuses() == 3,
        "a late question is");
  CHECK(cdo_log_off(session) == MAPI_E_INVALID_OBJECT && cdo_misuses() >= 4, "and a late call");
  IDispatch *next = create_session();
  CHECK(next && next != session && cdo_log_on(next, MAILBOX) == S_OK, "the next session works");
  release(next);
}

/* A cycle of the article: as another user, a Session is made, logs on, looks into the inbox, and goes. */
static bool cdo_cycle(unsigned user) {
  impersonate_user(user);
  IDispatch *session = create_session();
  bool worked = session && cdo_log_on(session, MAILBOX) == S_OK;
  IDispatch *inbox = worked ? object_of(session, u"Inbox") : NULL;
  IDispatch *messages = inbox ? object_of(inbox, u"Messages") : NULL;
  worked = messages && number_of(messages, u"Count") >= 0;
  release(messages);
  release(inbox);
  worked = worked && cdo_log_off(session) == S_OK;
  release(session);
  CoUninitialize();
  RevertToSelf();
  return worked;
}

static void cycles(bool cleans_up) {
  register_cdo();
  set_cleanup_flag(cleans_up);
  set_dial(u"KeepInstances", 0);
  MAPIInitialize(NULL);
  CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
  bool worked = true;
  for (unsigned user = 1; user <= 10; user++) worked &= cdo_cycle(user);
  size_t busy = busy_bytes();
  DWORD heaps = heap_count();
  for (unsigned user = 11; user <= 60; user++) worked &= cdo_cycle(user);
  CHECK(worked, "CDO logs many users on and off");
  CHECK(busy_bytes() == busy && handle_count() == 0, "no string and no handle is left");
  CHECK(cdo_live_objects() == 0 && cdo_misuses() == 0 && MapileakStandInLiveObjects() == 0 &&
            MapileakStandInMisuses() == 0 && profiles() == 0,
        "no object and no profile");
  if (cleans_up) CHECK(heap_count() == heaps, "with the flag no heap");
  else CHECK(heap_count() == heaps + 50, "without the flag a heap of each user: KB 891509 by way of CDO");
}

static void flag_off(void) { cycles(false); }

static void flag_on(void) { cycles(true); }

enum { THREADS = 4, ROUNDS = 100 };

static void *log_on_and_off(void *right) {
  for (int round = 0; round < ROUNDS; round++) {
    IDispatch *session = create_session();
    *(bool *)right &= session && cdo_log_on(session, MAILBOX) == S_OK;
    release(session);
    CoUninitialize();
    /* What was initialized for this thread was uninitialized for it. */
    *(bool *)right &= CoInitializeEx(NULL, COINIT_MULTITHREADED) == S_OK;
    CoUninitialize();
  }
  return NULL;
}

static void threads(void) {
  register_cdo();
  MAPIInitialize(NULL);
  CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
  pthread_t all[THREADS];
  bool right[THREADS];
  bool all_right = true;
  for (size_t i = 0; i < THREADS; i++) {
    right[i] = true;
    pthread_create(&all[i], NULL, log_on_and_off, &right[i]);
  }
  for (size_t i = 0; i < THREADS; i++) {
    pthread_join(all[i], NULL);
    all_right &= right[i];
  }
  CHECK(all_right, "each thread has its own Sessions");
  CHECK(profiles() == 0 && cdo_live_objects() == 0 && cdo_misuses() == 0 && MapileakStandInLiveObjects() == 0,
        "and nothing is left of them");
}

const struct suite cdo_session_suites[] = {
    {"cdo: logon", logon},
    {"cdo: a profile by its name", named_profile},
    {"cdo: refused logons", refused_logons},
    {"cdo: logons that MAPI refuses", refused_by_mapi},
    {"cdo: mailbox", mailbox},
    {"cdo: release without logoff", release_without_logoff},
    {"cdo: misuse", misuse},
    {"cdo: threads", threads},
    {"cdo: flag off", flag_off},
    {"cdo: flag on", flag_on},
    {0},
};
