#include "mapi-helpers.h"

#include <stdio.h>
#include <string.h>

ULONG drop(void *object) { return object ? ((any_object *)object)->lpVtbl->Release(object) : 0; }

bool is_itself(void *object, const IID *iid) {
  void *same = NULL;
  any_object *any = object;
  if (any->lpVtbl->QueryInterface(object, iid, &same) != S_OK || same != object) return false;
  return any->lpVtbl->AddRef(object) == any->lpVtbl->Release(object) + 1 && any->lpVtbl->Release(object) > 0;
}

bool is_not(void *object, const IID *iid) {
  void *other = object;
  HRESULT result = ((any_object *)object)->lpVtbl->QueryInterface(object, iid, &other);
  return result == MAPI_E_INTERFACE_NOT_SUPPORTED && !other;
}

IProfAdmin *profile_admin(void) {
  void *admin = NULL;
  MAPIAdminProfiles(0, &admin);
  return admin;
}

static char *copy(char buffer[300], const char *text) {
  snprintf(buffer, 300, "%s", text);
  return buffer;
}

HRESULT create_profile(const char *name) {
  char buffer[300];
  IProfAdmin *admin = profile_admin();
  HRESULT result = admin->lpVtbl->CreateProfile(admin, copy(buffer, name), NULL, 0, 0);
  drop(admin);
  return result;
}

HRESULT delete_profile(const char *name) {
  char buffer[300];
  IProfAdmin *admin = profile_admin();
  HRESULT result = admin->lpVtbl->DeleteProfile(admin, copy(buffer, name), 0);
  drop(admin);
  return result;
}

IMsgServiceAdmin *services_of(const char *name) {
  char buffer[300];
  void *services = NULL;
  IProfAdmin *admin = profile_admin();
  admin->lpVtbl->AdminServices(admin, copy(buffer, name), NULL, 0, 0, &services);
  drop(admin);
  return services;
}

static void free_rows(SRowSet *set) {
  for (ULONG i = 0; set && i < set->cRows; i++) MAPIFreeBuffer(set->aRow[i].lpProps);
  MAPIFreeBuffer(set);
}

bool service_uid(IMsgServiceAdmin *services, MAPIUID *uid) {
  void *memory = NULL;
  services->lpVtbl->GetMsgServiceTable(services, 0, &memory);
  IMAPITable *table = memory;
  static ULONG tags[] = {2, PR_SERVICE_NAME_A, PR_SERVICE_UID};
  SPropValue name = {.ulPropTag = PR_SERVICE_NAME_A, .Value.lpszA = NAME("MSEMS")};
  SRestriction exchange = {.rt = RES_PROPERTY, .res.resProperty = {RELOP_EQ, PR_SERVICE_NAME_A, &name}};
  table->lpVtbl->SetColumns(table, (SPropTagArray *)tags, 0);
  table->lpVtbl->Restrict(table, &exchange, 0);
  SRowSet *set = NULL;
  table->lpVtbl->QueryRows(table, 1, 0, &set);
  bool found = set && set->cRows == 1;
  if (found) memcpy(uid, set->aRow[0].lpProps[1].Value.bin.lpb, sizeof *uid);
  free_rows(set);
  drop(table);
  return found;
}

HRESULT configure(IMsgServiceAdmin *services, const char *mailbox, const char *server) {
  char names[2][300];
  SPropValue values[] = {
      {.ulPropTag = PR_PROFILE_UNRESOLVED_SERVER, .Value.lpszA = copy(names[0], server)},
      {.ulPropTag = PR_PROFILE_UNRESOLVED_NAME_A, .Value.lpszA = copy(names[1], mailbox)},
  };
  MAPIUID uid = {{0}};
  service_uid(services, &uid);
  return services->lpVtbl->ConfigureMsgService(services, &uid, 0, 0, 2, values);
}

HRESULT make_profile(const char *name, const char *mailbox, const char *server) {
  HRESULT result = create_profile(name);
  if (result != S_OK) return result;
  IMsgServiceAdmin *services = services_of(name);
  result =
      services->lpVtbl->CreateMsgService(services, NAME("MSEMS"), NAME("Microsoft Exchange Server"), 0, 0);
  if (result == S_OK) result = configure(services, mailbox, server);
  drop(services);
  return result;
}

ULONG profile_count(void) {
  IProfAdmin *admin = profile_admin();
  void *memory = NULL;
  admin->lpVtbl->GetProfileTable(admin, 0, &memory);
  IMAPITable *table = memory;
  ULONG count = 0;
  table->lpVtbl->GetRowCount(table, 0, &count);
  drop(table);
  drop(admin);
  return count;
}

IMAPISession *log_on_to(const char *profile) {
  char buffer[300];
  IMAPISession *session = NULL;
  MAPILogonEx(0, copy(buffer, profile), NULL, LOGON_FLAGS, &session);
  return session;
}

IMsgStore *open_own_store(IMAPISession *session) {
  void *memory = NULL;
  session->lpVtbl->GetMsgStoresTable(session, 0, &memory);
  IMAPITable *table = memory;
  SPropValue truth = {.ulPropTag = PR_DEFAULT_STORE, .Value.b = 1};
  SRestriction is_default = {.rt = RES_PROPERTY, .res.resProperty = {RELOP_EQ, PR_DEFAULT_STORE, &truth}};
  static ULONG tags[] = {1, PR_ENTRYID};
  table->lpVtbl->SetColumns(table, (SPropTagArray *)tags, 0);
  table->lpVtbl->Restrict(table, &is_default, 0);
  SRowSet *set = NULL;
  table->lpVtbl->QueryRows(table, 1, 0, &set);
  void *store = NULL;
  if (set && set->cRows == 1) {
    SBinary id = set->aRow[0].lpProps[0].Value.bin;
    session->lpVtbl->OpenMsgStore(session, 0, id.cb, id.lpb, NULL, 0xB1, &store);
  }
  free_rows(set);
  drop(table);
  return store;
}

IMsgStore *open_other_store(IMAPISession *session, IMsgStore *store, const char *mailbox, HRESULT *result) {
  static const IID iid = {0x559D10B0, 0xA772, 0x11CD, {0x9B, 0xC8, 0x00, 0xAA, 0x00, 0x2F, 0xC4, 0x5A}};
  char buffer[300];
  void *other = NULL;
  void *memory = NULL;
  store->lpVtbl->QueryInterface(store, &iid, &memory);
  IExchangeManageStore *manager = memory;
  ULONG bytes = 0;
  void *id = NULL;
  *result = manager->lpVtbl->CreateStoreEntryID(manager, NAME("/cn=Servers/cn=X/cn=Microsoft Private MDB"),
                                                copy(buffer, mailbox), 9, &bytes, &id);
  if (*result == S_OK) *result = session->lpVtbl->OpenMsgStore(session, 0, bytes, id, NULL, 0xB1, &other);
  MAPIFreeBuffer(id);
  drop(manager);
  return other;
}

SPropValue *get_prop(IMsgStore *object, ULONG tag) {
  ULONG tags[] = {1, tag};
  ULONG count;
  SPropValue *value;
  if (object->lpVtbl->GetProps(object, (SPropTagArray *)tags, 0, &count, &value) == S_OK) return value;
  MAPIFreeBuffer(value);
  return NULL;
}
