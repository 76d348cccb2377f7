/* MAPILogonEx. */
#include <string.h>

#include "faults.h"
#include "leaks.h"
#include "library.h"
#include "session.h"

/* MAPI lets one logon through at a time: more threads are not faster (MAPILogonEx documentation). */
static SRWLOCK logon_turn = SRWLOCK_INIT;

static HRESULT enter_session(const struct identity *identity, const char *profile, IMAPISession **session) {
  HANDLE heap = library_enter();
  if (!heap) return MAPI_E_NOT_INITIALIZED;
  struct instance *instance;
  HRESULT result = instance_join(heap, identity, &instance);
  if (result == S_OK) {
    *session = session_make(heap, instance, profile);
    if (*session) {
      leaks_at_logon(heap, library_dials(), profile);
    } else {
      instance_leave(heap, instance);
      result = MAPI_E_NOT_ENOUGH_MEMORY;
    }
  }
  library_leave();
  return result;
}

static HRESULT log_on(const char *profile, IMAPISession **session) {
  const struct dials *dials = library_dials();
  HRESULT refused = faults_at_logon(dials, profile);
  if (refused != S_OK) return refused;
  struct identity identity;
  if (!identity_of_caller(&identity, dials->identity_from_profile ? profile : NULL)) return MAPI_E_LOGON_FAILED;
  return enter_session(&identity, profile, session);
}

static bool is_initialized(void) {
  if (!library_enter()) return false;
  library_leave();
  return true;
}

HRESULT STDAPICALLTYPE MAPILogonEx(ULONG_PTR window, char *profile, char *password, ULONG flags,
                                   IMAPISession **session) {
  (void)window;
  (void)password; /* profiles of the NT family have none; MAPI ignores it */
  if (!session) return MAPI_E_INVALID_PARAMETER;
  *session = NULL;
  if (flags & ~MAPI_LOGON_FLAGS) return MAPI_E_UNKNOWN_FLAGS;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (!is_initialized()) return MAPI_E_NOT_INITIALIZED;
  const char *name = profile ? profile : "";
  if (!memchr(name, '\0', PROFILE_NAME_LIMIT + 1)) return MAPI_E_LOGON_FAILED;

  if (!(flags & MAPI_TIMEOUT_SHORT)) AcquireSRWLockExclusive(&logon_turn);
  else if (!TryAcquireSRWLockExclusive(&logon_turn)) return MAPI_E_TIMEOUT;
  HRESULT result = log_on(name, session);
  ReleaseSRWLockExclusive(&logon_turn);
  return result;
}
