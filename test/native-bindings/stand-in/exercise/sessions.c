/* MAPIInitialize, MAPILogonEx, IMAPISession, buffers, and the model of KB 891509 with its usual dials. */
#include <pthread.h>
#include <string.h>

#include "exercise.h"

static IMAPISession *log_on(void) {
  IMAPISession *session = NULL;
  MAPILogonEx(0, "profile", NULL, LOGON_FLAGS, &session);
  return session;
}

static ULONG release(IMAPISession *session) { return session->lpVtbl->Release(session); }

static void initialize(void) {
  IMAPISession *session;
  void *memory;
  CHECK(MAPILogonEx(0, "p", NULL, LOGON_FLAGS, &session) == MAPI_E_NOT_INITIALIZED && !session,
        "nobody logs on before MAPIInitialize");
  CHECK(MAPIAllocateBuffer(8, &memory) == MAPI_E_NOT_INITIALIZED && !memory, "or gets a buffer");
  CHECK(MAPIInitialize(&(MAPIINIT_0){1, 0}) == MAPI_E_INVALID_PARAMETER,
        "an unknown version of MAPIINIT is refused");
  CHECK(MAPIInitialize(&(MAPIINIT_0){0, 0x2}) == MAPI_E_UNKNOWN_FLAGS, "so are unknown flags");
  DWORD heaps = heap_count();
  CHECK(MAPIInitialize(&(MAPIINIT_0){0, MAPI_MULTITHREAD_NOTIFICATIONS | MAPI_NO_COINIT}) == S_OK,
        "known flags are accepted");
  CHECK(heap_count() == heaps + 1, "the first MAPIInitialize makes the internal heap");
  CHECK(MAPIInitialize(NULL) == S_OK && heap_count() == heaps + 1, "further ones only count");
  MAPIUninitialize();
  CHECK(cycle("p") == S_OK, "MAPI works until the last MAPIUninitialize");
  MAPIUninitialize();
  CHECK(heap_count() == heaps, "which destroys the internal heap and the instance that was kept");
  CHECK(cycle("p") == MAPI_E_NOT_INITIALIZED, "after it nobody logs on");
  MAPIUninitialize();
  CHECK(MAPIInitialize(NULL) == S_OK && cycle("p") == S_OK, "one MAPIUninitialize too many does no harm");
  MAPIUninitialize();
  CHECK(strncmp(MapileakStandInIdentity(), "mapileak stand-in", 17) == 0, "the provider says what it is");
}

static void logons(void) {
  IMAPISession *session;
  char long_name[] = "12345678901234567890123456789012345678901234567890123456789012345";
  MAPIInitialize(NULL);
  CHECK(MAPILogonEx(0, "p", NULL, LOGON_FLAGS, NULL) == MAPI_E_INVALID_PARAMETER,
        "a logon needs a place for the session");
  CHECK(MAPILogonEx(0, "p", NULL, LOGON_FLAGS | 0x4000, &session) == MAPI_E_UNKNOWN_FLAGS,
        "unknown flags are refused");
  CHECK(MAPILogonEx(0, "p", NULL, LOGON_FLAGS | MAPI_UNICODE, &session) == MAPI_E_BAD_CHARWIDTH,
        "so is Unicode");
  CHECK(MAPILogonEx(0, long_name, NULL, LOGON_FLAGS, &session) == MAPI_E_LOGON_FAILED && !session,
        "a name of 65 characters is no profile");
  long_name[64] = 0;
  CHECK(cycle(long_name) == S_OK, "one of 64 may be");
  CHECK(
      MAPILogonEx(0, NULL, NULL, LOGON_FLAGS | MAPI_TIMEOUT_SHORT, &session) == S_OK && release(session) == 0,
      "no name is the default profile");
  MAPIUninitialize();
}

static void sessions(void) {
  static const IID unknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
  static const IID mapi_session = {0x00020300, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
  static const IID folder = {0x0002030C, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
  MAPIInitialize(NULL);
  IMAPISession *session = log_on();
  const IMAPISessionVtbl *methods = session->lpVtbl;
  void *same = NULL;
  CHECK(methods->QueryInterface(session, &mapi_session, &same) == S_OK && same == session,
        "a session is an IMAPISession");
  CHECK(methods->QueryInterface(session, &unknown, &same) == S_OK && same == session, "and an IUnknown");
  CHECK(methods->QueryInterface(session, &folder, &same) == MAPI_E_INTERFACE_NOT_SUPPORTED && !same,
        "and nothing else");
  CHECK(methods->AddRef(session) == 4 && methods->Release(session) == 3 && methods->Release(session) == 2 &&
            methods->Release(session) == 1,
        "references are counted");

  void *object = session;
  ULONG number = 0;
  ULONG_PTR connection = 0;
  char **texts = NULL;
  CHECK(methods->OpenAddressBook(session, 0, NULL, 0, &object) == MAPI_E_NO_SUPPORT && !object &&
            methods->OpenProfileSection(session, NULL, NULL, 0, &object) == MAPI_E_NO_SUPPORT &&
            methods->GetStatusTable(session, 0, &object) == MAPI_E_NO_SUPPORT &&
            methods->CompareEntryIDs(session, 0, NULL, 0, NULL, 0, &number) == MAPI_E_NO_SUPPORT &&
            methods->Advise(session, 0, NULL, 0, NULL, &connection) == MAPI_E_NO_SUPPORT &&
            methods->Unadvise(session, 0) == MAPI_E_NO_SUPPORT &&
            methods->MessageOptions(session, 0, 0, NULL, NULL) == MAPI_E_NO_SUPPORT &&
            methods->QueryDefaultMessageOpt(session, NULL, 0, &number, &object) == MAPI_E_NO_SUPPORT &&
            methods->EnumAdrTypes(session, 0, &number, &texts) == MAPI_E_NO_SUPPORT &&
            methods->QueryIdentity(session, &number, &object) == MAPI_E_NO_SUPPORT &&
            methods->SetDefaultStore(session, 0, 0, NULL) == MAPI_E_NO_SUPPORT &&
            methods->ShowForm(session, 0, NULL, NULL, NULL, 0, NULL, 0, 0, 0, 0, NULL) == MAPI_E_NO_SUPPORT &&
            methods->PrepareForm(session, NULL, NULL, &connection) == MAPI_E_NO_SUPPORT,
        "methods that are not modelled say so");
  MAPIERROR *error;
  CHECK(methods->GetLastError(session, MAPI_E_NO_SUPPORT, 0, &error) == S_OK && error &&
            strstr(error->lpszComponent, "stand-in"),
        "GetLastError explains it");
  CHECK(MAPIFreeBuffer(error) == 0, "in one buffer");
  CHECK(methods->GetLastError(session, MAPI_E_TIMEOUT, 0, &error) == S_OK && !error,
        "and has nothing to say about other codes");

  CHECK(methods->Logoff(session, 0, 0, 1) == MAPI_E_INVALID_PARAMETER &&
            methods->Logoff(session, 0, 0x10, 0) == MAPI_E_UNKNOWN_FLAGS,
        "Logoff checks its parameters");
  CHECK(methods->Logoff(session, 0, 0, 0) == S_OK, "a session is logged off");
  CHECK(methods->Logoff(session, 0, 0, 0) == MAPI_E_INVALID_OBJECT &&
            methods->GetMsgStoresTable(session, 0, &object) == MAPI_E_INVALID_OBJECT,
        "then only Release is legal");
  CHECK(release(session) == 0, "which frees it");
  CHECK(methods->Release(session) == 0 && methods->AddRef(session) == 0 &&
            methods->Logoff(session, 0, 0, 0) == MAPI_E_INVALID_OBJECT &&
            methods->QueryInterface(session, &unknown, &object) == MAPI_E_INVALID_OBJECT,
        "calls on a freed session are found out");

  IMAPISession *many[100];
  for (unsigned i = 0; i < 100; i++) {
    impersonate_user(i);
    many[i] = log_on();
    RevertToSelf();
  }
  CHECK(session->lpVtbl == methods && methods->Logoff(session, 0, 0, 0) == MAPI_E_INVALID_OBJECT,
        "even after a hundred others were opened");
  bool freed = true;
  for (unsigned i = 0; i < 100; i++) freed &= release(many[i]) == 0;
  CHECK(freed, "which are freed without being logged off");
  session = log_on();
  MAPIUninitialize();
  CHECK(heap_count() >= 1, "a session that is open at the last MAPIUninitialize goes with it");
}

static void buffers(void) {
  MAPIInitialize(NULL);
  HANDLE heaps[4];
  GetProcessHeaps(4, heaps);
  struct census before = census_of(heaps[1]);
  void *root;
  void *child[50];
  bool made = MAPIAllocateBuffer(100, &root) == S_OK;
  for (ULONG i = 0; i < 50; i++) {
    made &= MAPIAllocateMore(i * 100, root, &child[i]) == S_OK && (uintptr_t)child[i] % 16 == 0;
    if (made) memset(child[i], 1, i * 100);
  }
  CHECK(made && census_of(heaps[1]).busy_blocks == before.busy_blocks + 51,
        "buffers lie in the internal heap");
  CHECK(MAPIAllocateMore(8, child[0], &(void *){0}) == MAPI_E_INVALID_PARAMETER, "a child has no children");
  CHECK((SCODE)MAPIFreeBuffer(child[0]) == MAPI_E_INVALID_PARAMETER, "a child is not freed alone");
  CHECK((SCODE)MAPIFreeBuffer((char *)root + 16) == MAPI_E_INVALID_PARAMETER &&
            (SCODE)MAPIFreeBuffer(&made) == MAPI_E_INVALID_PARAMETER,
        "nor is what is no buffer");
  CHECK(MAPIFreeBuffer(root) == 0 && census_of(heaps[1]).busy_bytes == before.busy_bytes,
        "the root goes with its children");
  CHECK((SCODE)MAPIFreeBuffer(root) == MAPI_E_INVALID_PARAMETER, "and only once");
  CHECK(MAPIFreeBuffer(NULL) == 0, "freeing NULL is allowed");
  CHECK(MAPIAllocateBuffer(0, &root) == S_OK && MAPIFreeBuffer(root) == 0, "a buffer may be empty");
  CHECK(MAPIAllocateBuffer(8, NULL) == MAPI_E_INVALID_PARAMETER, "a buffer needs a place for its address");
  MAPIUninitialize();
}

static void leak_off(void) {
  set_dial(u"RoundTripMicroseconds", 0);
  MAPIInitialize(NULL);
  cycle_as(0);
  DWORD heaps = heap_count();
  for (unsigned user = 1; user <= 100; user++) cycle_as(user);
  CHECK(heap_count() == heaps + 100, "many users in turn leak a heap each");
  for (unsigned user = 1; user <= 100; user++) cycle_as(user);
  CHECK(heap_count() == heaps + 200, "and again when they come back");

  HANDLE all[300];
  GetProcessHeaps(300, all);
  bool exact = true;
  for (DWORD i = heaps; i < heaps + 200; i++) {
    struct census census = census_of(all[i]);
    exact &= census.busy_bytes == 4096 && census.busy_blocks == 2;
  }
  CHECK(exact, "of 4,096 bytes in two blocks");
  struct census internal = census_of(all[1]);
  heaps = heap_count();
  for (int round = 0; round < 100; round++) cycle_as(100);
  CHECK(heap_count() == heaps, "one user again and again leaks nothing");
  cycle("p");
  heaps = heap_count();
  for (int round = 0; round < 100; round++) cycle("p");
  CHECK(heap_count() == heaps, "neither does the process's own user");
  CHECK(census_of(all[1]).busy_bytes == internal.busy_bytes, "the internal heap does not grow");
  CHECK(handle_count() == 0, "no handle is left");
  MAPIUninitialize();
  CHECK(heap_count() == heaps - 2,
        "the last MAPIUninitialize destroys what is known, and not what was forgotten");
}

static void leak_on(void) {
  set_dial(u"RoundTripMicroseconds", 0);
  set_cleanup_flag(1);
  MAPIInitialize(NULL);
  DWORD heaps = heap_count();
  for (unsigned user = 0; user < 200; user++) cycle_as(user);
  CHECK(heap_count() == heaps, "with CleanUpMAPIHeap many users leak nothing");
  IMAPISession *first = log_on();
  IMAPISession *second = log_on();
  CHECK(heap_count() == heaps + 1, "two sessions of one user share an instance");
  release(first);
  CHECK(heap_count() == heaps + 1, "which lives as long as the last of them");
  release(second);
  CHECK(heap_count() == heaps, "and no longer");
  set_cleanup_flag(0);
  cycle_as(1);
  MAPIUninitialize();
  MAPIInitialize(NULL);
  cycle_as(1);
  CHECK(heap_count() == heaps, "the flag is read once in a process");
  MAPIUninitialize();
}

static void other_view(void) {
  HKEY key;
  DWORD one = 1;
  set_dial(u"RoundTripMicroseconds", 0);
  RegCreateKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications", 0,
                  NULL, 0, KEY_WRITE | (sizeof(void *) == 8 ? KEY_WOW64_32KEY : KEY_WOW64_64KEY), NULL, &key,
                  NULL);
  RegSetValueExW(key, u"CleanUpMAPIHeap", 0, REG_DWORD, (const BYTE *)&one, sizeof one);
  RegCloseKey(key);
  MAPIInitialize(NULL);
  DWORD heaps = heap_count();
  for (unsigned user = 0; user < 10; user++) cycle_as(user);
  CHECK(heap_count() == heaps + 10, "the flag in the view of the other bitness does nothing");
  MAPIUninitialize();
}

static void *log_on_often(void *first_user) {
  bool right = true;
  for (unsigned i = 0; i < 200; i++) {
    right &= MAPIInitialize(NULL) == S_OK;
    right &= cycle_as(*(unsigned *)first_user + i % 10) == S_OK;
    MAPIUninitialize();
  }
  return (void *)(uintptr_t)right;
}

static void threads(void) {
  set_dial(u"RoundTripMicroseconds", 0);
  set_cleanup_flag(1);
  MAPIInitialize(NULL);
  DWORD heaps = heap_count();
  pthread_t crowd[4];
  static unsigned first_user[4] = {0, 5, 10, 15};
  bool right = true;
  for (size_t i = 0; i < 4; i++) pthread_create(&crowd[i], NULL, log_on_often, &first_user[i]);
  for (size_t i = 0; i < 4; i++) {
    void *result;
    pthread_join(crowd[i], &result);
    right &= result != NULL;
  }
  CHECK(right, "four threads log on as different users");
  CHECK(heap_count() == heaps && handle_count() == 0, "and leave nothing");
  MAPIUninitialize();
}

const struct suite session_suites[] = {
    {"sessions: initialize", initialize},
    {"sessions: logons", logons},
    {"sessions: objects", sessions},
    {"sessions: buffers", buffers},
    {"sessions: flag off", leak_off},
    {"sessions: flag on", leak_on},
    {"sessions: flag in the other view", other_view},
    {"sessions: threads", threads},
    {0},
};
