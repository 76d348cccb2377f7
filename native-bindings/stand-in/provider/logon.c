/* MAPILogonEx. */
#include "logon.h"

#include <string.h>

#include "faults.h"
#include "growth.h"
#include "leaks.h"
#include "library.h"
#include "session.h"
#include "timed-leak.h"
#include "wide-names.h"

/* MAPI lets one logon through at a time: more threads are not faster (MAPILogonEx documentation). */
static SRWLOCK logon_turn = SRWLOCK_INIT;

/* What a profile's name leads to. */
struct logon {
  bool stored; /* it is a profile of the store, and in use from now on */
  struct profile_settings settings;
  struct session_target target;
};

static bool is_remote(const char *server) {
  const struct dials *dials = library_dials();
  return dials->all_remote || (*dials->remote_server && names_equal(dials->remote_server, server));
}

/*
 * Without a profile of that name the name is the mailbox: nobody need make profiles to log on, nor have a
 * registry that can be read. One that is there and closed to the caller is another matter.
 */
static HRESULT resolve(const char *name, struct logon *logon) {
  if (!library_enter()) return MAPI_E_NOT_INITIALIZED;
  HRESULT result = profile_read(name, &logon->settings);
  library_leave();
  if (result == MAPI_E_NO_ACCESS) return result;
  logon->stored = result == S_OK;
  if (logon->stored && !*logon->settings.mailbox) return MAPI_E_UNCONFIGURED;
  logon->target = (struct session_target){
      .profile = name,
      .mailbox = logon->stored ? logon->settings.mailbox : name,
      .remote = is_remote(logon->settings.server),
  };
  return S_OK;
}

static HRESULT enter_session(const struct identity *identity, const struct logon *logon,
                             IMAPISession **session) {
  HANDLE heap = library_enter();
  if (!heap) return MAPI_E_NOT_INITIALIZED;
  struct instance *instance;
  HRESULT result = instance_join(heap, identity, &instance);
  if (result == S_OK) {
    struct profile *profile = logon->stored ? profile_join(heap, logon->target.profile) : NULL;
    if (profile || !logon->stored) *session = session_make(heap, instance, profile, &logon->target);
    if (*session) {
      timed_leak_begin();
      leaks_at_logon(heap, library_dials(), identity);
      growth_at_logon(heap, library_dials(), logon->target.mailbox);
    } else {
      profile_leave(heap, profile);
      instance_leave(heap, instance, logon->target.remote);
      result = MAPI_E_NOT_ENOUGH_MEMORY;
    }
  }
  library_leave();
  return result;
}

static HRESULT take_turn(const char *name, IMAPISession **session) {
  const struct dials *dials = library_dials();
  struct logon logon = {0};
  HRESULT result = resolve(name, &logon);
  if (result != S_OK) return result;
  result = faults_at_logon(dials, logon.target.mailbox);
  if (result != S_OK) return result;
  struct identity identity;
  const char *distinct = dials->identity_from_profile ? logon.target.mailbox : NULL;
  if (!identity_of_caller(&identity, distinct)) return MAPI_E_LOGON_FAILED;
  return enter_session(&identity, &logon, session);
}

static bool is_initialized(void) {
  if (!library_enter()) return false;
  library_leave();
  return true;
}

HRESULT log_on(const char *profile, ULONG flags, IMAPISession **session) {
  *session = NULL;
  if (flags & ~MAPI_LOGON_FLAGS) return MAPI_E_UNKNOWN_FLAGS;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (!is_initialized()) return MAPI_E_NOT_INITIALIZED;
  const char *name = profile ? profile : "";
  if (!memchr(name, '\0', PROFILE_NAME_LIMIT + 1)) return MAPI_E_LOGON_FAILED;

  if (!(flags & MAPI_TIMEOUT_SHORT)) AcquireSRWLockExclusive(&logon_turn);
  else if (!TryAcquireSRWLockExclusive(&logon_turn)) return MAPI_E_TIMEOUT;
  HRESULT result = take_turn(name, session);
  ReleaseSRWLockExclusive(&logon_turn);
  return result;
}

HRESULT STDAPICALLTYPE MAPILogonEx(ULONG_PTR window, char *profile, char *password, ULONG flags,
                                   IMAPISession **session) {
  (void)window;
  (void)password; /* profiles of the NT family have none; MAPI ignores it */
  if (!session) return MAPI_E_INVALID_PARAMETER;
  HRESULT result = log_on(profile, flags, session);
  if (result == S_OK) {
    void *returned = *session;
    faults_after_logon(library_dials(), &returned);
    *session = returned;
  }
  return result;
}
