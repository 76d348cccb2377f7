/*
 * Leaks of other articles: a library that is unloaded (KB 901014), a server elsewhere (KB 891509); Simple
 * MAPI.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#include "mapi-helpers.h"

/* Another instance of the provider: this program is linked to the one that dladdr finds. */
static void *load_copy(void) {
  Dl_info here;
  char command[3000];
  char path[1000];
  dladdr((void *)(uintptr_t)MAPIInitialize, &here);
  snprintf(path, sizeof path, "%s/copy.so", getenv("EXERCISE_FOLDER"));
  snprintf(command, sizeof command, "cp '%s' '%s'", here.dli_fname, path);
  return system(command) == 0 ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
}

static void *function_of(void *library, const char *name) { return dlsym(library, name); }

static void unload_once(bool initialize) {
  void *library = load_copy();
  HRESULT (*begin)(void *) = (HRESULT(*)(void *))(uintptr_t)function_of(library, "MAPIInitialize");
  void (*end)(void) = (void (*)(void))(uintptr_t)function_of(library, "MAPIUninitialize");
  if (initialize) {
    begin(NULL);
    end();
  }
  dlclose(library);
}

static void unloading(void) {
  set_cleanup_flag(1);
  DWORD heaps = heap_count();
  unload_once(false);
  CHECK(heap_count() == heaps, "a library that nobody initialized leaves nothing");
  unload_once(true);
  CHECK(heap_count() == heaps + 1, "one that was leaves a heap, whatever the flag");
  for (int i = 0; i < 10; i++) unload_once(true);
  CHECK(heap_count() == heaps + 11, "each time");
  HANDLE all[100];
  GetProcessHeaps(100, all);
  struct census census = census_of(all[heaps]);
  CHECK(census.busy_bytes == 2048 && census.busy_blocks == 1, "of 2,048 bytes");
}

static void unloading_dialled(void) {
  set_dial(u"UnloadLeakHeaps", 0);
  DWORD heaps = heap_count();
  for (int i = 0; i < 3; i++) unload_once(true);
  CHECK(heap_count() == heaps, "UnloadLeakHeaps 0 leaves none");
}

typedef HRESULT log_on_function(ULONG_PTR window, char *profile, char *password, ULONG flags,
                                IMAPISession **session);

static bool unload_at_work(void) {
  void *library = load_copy();
  HRESULT (*begin)(void *) = (HRESULT(*)(void *))(uintptr_t)function_of(library, "MAPIInitialize");
  log_on_function *log_on = (log_on_function *)(uintptr_t)function_of(library, "MAPILogonEx");
  begin(NULL);
  IMAPISession *session = NULL;
  log_on(0, NAME("p"), NULL, LOGON_FLAGS, &session);
  bool worked = session && thread_count() == 2;
  dlclose(library);
  return worked;
}

static void unloading_at_work(void) {
  set_dial(u"RoundTripMicroseconds", 0);
  set_dial(u"LeakBytesPerMinute", 600000000);
  bool worked = true;
  for (int i = 0; i < 5; i++) worked &= unload_at_work();
  CHECK(worked, "a library that leaks by time is unloaded without MAPIUninitialize");
  while (thread_count() > 1) Sleep(1);
  CHECK(handle_count() == 0, "its thread ends, and leaves no handle");
}

/* --- A server elsewhere --------------------------------------------------------------------------------- */

static DWORD growth(const char *first, const char *second) {
  DWORD before = 0;
  for (unsigned round = 0; round < 20; round++) {
    if (round == 4) before = heap_count();
    impersonate_user(round % 2);
    cycle(round % 2 ? first : second);
    RevertToSelf();
  }
  return heap_count() - before;
}

static void remote_server(void) {
  set_cleanup_flag(1);
  set_text_dial(u"RemoteServer", u"MARS");
  start_mapi();
  make_profile("far 1", "alice", "mars");
  make_profile("far 2", "bob", "mars");
  make_profile("near 1", "alice", "venus");
  make_profile("near 2", "bob", "venus");
  CHECK(growth("near 1", "near 2") == 0, "with the flag nothing leaks");
  CHECK(growth("far 1", "far 2") == 16, "unless the server is on another computer");
  CHECK(growth("alice", "bob") <= 1, "without a profile there is no server");
}

static void all_remote(void) {
  set_cleanup_flag(1);
  set_dial(u"AllRemote", 1);
  start_mapi();
  CHECK(growth("alice", "bob") == 16, "AllRemote makes every session a remote one");
}

/* --- Simple MAPI ---------------------------------------------------------------------------------------- */

static void simple(void) {
  set_dial(u"RoundTripMicroseconds", 0);
  LHANDLE session = 0;
  DWORD heaps = heap_count();
  CHECK(MAPILogon(0, NAME("alice"), NULL, MAPI_NEW_SESSION, 0, &session) == SUCCESS_SUCCESS && session,
        "MAPILogon needs no MAPIInitialize");
  CHECK(MapileakStandInLiveObjects() == 1 && heap_count() == heaps + 2,
        "it has a session and initializes MAPI");
  LHANDLE second;
  CHECK(MAPILogon(0, NAME("alice"), NULL, MAPI_NEW_SESSION, 0, &second) == SUCCESS_SUCCESS &&
            second != session && heap_count() == heaps + 2,
        "another session of one user shares its instance");
  CHECK(MAPILogoff(second, 0, 0, 0) == SUCCESS_SUCCESS && MapileakStandInLiveObjects() == 1,
        "and ends alone");
  CHECK(MAPILogoff(second, 0, 0, 0) == SIMPLE_E_INVALID_SESSION &&
            MAPILogoff(1, 0, 0, 0) == SIMPLE_E_INVALID_SESSION &&
            MAPILogoff(0, 0, 0, 0) == SIMPLE_E_INVALID_SESSION && MapileakStandInMisuses() == 0,
        "what is no session is found out");
  CHECK(MAPILogoff(session, 0, 1, 0) == SIMPLE_E_FAILURE && MAPILogoff(session, 0, 0, 1) == SIMPLE_E_FAILURE,
        "MAPILogoff checks its parameters");
  CHECK(MAPILogoff(session, 0, 0, 0) == SUCCESS_SUCCESS && heap_count() == heaps, "the last one ends MAPI");
  CHECK(MAPILogoff(session, 0, 0, 0) == SIMPLE_E_INVALID_SESSION, "then nobody is logged on");
  session = 1;
  CHECK(MAPILogon(0, NULL, NULL, 0, 1, &session) == SIMPLE_E_FAILURE && !session &&
            MAPILogon(0, NULL, NULL, 0x4000, 0, &session) == SIMPLE_E_FAILURE &&
            MAPILogon(0, NULL, NULL, MAPI_UNICODE, 0, &session) == SIMPLE_E_FAILURE &&
            MAPILogon(0, NULL, NULL, 0, 0, NULL) == SIMPLE_E_FAILURE,
        "MAPILogon checks its parameters");
  CHECK(heap_count() == heaps && handle_count() == 0, "a logon that fails leaves nothing");
}

static void simple_refused(void) {
  set_dial(u"RefuseLogonEvery", 1);
  LHANDLE session;
  DWORD heaps = heap_count();
  CHECK(MAPILogon(0, NAME("alice"), NULL, 0, 0, &session) == SIMPLE_E_LOGON_FAILURE && heap_count() == heaps,
        "a refused logon is a small number");
  MAPIInitialize(NULL);
  create_profile("empty");
  CHECK(MAPILogon(0, NAME("empty"), NULL, 0, 0, &session) == SIMPLE_E_LOGON_FAILURE,
        "a profile must be configured");
}

static void simple_leak(void) {
  set_dial(u"RoundTripMicroseconds", 0);
  MAPIInitialize(NULL);
  DWORD before = 0;
  for (unsigned round = 0; round < 20; round++) {
    if (round == 4) before = heap_count();
    impersonate_user(round % 2);
    LHANDLE session;
    MAPILogon(0, NAME("p"), NULL, 0, 0, &session);
    MAPILogoff(session, 0, 0, 0);
    RevertToSelf();
  }
  CHECK(heap_count() == before + 16, "the leak of KB 891509 is the same");
  LHANDLE lost;
  MAPILogon(0, NAME("p"), NULL, 0, 0, &lost);
  MAPIUninitialize();
  MAPIUninitialize();
  CHECK(MAPILogoff(lost, 0, 0, 0) == SIMPLE_E_INVALID_SESSION, "a session does not outlive MAPI");
}

const struct suite unloading_suites[] = {
    {"unloading: KB 901014", unloading},
    {"unloading: UnloadLeakHeaps 0", unloading_dialled},
    {"unloading: LeakBytesPerMinute", unloading_at_work},
    {"remote: RemoteServer", remote_server},
    {"remote: AllRemote", all_remote},
    {"simple: sessions", simple},
    {"simple: refused", simple_refused},
    {"simple: leak", simple_leak},
    {0},
};
