#include "faults.h"

#include <stdatomic.h>
#include <string.h>

static atomic_uint logon_calls, logoff_calls;

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

HRESULT faults_at_logon(const struct dials *dials, const char *mailbox) {
  DWORD call = atomic_fetch_add(&logon_calls, 1) + 1;
  if (call == dials->hang_at_logon) hang();
  if (call == dials->crash_at_logon) crash();
  round_trip(dials->round_trip_us);
  if (is_due(dials->slow_every, call)) Sleep(dials->slow_ms);
  if (is_due(dials->refuse_every, call)) return (HRESULT)dials->refuse_code;
  if (*dials->refuse_profile && strcmp(dials->refuse_profile, mailbox) == 0) return MAPI_E_LOGON_FAILED;
  return S_OK;
}

void faults_at_logoff(const struct dials *dials) {
  DWORD call = atomic_fetch_add(&logoff_calls, 1) + 1;
  if (call == dials->hang_at_logoff) hang();
  round_trip(dials->round_trip_us);
}
