/* The dials that make logons fail, wait, hang or crash. */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exercise.h"

static void refusals(void) {
  set_dial(u"RefuseLogonEvery", 3);
  set_dial(u"RefuseCode", 0x80040115);
  set_text_dial(u"RefuseProfile", u"closed");
  start_mapi();
  CHECK(cycle("p") == S_OK && cycle("p") == (HRESULT)0x80040115u && cycle("p") == S_OK,
        "every third logon fails with RefuseCode");
  CHECK(cycle("closed") == MAPI_E_LOGON_FAILED, "the refused profile fails always");
  CHECK(census_of(internal_heap()).consistent && handle_count() == 0, "and leaves nothing");
}

static void default_refusal(void) {
  set_dial(u"RefuseLogonEvery", 1);
  set_dial(u"RoundTripMicroseconds", 0);
  MAPIInitialize(NULL);
  CHECK(cycle("p") == MAPI_E_LOGON_FAILED, "by default a refused logon fails with MAPI_E_LOGON_FAILED");
}

static void slow_logons(void) {
  set_dial(u"SlowLogonEvery", 2);
  set_dial(u"SlowLogonMilliseconds", 20);
  start_mapi();
  int64_t begin = now_us();
  cycle("p");
  CHECK(now_us() - begin >= 20000, "every second logon takes no less than SlowLogonMilliseconds");
}

static void session_limit(void) {
  set_dial(u"SessionsPerUser", 3);
  start_mapi();
  IMAPISession *session[4];
  for (size_t i = 0; i < 4; i++) MAPILogonEx(0, "p", NULL, LOGON_FLAGS, &session[i]);
  CHECK(session[2] && !session[3], "the fourth session of a user fails where three are allowed");
  CHECK(cycle_as(1) == S_OK, "another user may log on");
  session[0]->lpVtbl->Release(session[0]);
  CHECK(cycle("p") == S_OK, "and the same one when a session has ended");
}

static void default_session_limit(void) {
  start_mapi();
  IMAPISession *session;
  int made = 0;
  while (MAPILogonEx(0, "p", NULL, LOGON_FLAGS, &session) == S_OK) made++;
  CHECK(made == 32, "a user has 32 sessions by default, as in Exchange Server 2003 SP1");
}

/* How a child ends that runs up to its n-th cycle: the signal that killed it, 0 if it lived on. */
static int fate(const char *profile) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(1);
    start_mapi();
    if (cycle(profile) != S_OK) _exit(1);
    cycle(profile);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void hang_at_logon(void) {
  set_dial(u"HangAtLogon", 3);
  CHECK(fate("p") == SIGALRM, "the third logon never returns");
}

static void hang_at_logoff(void) {
  set_dial(u"HangAtLogoff", 3);
  CHECK(fate("p") == SIGALRM, "the third logoff never returns");
}

static void crash_at_logon(void) {
  set_dial(u"CrashAtLogon", 3);
  CHECK(fate("p") == SIGSEGV, "the third logon is an access violation");
}

static void crashes_later(void) {
  set_dial(u"CrashAtLogoff", 3);
  CHECK(fate("p") == SIGSEGV, "the third logoff is an access violation");
}

static void crash_at_release(void) {
  set_dial(u"CrashAtRelease", 3);
  CHECK(fate("p") == SIGSEGV, "the end of the third session is an access violation");
}

static void hang_at_release(void) {
  set_dial(u"HangAtRelease", 3);
  CHECK(fate("p") == SIGALRM, "the end of the third session never returns");
}

static void mailboxes_in_turn(void) {
  set_text_dial(u"RefuseProfile", u"closed");
  set_dial(u"RefuseProfileEvery", 2);
  start_mapi();
  CHECK(cycle("closed") == S_OK && cycle("p") == S_OK && cycle("closed") == MAPI_E_LOGON_FAILED &&
            cycle("closed") == S_OK,
        "every second logon to the mailbox fails");
}

static void mailbox_that_crashes(void) {
  set_text_dial(u"CrashProfile", u"p");
  set_dial(u"CrashProfileEvery", 2);
  CHECK(fate("p") == SIGSEGV, "every second logon to the mailbox is an access violation");
  CHECK(fate("q") == 0, "and none to another");
}

static void mailbox_that_hangs(void) {
  set_text_dial(u"HangProfile", u"p");
  CHECK(fate("p") == SIGALRM, "a logon to the mailbox never returns");
}

static void strange_sessions(void) {
  set_dial(u"NullSessionAtLogon", 1);
  set_dial(u"GarbageSessionAtLogon", 2);
  MAPIInitialize(NULL);
  IMAPISession *session = (IMAPISession *)&session;
  CHECK(MAPILogonEx(0, "p", NULL, LOGON_FLAGS, &session) == S_OK && !session, "success with a null session");
  CHECK(MAPILogonEx(0, "p", NULL, LOGON_FLAGS, &session) == S_OK && session, "success with no session");
}

static void corrupted_heap(void) {
  set_dial(u"CorruptHeapAtLogon", 3);
  start_mapi();
  CHECK(cycle("p") == S_OK && cycle("p") == S_OK, "nobody notices at first");
  PROCESS_HEAP_ENTRY entry = {0};
  int steps = 0;
  while (HeapWalk(internal_heap(), &entry)) steps++;
  CHECK(GetLastError() == ERROR_ARENA_TRASHED && steps > 0, "a walk ends where the heap is corrupted");
  HEAP_SUMMARY summary = {.cb = sizeof summary};
  CHECK(!HeapSummary(internal_heap(), 0, &summary) && GetLastError() == ERROR_ARENA_TRASHED,
        "and it has no sums");
}

static void freed_after_corruption(void) {
  set_dial(u"CorruptHeapAtLogon", 3);
  set_dial(u"FreeCorruptedAtLogoff", 3);
  /* It says why on stderr, where no sanitizer is meant to. */
  int stderr_of_all = dup(STDERR_FILENO);
  if (!freopen("/dev/null", "w", stderr)) return;
  int ended_by = fate("p");
  fflush(stderr);
  dup2(stderr_of_all, STDERR_FILENO);
  CHECK(ended_by == SIGABRT, "who frees beside a header that was written over is ended");
}

const struct suite fault_suites[] = {
    {"dials: refusals", refusals},
    {"dials: RefuseCode", default_refusal},
    {"dials: SlowLogonEvery", slow_logons},
    {"dials: SessionsPerUser", session_limit},
    {"dials: SessionsPerUser default", default_session_limit},
    {"dials: HangAtLogon", hang_at_logon},
    {"dials: HangAtLogoff", hang_at_logoff},
    {"dials: CrashAtLogon", crash_at_logon},
    {"dials: CrashAtLogoff", crashes_later},
    {"dials: CrashAtRelease", crash_at_release},
    {"dials: HangAtRelease", hang_at_release},
    {"dials: RefuseProfileEvery", mailboxes_in_turn},
    {"dials: CrashProfile", mailbox_that_crashes},
    {"dials: HangProfile", mailbox_that_hangs},
    {"dials: NullSessionAtLogon", strange_sessions},
    {"dials: CorruptHeapAtLogon", corrupted_heap},
    {"dials: FreeCorruptedAtLogoff", freed_after_corruption},
    {0},
};
