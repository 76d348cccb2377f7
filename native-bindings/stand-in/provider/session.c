#include "session.h"

#include <string.h>

#include "../objects/objects.h"
#include "faults.h"
#include "library.h"

struct session {
  struct object object;
  bool logged_on;
  struct instance *instance;
  char profile[PROFILE_NAME_LIMIT + 1];
};

static void end_session(HANDLE internal_heap, struct object *object) {
  instance_leave(internal_heap, ((struct session *)object)->instance);
}

static const IID iid_session = {0x00020300, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID *const interfaces[] = {&iid_session, NULL};
static const struct object_kind session_kind = {
    .methods = &session_methods, .interfaces = interfaces, .end = end_session};
static_assert(sizeof(struct session) <= OBJECT_BYTES, "a session fits into a block");

/* --- Methods -------------------------------------------------------------------------------------------- */

static bool is_logged_on(IMAPISession *self) {
  struct session *session = object_enter(self, &session_kind);
  if (!session) return false;
  bool logged_on = session->logged_on;
  library_leave();
  return logged_on;
}

HRESULT session_unsupported(IMAPISession *self) {
  return is_logged_on(self) ? MAPI_E_NO_SUPPORT : MAPI_E_INVALID_OBJECT;
}

static char *copy_text(void *parent, const char *text) {
  void *copy;
  size_t bytes = strlen(text) + 1;
  if (MAPIAllocateMore((ULONG)bytes, parent, &copy) != S_OK) return NULL;
  return memcpy(copy, text, bytes);
}

HRESULT STDMETHODCALLTYPE session_get_last_error(IMAPISession *self, HRESULT result, ULONG flags,
                                                 MAPIERROR **error) {
  if (!error) return MAPI_E_INVALID_PARAMETER;
  *error = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  if (!is_logged_on(self)) return MAPI_E_INVALID_OBJECT;
  /* Success without a structure means that there is nothing to add to the code. */
  if (result != MAPI_E_NO_SUPPORT) return S_OK;

  void *memory;
  if (MAPIAllocateBuffer(sizeof **error, &memory) != S_OK) return MAPI_E_NOT_ENOUGH_MEMORY;
  MAPIERROR *answer = memory;
  *answer = (MAPIERROR){.lpszError = copy_text(memory, "The stand-in does not model this method."),
                        .lpszComponent = copy_text(memory, MapileakStandInIdentity())};
  *error = answer;
  return S_OK;
}

HRESULT STDMETHODCALLTYPE session_logoff(IMAPISession *self, ULONG_PTR window, ULONG flags, ULONG reserved) {
  (void)window;
  if (reserved) return MAPI_E_INVALID_PARAMETER;
  if (flags & ~(MAPI_LOGOFF_SHARED | MAPI_LOGOFF_UI)) return MAPI_E_UNKNOWN_FLAGS;
  if (!is_logged_on(self)) return MAPI_E_INVALID_OBJECT;

  faults_at_logoff(library_dials());
  struct session *session = object_enter(self, &session_kind);
  if (!session) return MAPI_E_INVALID_OBJECT;
  session->logged_on = false;
  library_leave();
  return S_OK;
}

/* --- The object ----------------------------------------------------------------------------------------- */

IMAPISession *session_make(HANDLE internal_heap, struct instance *instance, const char *profile) {
  struct session *session = object_make(internal_heap, &session_kind, NULL);
  if (!session) return NULL;
  session->logged_on = true;
  session->instance = instance;
  strncpy(session->profile, profile, PROFILE_NAME_LIMIT);
  return (IMAPISession *)session;
}
