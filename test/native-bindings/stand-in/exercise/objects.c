/* The ledger of objects, and every method of every interface. */
#include <string.h>

#include "mapi-helpers.h"

#define UNMODELLED(call) ((call) == MAPI_E_NO_SUPPORT)

static void ledger(void) {
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0, "nothing is live at the start");
  start_mapi();
  CHECK(MapileakStandInLiveObjects() == 0, "nor after a cycle");
  IProfAdmin *admin = profile_admin();
  CHECK(MapileakStandInLiveObjects() == 1, "what is not released is counted");
  CHECK(admin->lpVtbl->AddRef(admin) == 2 && drop(admin) == 1 && MapileakStandInLiveObjects() == 1,
        "once, however many references it has");
  CHECK(drop(admin) == 0 && MapileakStandInLiveObjects() == 0, "until the last one has gone");
  CHECK(MapileakStandInMisuses() == 0, "which is no misuse");
  CHECK(drop(admin) == 0 && MapileakStandInMisuses() == 1, "but another release is");
  void *table = admin;
  CHECK(admin->lpVtbl->GetProfileTable(admin, 0, &table) == MAPI_E_INVALID_OBJECT && !table &&
            MapileakStandInMisuses() == 2,
        "and so is a call");
  CHECK(admin->lpVtbl->AddRef(admin) == 0 && is_itself(admin, &iid_unknown_of_com) == false &&
            MapileakStandInMisuses() == 4,
        "and another reference, or another interface");

  void *buffer;
  MAPIAllocateBuffer(8, &buffer);
  MAPIFreeBuffer(buffer);
  MAPIFreeBuffer(buffer);
  CHECK(MapileakStandInMisuses() == 5, "a buffer that is freed twice is a misuse too");

  IMAPISession *session = log_on_to("p");
  admin = (IProfAdmin *)(void *)session;
  void *answer;
  const IProfAdminVtbl *methods = profile_admin()->lpVtbl;
  CHECK(
      methods->GetProfileTable(session, 0, &answer) == MAPI_E_INVALID_OBJECT && MapileakStandInMisuses() == 6,
      "so is a method on an object of another kind");
  CHECK(MapileakStandInLiveObjects() == 2, "two objects are live");
  MAPIUninitialize();
  CHECK(MapileakStandInLiveObjects() == 0, "which go with the last MAPIUninitialize");
}

static void no_growth(void) {
  start_mapi();
  make_profile("p", "m", "s");
  struct census before = {0};
  for (int round = 0; round < 50; round++) {
    if (round == 1) before = census_of(internal_heap());
    IMAPISession *session = log_on_to("p");
    IMsgStore *store = open_own_store(session);
    drop(store);
    session->lpVtbl->Logoff(session, 0, 0, 0);
    drop(session);
  }
  struct census after = census_of(internal_heap());
  CHECK(after.busy_bytes == before.busy_bytes && after.busy_blocks == before.busy_blocks && after.consistent,
        "objects that come and go leave no trace in the internal heap");
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0 && handle_count() == 0,
        "or elsewhere");

  IProfAdmin *many[200];
  for (int i = 0; i < 200; i++) many[i] = profile_admin();
  CHECK(MapileakStandInLiveObjects() == 200, "two hundred may be live at once");
  for (int i = 0; i < 200; i++) drop(many[i]);
  before = census_of(internal_heap());
  for (int i = 0; i < 200; i++) many[i] = profile_admin();
  for (int i = 0; i < 200; i++) drop(many[i]);
  CHECK(census_of(internal_heap()).busy_bytes == before.busy_bytes, "and again need no more memory");
}

static void explanations(void) {
  start_mapi();
  make_profile("p", "m", "s");
  IMAPISession *session = log_on_to("p");
  IMsgStore *store = open_own_store(session);
  IProfAdmin *admin = profile_admin();
  void *objects[] = {session, store, admin};
  bool explained = true;
  for (size_t i = 0; i < 3; i++) {
    MAPIERROR *error = NULL;
    any_object *any = objects[i];
    explained &= any->lpVtbl->GetLastError(any, MAPI_E_NO_SUPPORT, 0, &error) == S_OK && error &&
                 strstr(error->lpszComponent, "stand-in");
    explained &= MAPIFreeBuffer(error) == 0;
    explained &= any->lpVtbl->GetLastError(any, MAPI_E_TIMEOUT, 0, &error) == S_OK && !error;
    explained &= any->lpVtbl->GetLastError(any, 0, MAPI_UNICODE, &error) == MAPI_E_BAD_CHARWIDTH;
    explained &= any->lpVtbl->GetLastError(any, 0, 1, &error) == MAPI_E_UNKNOWN_FLAGS;
    explained &= any->lpVtbl->GetLastError(any, 0, 0, NULL) == MAPI_E_INVALID_PARAMETER;
    drop(any);
  }
  CHECK(explained, "every object explains what it does not model");
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0, "and all are released");
}

/* --- Methods that are not modelled ---------------------------------------------------------------------- */

static void admin_methods(void) {
  start_mapi();
  make_profile("p", "m", "s");
  void *out = &out;
  IProfAdmin *admin = profile_admin();
  const IProfAdminVtbl *profiles = admin->lpVtbl;
  CHECK(UNMODELLED(profiles->ChangeProfilePassword(admin, NULL, NULL, NULL, 0)) &&
            UNMODELLED(profiles->CopyProfile(admin, NULL, NULL, NULL, 0, 0)) &&
            UNMODELLED(profiles->RenameProfile(admin, NULL, NULL, NULL, 0, 0)) &&
            UNMODELLED(profiles->SetDefaultProfile(admin, NULL, 0)),
        "IProfAdmin: four methods are not modelled");
  IMsgServiceAdmin *services = services_of("p");
  const IMsgServiceAdminVtbl *methods = services->lpVtbl;
  CHECK(UNMODELLED(methods->DeleteMsgService(services, NULL)) &&
            UNMODELLED(methods->CopyMsgService(services, NULL, NULL, NULL, NULL, NULL, 0, 0)) &&
            UNMODELLED(methods->RenameMsgService(services, NULL, 0, NULL)) &&
            UNMODELLED(methods->OpenProfileSection(services, NULL, NULL, 0, &out)) && !out &&
            UNMODELLED(methods->MsgServiceTransportOrder(services, 0, NULL, 0)) &&
            UNMODELLED(methods->AdminProviders(services, NULL, 0, &out)) &&
            UNMODELLED(methods->SetPrimaryIdentity(services, NULL, 0)) &&
            UNMODELLED(methods->GetProviderTable(services, 0, &out)),
        "IMsgServiceAdmin: eight methods are not modelled");
  drop(services);
  CHECK(methods->DeleteMsgService(services, NULL) == MAPI_E_INVALID_OBJECT, "nor work on a dead object");
  drop(admin);
}

static void table_methods(void) {
  start_mapi();
  IProfAdmin *admin = profile_admin();
  void *memory = NULL;
  admin->lpVtbl->GetProfileTable(admin, 0, &memory);
  IMAPITable *table = memory;
  const IMAPITableVtbl *methods = table->lpVtbl;
  ULONG number = 0;
  ULONG_PTR connection = 1;
  void *out = &out;
  SRowSet *set = memory;
  BYTE *state = memory;
  CHECK(UNMODELLED(methods->Advise(table, 0, NULL, &connection)) && !connection &&
            UNMODELLED(methods->Unadvise(table, 0)) &&
            UNMODELLED(methods->GetStatus(table, &number, &number)) &&
            UNMODELLED(methods->SeekRowApprox(table, 0, 0)) &&
            UNMODELLED(methods->QueryPosition(table, &number, &number, &number)) &&
            UNMODELLED(methods->FindRow(table, NULL, 0, 0)) &&
            UNMODELLED(methods->CreateBookmark(table, &number)) &&
            UNMODELLED(methods->FreeBookmark(table, 0)) && UNMODELLED(methods->SortTable(table, NULL, 0)) &&
            UNMODELLED(methods->QuerySortOrder(table, &out)) && !out && UNMODELLED(methods->Abort(table)) &&
            UNMODELLED(methods->ExpandRow(table, 0, NULL, 0, 0, &set, &number)) && !set &&
            UNMODELLED(methods->CollapseRow(table, 0, NULL, 0, &number)) &&
            UNMODELLED(methods->WaitForCompletion(table, 0, 0, &number)) &&
            UNMODELLED(methods->GetCollapseState(table, 0, 0, NULL, &number, &state)) && !state &&
            UNMODELLED(methods->SetCollapseState(table, 0, 0, NULL, &number)),
        "IMAPITable: sixteen methods are not modelled");
  drop(table);
  drop(admin);
}

static void store_methods(void) {
  static const IID manage = {0x559D10B0, 0xA772, 0x11CD, {0x9B, 0xC8, 0x00, 0xAA, 0x00, 0x2F, 0xC4, 0x5A}};
  start_mapi();
  IMAPISession *session = log_on_to("m");
  IMsgStore *store = open_own_store(session);
  const IMsgStoreVtbl *methods = store->lpVtbl;
  ULONG number = 0;
  ULONG_PTR connection = 1;
  void *out = &out;
  void **names = &out;
  SPropTagArray *tags = (SPropTagArray *)(void *)store;
  CHECK(UNMODELLED(methods->SaveChanges(store, 0)) && UNMODELLED(methods->GetPropList(store, 0, &tags)) &&
            !tags && UNMODELLED(methods->OpenProperty(store, 0, NULL, 0, 0, &out)) && !out &&
            UNMODELLED(methods->SetProps(store, 0, NULL, &out)) &&
            UNMODELLED(methods->DeleteProps(store, NULL, &out)) &&
            UNMODELLED(methods->CopyTo(store, 0, NULL, NULL, 0, NULL, NULL, NULL, 0, &out)) &&
            UNMODELLED(methods->CopyProps(store, NULL, 0, NULL, NULL, NULL, 0, &out)) &&
            UNMODELLED(methods->GetNamesFromIDs(store, NULL, NULL, 0, &number, &names)) && !names &&
            UNMODELLED(methods->GetIDsFromNames(store, 0, NULL, 0, &tags)),
        "IMAPIProp: nine methods are not modelled");
  CHECK(UNMODELLED(methods->Advise(store, 0, NULL, 0, NULL, &connection)) && !connection &&
            UNMODELLED(methods->Unadvise(store, 0)) &&
            UNMODELLED(methods->CompareEntryIDs(store, 0, NULL, 0, NULL, 0, &number)) &&
            UNMODELLED(methods->SetReceiveFolder(store, NULL, 0, 0, NULL)) &&
            UNMODELLED(methods->GetReceiveFolderTable(store, 0, &out)) &&
            UNMODELLED(methods->AbortSubmit(store, 0, NULL, 0)) &&
            UNMODELLED(methods->GetOutgoingQueue(store, 0, &out)) &&
            UNMODELLED(methods->SetLockState(store, NULL, 0)) &&
            UNMODELLED(methods->FinishedMsg(store, 0, 0, NULL)) &&
            UNMODELLED(methods->NotifyNewMail(store, NULL)),
        "IMsgStore: ten methods are not modelled");
  methods->QueryInterface(store, &manage, &out);
  IExchangeManageStore *manager = out;
  const IExchangeManageStoreVtbl *managing = manager->lpVtbl;
  CHECK(UNMODELLED(managing->EntryIDFromSourceKey(manager, 0, NULL, 0, NULL, &number, &out)) && !out &&
            UNMODELLED(managing->GetRights(manager, 0, NULL, 0, NULL, &number)) &&
            UNMODELLED(managing->GetMailboxTable(manager, NULL, &out, 0)) &&
            UNMODELLED(managing->GetPublicFolderTable(manager, NULL, &out, 0)),
        "IExchangeManageStore: four methods are not modelled");
  drop(manager);

  ULONG type;
  methods->OpenEntry(store, 0, NULL, NULL, 0x10, &type, &out);
  IMAPIFolder *folder = out;
  const IMAPIFolderVtbl *folders = folder->lpVtbl;
  SRestriction *restriction = out;
  CHECK(UNMODELLED(folders->GetContentsTable(folder, 0, &out)) && !out &&
            UNMODELLED(folders->GetHierarchyTable(folder, 0, &out)) &&
            UNMODELLED(folders->OpenEntry(folder, 0, NULL, NULL, 0, &number, &out)) &&
            UNMODELLED(folders->SetSearchCriteria(folder, NULL, NULL, 0)) &&
            UNMODELLED(folders->GetSearchCriteria(folder, 0, &restriction, &out, &number)) &&
            UNMODELLED(folders->CreateMessage(folder, NULL, 0, &out)) &&
            UNMODELLED(folders->CopyMessages(folder, NULL, NULL, NULL, 0, NULL, 0)) &&
            UNMODELLED(folders->DeleteMessages(folder, NULL, 0, NULL, 0)) &&
            UNMODELLED(folders->CreateFolder(folder, 0, NULL, NULL, NULL, 0, &out)) &&
            UNMODELLED(folders->CopyFolder(folder, 0, NULL, NULL, NULL, NULL, 0, NULL, 0)) &&
            UNMODELLED(folders->DeleteFolder(folder, 0, NULL, 0, NULL, 0)) &&
            UNMODELLED(folders->SetReadFlags(folder, NULL, 0, NULL, 0)) &&
            UNMODELLED(folders->GetMessageStatus(folder, 0, NULL, 0, &number)) &&
            UNMODELLED(folders->SetMessageStatus(folder, 0, NULL, 0, 0, &number)) &&
            UNMODELLED(folders->SaveContentsSort(folder, NULL, 0)) &&
            UNMODELLED(folders->EmptyFolder(folder, 0, NULL, 0)),
        "IMAPIFolder: sixteen methods are not modelled");
  drop(folder);
  drop(store);
  drop(session);
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0, "none of them keeps anything");
}

const struct suite object_suites[] = {
    {"objects: ledger", ledger},
    {"objects: no growth", no_growth},
    {"objects: explanations", explanations},
    {"objects: methods of administration", admin_methods},
    {"objects: methods of tables", table_methods},
    {"objects: methods of stores", store_methods},
    {0},
};
