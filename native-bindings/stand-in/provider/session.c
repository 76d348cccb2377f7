#include "session.h"

#include <string.h>

#include "../objects/objects.h"
#include "answers.h"
#include "faults.h"
#include "library.h"
#include "service-admin.h"

struct session {
  struct object object;
  bool logged_on, remote;
  struct instance *instance;
  struct profile *profile;
  char profile_name[PROFILE_NAME_LIMIT + 1];
  char mailbox[MAILBOX_NAME_LIMIT + 1];
};

static void end_session(HANDLE internal_heap, struct object *object) {
  struct session *session = (struct session *)object;
  faults_at_release(library_dials());
  instance_leave(internal_heap, session->instance, session->remote);
  profile_leave(internal_heap, session->profile);
}

static const IID iid_session = MAPI_IID(0x0300);
static const IID *const interfaces[] = {&iid_session, NULL};
static const struct object_kind session_kind = {
    .methods = &session_methods, .interfaces = interfaces, .end = end_session};
static_assert(sizeof(struct session) <= OBJECT_BYTES, "a session fits into a block");

struct session *session_enter(void *self) {
  struct session *session = object_enter(self, &session_kind);
  if (!session || session->logged_on) return session;
  library_leave();
  return NULL;
}

const char *session_mailbox(const struct session *session) { return session->mailbox; }

HRESULT session_unsupported(void *self, void *out) {
  bool logged_on = session_enter(self) != NULL;
  if (logged_on) library_leave();
  else if (out) memcpy(out, &(void *){NULL}, sizeof(void *));
  return logged_on ? not_supported(self, out) : MAPI_E_INVALID_OBJECT;
}

HRESULT STDMETHODCALLTYPE session_admin_services(void *self, ULONG flags, void **admin) {
  if (!admin) return MAPI_E_INVALID_PARAMETER;
  *admin = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  struct session *session = session_enter(self);
  if (!session) return MAPI_E_INVALID_OBJECT;
  *admin = service_admin_make(library_heap(), session->profile_name, &session->object);
  library_leave();
  return *admin ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

HRESULT STDMETHODCALLTYPE session_logoff(void *self, ULONG_PTR window, ULONG flags, ULONG reserved) {
  (void)window;
  if (reserved) return MAPI_E_INVALID_PARAMETER;
  if (flags & ~(MAPI_LOGOFF_SHARED | MAPI_LOGOFF_UI)) return MAPI_E_UNKNOWN_FLAGS;
  struct session *session = session_enter(self);
  if (!session) return MAPI_E_INVALID_OBJECT;
  library_leave();

  faults_at_logoff(library_dials());
  session = session_enter(self);
  if (!session) return MAPI_E_INVALID_OBJECT;
  session->logged_on = false;
  library_leave();
  return S_OK;
}

IMAPISession *session_make(HANDLE internal_heap, struct instance *instance, struct profile *profile,
                           const struct session_target *target) {
  struct session *session = object_make(internal_heap, &session_kind, NULL);
  if (!session) return NULL;
  session->logged_on = true;
  session->remote = target->remote;
  session->instance = instance;
  session->profile = profile;
  strncpy(session->profile_name, target->profile, PROFILE_NAME_LIMIT);
  strncpy(session->mailbox, target->mailbox, MAILBOX_NAME_LIMIT);
  return (IMAPISession *)session;
}
