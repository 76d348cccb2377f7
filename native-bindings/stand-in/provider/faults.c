#include "faults.h"

#include <stdatomic.h>
#include <string.h>

#include "library.h"

/* Bytes of a block that is overrun, and how far: enough for the header of what follows, on every platform. */
#define OVERRUN_BLOCK 64u
#define OVERRUN_BYTES 32u

static atomic_uint logon_calls, logoff_calls, release_calls, uninitialize_calls;
static atomic_uint refused_turns, hung_turns, crashed_turns;
/* Written past its end, and the one behind it. */
static char *overrun, *smashed;

static void hang(void) {
  for (;;) Sleep(INFINITE);
}

static void crash(void) {
  /* The first page is mapped nowhere; volatile, for a plain null pointer would let the compiler choose. */
  volatile uintptr_t nowhere = 64;
  *(volatile char *)nowhere = 0;
}

/* Waits as for an answer of the server. A timer, since Sleep cannot wait for less than a millisecond. */
static void round_trip(DWORD microseconds) {
  if (microseconds == 0) return;
  HANDLE timer = CreateWaitableTimerW(NULL, TRUE, NULL);
  if (!timer) return;
  LARGE_INTEGER due = {.QuadPart = -10 * (LONGLONG)microseconds};
  if (SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE)) WaitForSingleObject(timer, INFINITE);
  CloseHandle(timer);
}

static bool is_due(DWORD every, DWORD call) { return every && call % every == 0; }

/* Whether this logon to the mailbox is one that the dials mean: each, or one in so many. */
static bool is_meant(const char *dialled, DWORD every, const char *mailbox, atomic_uint *turns) {
  if (!*dialled || strcmp(dialled, mailbox) != 0) return false;
  DWORD turn = atomic_fetch_add(turns, 1) + 1;
  return every <= 1 || turn % every == 0;
}

HRESULT faults_at_logon(const struct dials *dials, const char *mailbox) {
  DWORD call = atomic_fetch_add(&logon_calls, 1) + 1;
  if (call == dials->hang_at_logon) hang();
  if (call == dials->crash_at_logon) crash();
  if (is_meant(dials->hang_profile, dials->hang_profile_every, mailbox, &hung_turns)) hang();
  if (is_meant(dials->crash_profile, dials->crash_profile_every, mailbox, &crashed_turns)) crash();
  round_trip(dials->round_trip_us);
  if (is_due(dials->slow_every, call)) Sleep(dials->slow_ms);
  if (is_due(dials->refuse_every, call)) return (HRESULT)dials->refuse_code;
  if (is_meant(dials->refuse_profile, dials->refuse_profile_every, mailbox, &refused_turns)) {
    return MAPI_E_LOGON_FAILED;
  }
  return S_OK;
}

/* What follows the block is another block's header, or the heap's own. */
static void corrupt(void) {
  HANDLE heap = library_enter();
  if (!heap) return;
  overrun = HeapAlloc(heap, 0, OVERRUN_BLOCK);
  smashed = HeapAlloc(heap, 0, OVERRUN_BLOCK);
  if (overrun) {
    volatile char *past = overrun + OVERRUN_BLOCK;
    for (unsigned i = 0; i < OVERRUN_BYTES; i++) past[i] = (char)0xEE;
  }
  library_leave();
}

static void free_corrupted(void) {
  HANDLE heap = library_enter();
  if (!heap) return;
  if (overrun) HeapFree(heap, 0, overrun);
  if (smashed) HeapFree(heap, 0, smashed);
  overrun = smashed = NULL;
  library_leave();
}

enum { NOWHERE, NO_OBJECT, NO_METHODS };

/* No page of these is ever mapped. */
#define UNMAPPED ((void *)(uintptr_t)4096)
#define GARBAGE_WORDS 64u

static void *garbage(DWORD kind) {
  static void *no_object[GARBAGE_WORDS], *no_code[GARBAGE_WORDS], *no_methods;
  for (unsigned i = 0; i < GARBAGE_WORDS; i++) {
    no_object[i] = UNMAPPED;
    no_code[i] = no_code;
  }
  no_methods = no_code;
  switch (kind) {
    case NO_OBJECT: return no_object;
    case NO_METHODS: return &no_methods;
    default: return UNMAPPED;
  }
}

void faults_after_logon(const struct dials *dials, void **session) {
  DWORD call = atomic_load(&logon_calls);
  if (call == dials->corrupt_heap_at_logon) corrupt();
  if (call == dials->null_session_at_logon) *session = NULL;
  if (call == dials->garbage_session_at_logon) *session = garbage(dials->garbage_session_kind);
}

void faults_at_logoff(const struct dials *dials) {
  DWORD call = atomic_fetch_add(&logoff_calls, 1) + 1;
  if (call == dials->hang_at_logoff) hang();
  if (call == dials->crash_at_logoff) crash();
  if (call == dials->free_corrupted_at_logoff) free_corrupted();
  round_trip(dials->round_trip_us);
}

void faults_at_release(const struct dials *dials) {
  DWORD call = atomic_fetch_add(&release_calls, 1) + 1;
  if (call == dials->hang_at_release) hang();
  if (call == dials->crash_at_release) crash();
}

void faults_at_uninitialize(const struct dials *dials) {
  DWORD call = atomic_fetch_add(&uninitialize_calls, 1) + 1;
  if (call == dials->hang_at_uninitialize) hang();
}

void faults_forget(void) { overrun = smashed = NULL; }
