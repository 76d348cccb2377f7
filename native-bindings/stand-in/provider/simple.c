/*
 * Simple MAPI's sessions: the same logon as MAPILogonEx, in a library that is initialized for as long as the
 * session lives. Its calls without a session are not modelled; they lose memory on purpose (S. Griffin,
 * 2006-11-03).
 */
#include "simple.h"

#include "library.h"
#include "logon.h"
#include "mapi-objects.h"

/* Every live session: what a caller gives as a handle is believed only if it is one of these. */
struct simple_session {
  struct simple_session *next;
  IMAPISession *session;
};

static struct simple_session *open_sessions;

static ULONG simple_code(HRESULT result) {
  switch (result) {
    case S_OK: return SUCCESS_SUCCESS;
    case MAPI_E_LOGON_FAILED:
    case MAPI_E_UNCONFIGURED: return SIMPLE_E_LOGON_FAILURE;
    case MAPI_E_USER_CANCEL: return SIMPLE_E_USER_ABORT;
    case MAPI_E_NOT_ENOUGH_MEMORY: return SIMPLE_E_INSUFFICIENT_MEMORY;
    case MAPI_E_NO_ACCESS: return SIMPLE_E_ACCESS_DENIED;
    case MAPI_E_SESSION_LIMIT: return SIMPLE_E_TOO_MANY_SESSIONS;
    case MAPI_E_NETWORK_ERROR: return SIMPLE_E_NETWORK_FAILURE;
    default: return SIMPLE_E_FAILURE;
  }
}

static struct simple_session *remember(IMAPISession *session) {
  HANDLE heap = library_enter();
  if (!heap) return NULL;
  struct simple_session *simple = HeapAlloc(heap, 0, sizeof *simple);
  if (simple) {
    *simple = (struct simple_session){open_sessions, session};
    open_sessions = simple;
  }
  library_leave();
  return simple;
}

/* The session of a handle, which is none from now on; NULL if it was none. */
static IMAPISession *forget(LHANDLE handle) {
  HANDLE heap = library_enter();
  if (!heap) return NULL;
  struct simple_session **link = &open_sessions;
  while (*link && (LHANDLE)*link != handle) link = &(*link)->next;
  struct simple_session *simple = *link;
  IMAPISession *session = simple ? simple->session : NULL;
  if (simple) {
    *link = simple->next;
    HeapFree(heap, 0, simple);
  }
  library_leave();
  return session;
}

void simple_sessions_forget(void) { open_sessions = NULL; }

ULONG STDAPICALLTYPE MAPILogon(ULONG_PTR window, char *profile, char *password, ULONG flags, ULONG reserved,
                               LHANDLE *handle) {
  (void)window;
  (void)password;
  if (!handle) return SIMPLE_E_FAILURE;
  *handle = 0;
  if (reserved) return SIMPLE_E_FAILURE;
  HRESULT result = MAPIInitialize(NULL);
  if (result != S_OK) return simple_code(result);
  IMAPISession *session;
  result = log_on(profile, flags, &session);
  struct simple_session *simple = result == S_OK ? remember(session) : NULL;
  if (simple) {
    *handle = (LHANDLE)simple;
    return SUCCESS_SUCCESS;
  }
  if (result == S_OK) {
    session->lpVtbl->Release(session);
    result = MAPI_E_NOT_ENOUGH_MEMORY;
  }
  MAPIUninitialize();
  return simple_code(result);
}

ULONG STDAPICALLTYPE MAPILogoff(LHANDLE handle, ULONG_PTR window, ULONG flags, ULONG reserved) {
  if (flags || reserved) return SIMPLE_E_FAILURE;
  IMAPISession *session = forget(handle);
  if (!session) return SIMPLE_E_INVALID_SESSION;
  HRESULT result = session->lpVtbl->Logoff(session, window, 0, 0);
  session->lpVtbl->Release(session);
  MAPIUninitialize();
  return simple_code(result);
}
