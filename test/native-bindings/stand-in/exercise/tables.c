/* IMAPITable: columns, restrictions, positions, and who owns the rows. */
#include <string.h>

#include "mapi-helpers.h"

static IMAPITable *profiles(IProfAdmin *admin) {
  void *table = NULL;
  admin->lpVtbl->GetProfileTable(admin, 0, &table);
  return table;
}

static void free_rows(SRowSet *set) {
  for (ULONG i = 0; set && i < set->cRows; i++) MAPIFreeBuffer(set->aRow[i].lpProps);
  MAPIFreeBuffer(set);
}

static ULONG row_count(IMAPITable *table) {
  ULONG count = 99;
  table->lpVtbl->GetRowCount(table, 0, &count);
  return count;
}

/* The names of the next rows, a character each. */
static const char *next_names(IMAPITable *table, LONG rows, ULONG flags) {
  static char names[10];
  SRowSet *set = NULL;
  HRESULT result = table->lpVtbl->QueryRows(table, rows, flags, &set);
  size_t length = 0;
  for (ULONG i = 0; result == S_OK && i < set->cRows; i++)
    names[length++] = *set->aRow[i].lpProps[0].Value.lpszA;
  names[length] = '\0';
  free_rows(set);
  return names;
}

static void columns(void) {
  start_mapi();
  create_profile("a");
  IProfAdmin *admin = profile_admin();
  IMAPITable *table = profiles(admin);
  const IMAPITableVtbl *methods = table->lpVtbl;
  SPropTagArray *tags;
  CHECK(methods->QueryColumns(table, 0, &tags) == S_OK && tags->cValues == 2 &&
            tags->aulPropTag[0] == PR_DISPLAY_NAME_A,
        "a table has columns of its own");
  MAPIFreeBuffer(tags);
  ULONG wanted[] = {3, PR_DEFAULT_PROFILE, PR_ENTRYID, PR_DISPLAY_NAME_A};
  CHECK(methods->SetColumns(table, (SPropTagArray *)wanted, 0) == S_OK &&
            methods->QueryColumns(table, 0, &tags) == S_OK && memcmp(tags, wanted, sizeof wanted) == 0,
        "until others are chosen");
  MAPIFreeBuffer(tags);
  CHECK(methods->QueryColumns(table, 1, &tags) == S_OK && tags->cValues == 2, "which are not all there are");
  MAPIFreeBuffer(tags);

  SRowSet *set;
  methods->QueryRows(table, 10, 0, &set);
  const SPropValue *values = set->aRow[0].lpProps;
  CHECK(set->cRows == 1 && set->aRow[0].cValues == 3 && values[0].ulPropTag == PR_DEFAULT_PROFILE &&
            values[2].ulPropTag == PR_DISPLAY_NAME_A && strcmp(values[2].Value.lpszA, "a") == 0,
        "rows have the chosen columns in their order");
  CHECK(values[1].ulPropTag == CHANGE_PROP_TYPE(PR_ENTRYID, PT_ERROR) &&
            values[1].Value.err == MAPI_E_NOT_FOUND,
        "one that there is not is an error of its own");
  free_rows(set);

  wanted[0] = 0;
  CHECK(methods->SetColumns(table, (SPropTagArray *)wanted, 0) == MAPI_E_INVALID_PARAMETER &&
            methods->SetColumns(table, NULL, 0) == MAPI_E_INVALID_PARAMETER &&
            methods->SetColumns(table, (SPropTagArray *)wanted, 0x10) != S_OK &&
            methods->QueryColumns(table, 2, &tags) == MAPI_E_UNKNOWN_FLAGS &&
            methods->QueryColumns(table, 0, NULL) == MAPI_E_INVALID_PARAMETER &&
            methods->GetRowCount(table, 1, wanted) == MAPI_E_UNKNOWN_FLAGS &&
            methods->GetRowCount(table, 0, NULL) == MAPI_E_INVALID_PARAMETER,
        "parameters are checked");
  drop(table);
  CHECK(methods->QueryColumns(table, 0, &tags) == MAPI_E_INVALID_OBJECT && !tags, "a dead table has none");
  drop(admin);
}

static void rows(void) {
  start_mapi();
  create_profile("a");
  create_profile("b");
  create_profile("c");
  IProfAdmin *admin = profile_admin();
  IMAPITable *table = profiles(admin);
  const IMAPITableVtbl *methods = table->lpVtbl;
  static const IID iid = MAPI_IID(0x0301);
  static const IID folder = MAPI_IID(0x030C);
  CHECK(is_itself(table, &iid) && is_itself(table, &iid_unknown_of_com) && is_not(table, &folder),
        "a table is an IMAPITable");
  create_profile("d");
  CHECK(row_count(table) == 3, "a table shows what there was when it was made");
  CHECK(strcmp(next_names(table, 2, 0), "ab") == 0 && strcmp(next_names(table, 2, 0), "c") == 0 &&
            strcmp(next_names(table, 2, 0), "") == 0,
        "rows come one after the other");
  CHECK(strcmp(next_names(table, -2, 0), "bc") == 0 && strcmp(next_names(table, -2, 0), "a") == 0,
        "and backwards");
  CHECK(strcmp(next_names(table, 2, 1), "ab") == 0 && strcmp(next_names(table, 1, 0), "a") == 0,
        "or without moving on");
  LONG sought = 0;
  CHECK(methods->SeekRow(table, 2, -1, &sought) == S_OK && sought == -1 &&
            strcmp(next_names(table, 9, 0), "c") == 0,
        "the position can be set from the end");
  CHECK(methods->SeekRow(table, 0, 1, NULL) == S_OK && methods->SeekRow(table, 1, 1, &sought) == S_OK &&
            sought == 1 && strcmp(next_names(table, 9, 0), "c") == 0,
        "the beginning, and where it is");
  CHECK(methods->SeekRow(table, 0, -5, &sought) == S_OK && sought == 0 &&
            methods->SeekRow(table, 0, 100, &sought) == S_OK && sought == 3,
        "and not beyond the rows");
  SRowSet *set = (SRowSet *)(void *)table;
  CHECK(methods->QueryRows(table, 0, 0, &set) == MAPI_E_INVALID_PARAMETER && !set &&
            methods->QueryRows(table, 1, 2, &set) == MAPI_E_UNKNOWN_FLAGS &&
            methods->QueryRows(table, 1, 0, NULL) == MAPI_E_INVALID_PARAMETER &&
            methods->SeekRow(table, 3, 0, NULL) == MAPI_E_INVALID_PARAMETER,
        "parameters are checked");

  struct census before = census_of(internal_heap());
  methods->SeekRow(table, 0, 0, NULL);
  methods->QueryRows(table, 2, 0, &set);
  CHECK(census_of(internal_heap()).busy_blocks == before.busy_blocks + 5,
        "two rows are the set, the properties of each, and their strings");
  CHECK(MAPIFreeBuffer(set->aRow[0].lpProps) == 0 && MAPIFreeBuffer(set->aRow[1].lpProps) == 0 &&
            MAPIFreeBuffer(set) == 0 && census_of(internal_heap()).busy_bytes == before.busy_bytes,
        "freed row by row, then the set");
  drop(table);
  drop(admin);
  CHECK(census_of(internal_heap()).busy_bytes < before.busy_bytes && MapileakStandInMisuses() == 0,
        "the table's own rows go with it");
}

static void restrictions(void) {
  start_mapi();
  create_profile("a");
  create_profile("b");
  IProfAdmin *admin = profile_admin();
  IMAPITable *table = profiles(admin);
  const IMAPITableVtbl *methods = table->lpVtbl;
  SPropValue name = {.ulPropTag = PR_DISPLAY_NAME_A, .Value.lpszA = NAME("b")};
  SPropValue no = {.ulPropTag = PR_DEFAULT_PROFILE, .Value.b = 0};
  SRestriction all[2] = {{.rt = RES_PROPERTY, .res.resProperty = {RELOP_EQ, PR_DISPLAY_NAME_A, &name}},
                         {.rt = RES_PROPERTY, .res.resProperty = {RELOP_EQ, PR_DEFAULT_PROFILE, &no}}};
  CHECK(methods->Restrict(table, &all[1], 0) == S_OK && row_count(table) == 2, "a boolean is compared");
  CHECK(methods->Restrict(table, &all[0], 0) == S_OK && row_count(table) == 1 &&
            strcmp(next_names(table, 9, 0), "b") == 0,
        "and a text");
  SRestriction both = {.rt = RES_AND, .res.resAnd = {2, all}};
  CHECK(methods->Restrict(table, &both, 0) == S_OK && row_count(table) == 1, "and both at once");
  no.Value.b = 1;
  CHECK(methods->Restrict(table, &both, 0) == S_OK && row_count(table) == 0, "which must both be so");
  SRestriction exists = {.rt = RES_EXIST, .res.resExist = {0, PR_DISPLAY_NAME_A, 0}};
  CHECK(methods->Restrict(table, &exists, 0) == S_OK && row_count(table) == 2,
        "a property may be asked to exist");
  exists.res.resExist.ulPropTag = PR_ENTRYID;
  CHECK(methods->Restrict(table, &exists, 0) == S_OK && row_count(table) == 0, "or there is no row");
  CHECK(methods->Restrict(table, NULL, 0) == S_OK && row_count(table) == 2, "no restriction shows all");

  SRestriction wrong = {.rt = 2};
  SRestriction less = {.rt = RES_PROPERTY, .res.resProperty = {0, PR_DISPLAY_NAME_A, &name}};
  SRestriction none = {.rt = RES_PROPERTY, .res.resProperty = {RELOP_EQ, PR_DISPLAY_NAME_A, NULL}};
  SRestriction endless = {.rt = RES_AND};
  endless.res.resAnd = (SAndRestriction){1, &endless};
  SRestriction nothing = {.rt = RES_AND, .res.resAnd = {1, NULL}};
  CHECK(methods->Restrict(table, &wrong, 0) == MAPI_E_TOO_COMPLEX &&
            methods->Restrict(table, &less, 0) == MAPI_E_TOO_COMPLEX &&
            methods->Restrict(table, &endless, 0) == MAPI_E_TOO_COMPLEX &&
            methods->Restrict(table, &none, 0) == MAPI_E_INVALID_PARAMETER &&
            methods->Restrict(table, &nothing, 0) == MAPI_E_INVALID_PARAMETER &&
            methods->Restrict(table, NULL, 0x10) == MAPI_E_UNKNOWN_FLAGS && row_count(table) == 2,
        "what cannot be evaluated changes nothing");
  drop(table);
  drop(admin);

  make_profile("p", "alice", "mars");
  IMAPISession *session = log_on_to("p");
  void *memory;
  session->lpVtbl->GetMsgStoresTable(session, 0, &memory);
  table = memory;
  BYTE primary[] = {0x54, 0x94, 0xA1, 0xC0, 0x29, 0x7F, 0x10, 0x1B,
                    0xA5, 0x87, 0x08, 0x00, 0x2B, 0x2A, 0x25, 0x17};
  SPropValue provider = {.ulPropTag = PR_MDB_PROVIDER, .Value.bin = {16, primary}};
  SPropValue flags = {.ulPropTag = PR_RESOURCE_FLAGS, .Value.l = 5};
  SRestriction by_provider = {.rt = RES_PROPERTY, .res.resProperty = {RELOP_EQ, PR_MDB_PROVIDER, &provider}};
  SRestriction by_flags = {.rt = RES_PROPERTY, .res.resProperty = {RELOP_EQ, PR_RESOURCE_FLAGS, &flags}};
  CHECK(methods->Restrict(table, &by_provider, 0) == S_OK && row_count(table) == 1 &&
            methods->Restrict(table, &by_flags, 0) == S_OK && row_count(table) == 1,
        "bytes and numbers are compared too");
  provider.Value.bin.cb = 15;
  flags.Value.l = 4;
  CHECK(methods->Restrict(table, &by_provider, 0) == S_OK && row_count(table) == 0 &&
            methods->Restrict(table, &by_flags, 0) == S_OK && row_count(table) == 0,
        "others are others");
  drop(table);
  drop(session);
}

const struct suite table_suites[] = {
    {"tables: columns", columns}, {"tables: rows", rows}, {"tables: restrictions", restrictions}, {0}};
