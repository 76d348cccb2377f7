#include "profiles.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "rows.h"

#define SERVICE "MSEMS"
#define ATTEMPTS 3

/*
 * A name that no other process has: its id, so that the provider knows when nobody uses the profile any
 * more, and digits that only need to be different.
 */
static void invent_name(char name[PROFILE_NAME_LIMIT + 1]) {
  static atomic_uint made;
  unsigned number = atomic_fetch_add(&made, 1);
  uint64_t mixed =
      ((uint64_t)GetCurrentProcessId() << 32 | number) + (uint64_t)time(NULL) * UINT64_C(1000003);
  mixed += (uint64_t)(uintptr_t)name + (uint64_t)clock();
  mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
  mixed ^= mixed >> 31;
  snprintf(name, PROFILE_NAME_LIMIT + 1, "CDO %08X%08X", (unsigned)GetCurrentProcessId(), (unsigned)mixed);
}

static HRESULT find_service(IMsgServiceAdmin *services, MAPIUID *uid) {
  struct {
    ULONG count, tags[2];
  } columns = {2, {PR_SERVICE_NAME_A, PR_SERVICE_UID}};
  void *opened;
  HRESULT result = services->lpVtbl->GetMsgServiceTable(services, 0, &opened);
  if (FAILED(result)) return result;
  IMAPITable *table = opened;
  SRowSet *rows = NULL;
  result = table->lpVtbl->SetColumns(table, (SPropTagArray *)(void *)&columns, 0);
  if (!FAILED(result)) result = table->lpVtbl->QueryRows(table, 100, 0, &rows);
  if (!FAILED(result)) result = MAPI_E_NOT_FOUND;
  for (ULONG i = 0; rows && i < rows->cRows; i++) {
    const SPropValue *values = rows->aRow[i].lpProps;
    if (values[0].ulPropTag != PR_SERVICE_NAME_A || strcmp(values[0].Value.lpszA, SERVICE) != 0) continue;
    if (values[1].ulPropTag != PR_SERVICE_UID || values[1].Value.bin.cb != sizeof *uid) continue;
    memcpy(uid, values[1].Value.bin.lpb, sizeof *uid);
    result = S_OK;
  }
  free_rows(rows);
  table->lpVtbl->Release(table);
  return result;
}

static HRESULT add_mailbox(IMsgServiceAdmin *services, char *server, char *mailbox) {
  SPropValue values[] = {
      {.ulPropTag = PR_PROFILE_UNRESOLVED_SERVER, .Value.lpszA = server},
      {.ulPropTag = PR_PROFILE_UNRESOLVED_NAME_A, .Value.lpszA = mailbox},
  };
  char service[] = SERVICE;
  char name[] = "Microsoft Exchange Server";
  MAPIUID uid;
  HRESULT result = services->lpVtbl->CreateMsgService(services, service, name, 0, 0);
  if (!FAILED(result)) result = find_service(services, &uid);
  if (!FAILED(result)) result = services->lpVtbl->ConfigureMsgService(services, &uid, 0, 0, 2, values);
  return result;
}

static HRESULT fill_profile(IProfAdmin *profiles, char *name, char *server, char *mailbox) {
  void *opened;
  HRESULT result = profiles->lpVtbl->AdminServices(profiles, name, NULL, 0, 0, &opened);
  if (FAILED(result)) return result;
  IMsgServiceAdmin *services = opened;
  result = add_mailbox(services, server, mailbox);
  services->lpVtbl->Release(services);
  return result;
}

HRESULT make_profile(char name[PROFILE_NAME_LIMIT + 1], char *server, char *mailbox) {
  void *opened;
  HRESULT result = MAPIAdminProfiles(0, &opened);
  if (FAILED(result)) return result;
  IProfAdmin *profiles = opened;
  result = MAPI_E_NO_ACCESS; /* what CreateProfile says of a name that is taken */
  for (int attempt = 0; attempt < ATTEMPTS && result == MAPI_E_NO_ACCESS; attempt++) {
    invent_name(name);
    result = profiles->lpVtbl->CreateProfile(profiles, name, NULL, 0, 0);
  }
  if (!FAILED(result)) {
    result = fill_profile(profiles, name, server, mailbox);
    if (FAILED(result)) profiles->lpVtbl->DeleteProfile(profiles, name, 0);
  }
  profiles->lpVtbl->Release(profiles);
  return result;
}

HRESULT delete_profile(char *name) {
  void *opened;
  HRESULT result = MAPIAdminProfiles(0, &opened);
  if (FAILED(result)) return result;
  IProfAdmin *profiles = opened;
  result = profiles->lpVtbl->DeleteProfile(profiles, name, 0);
  profiles->lpVtbl->Release(profiles);
  return result;
}
