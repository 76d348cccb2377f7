#include "session.h"

#include <string.h>

#include "faults.h"
#include "library.h"

#define LIVE 0x53534C56u
#define DEAD 0x53534445u

/*
 * A released session's block keeps its method table and is not used again until this many others were
 * released, so that a late call on it meets a dead session rather than somebody else's memory. The blocks are
 * made at the start, or the reserve itself would look like a leak of the first logons.
 */
#define SPARE_SESSIONS 32u

struct session {
  IMAPISession object;
  ULONG state;
  ULONG references;
  bool logged_on;
  struct instance *instance;
  struct session *next_spare;
  char profile[PROFILE_NAME_LIMIT + 1];
};

static struct {
  struct session *first, *last;
  ULONG count;
} spares;

static void add_spare(struct session *session) {
  session->state = DEAD;
  session->next_spare = NULL;
  if (spares.last) spares.last->next_spare = session;
  else spares.first = session;
  spares.last = session;
  spares.count++;
}

static struct session *take_spare(void) {
  struct session *session = spares.first;
  spares.first = session->next_spare;
  if (!spares.first) spares.last = NULL;
  spares.count--;
  return session;
}

bool sessions_prepare(HANDLE internal_heap) {
  while (spares.count < SPARE_SESSIONS) {
    struct session *session = HeapAlloc(internal_heap, HEAP_ZERO_MEMORY, sizeof *session);
    if (!session) return false;
    add_spare(session);
  }
  return true;
}

void sessions_forget(void) {
  spares.first = spares.last = NULL;
  spares.count = 0;
}

/* --- Methods -------------------------------------------------------------------------------------------- */

/* The session behind an interface pointer, if it is one that was not released. Inside library_enter. */
static struct session *live(IMAPISession *self) {
  struct session *session = (struct session *)self;
  return session && self->lpVtbl == &session_methods && session->state == LIVE ? session : NULL;
}

static bool is_iid(REFIID iid, WORD low) {
  /* {0002xxxx-0000-0000-C000-000000000046} is the family of MAPI, {00000000-...} of COM. */
  static const BYTE tail[8] = {0xC0, 0, 0, 0, 0, 0, 0, 0x46};
  DWORD family = low ? 0x00020000u : 0;
  return iid->Data1 == (family | low) && !iid->Data2 && !iid->Data3 && memcmp(iid->Data4, tail, 8) == 0;
}

ULONG STDMETHODCALLTYPE session_add_ref(IMAPISession *self) {
  if (!library_enter()) return 0;
  struct session *session = live(self);
  ULONG references = session ? ++session->references : 0;
  library_leave();
  return references;
}

HRESULT STDMETHODCALLTYPE session_query_interface(IMAPISession *self, REFIID iid, void **object) {
  if (!iid || !object) return MAPI_E_INVALID_PARAMETER;
  *object = NULL;
  if (!is_iid(iid, 0) && !is_iid(iid, 0x0300)) return MAPI_E_INTERFACE_NOT_SUPPORTED;
  if (!session_add_ref(self)) return MAPI_E_INVALID_OBJECT;
  *object = self;
  return S_OK;
}

ULONG STDMETHODCALLTYPE session_release(IMAPISession *self) {
  HANDLE heap = library_enter();
  if (!heap) return 0;
  struct session *session = live(self);
  ULONG references = session ? --session->references : 0;
  if (session && references == 0) {
    instance_leave(heap, session->instance);
    add_spare(session);
  }
  library_leave();
  return references;
}

static bool is_logged_on(IMAPISession *self) {
  if (!library_enter()) return false;
  struct session *session = live(self);
  bool logged_on = session && session->logged_on;
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
  if (!library_enter()) return MAPI_E_INVALID_OBJECT;
  struct session *session = live(self);
  if (session) session->logged_on = false;
  library_leave();
  return session ? S_OK : MAPI_E_INVALID_OBJECT;
}

/* --- The object ----------------------------------------------------------------------------------------- */

IMAPISession *session_make(HANDLE internal_heap, struct instance *instance, const char *profile) {
  struct session *session =
      spares.count >= SPARE_SESSIONS ? take_spare() : HeapAlloc(internal_heap, 0, sizeof *session);
  if (!session) return NULL;
  *session = (struct session){
      .object = {&session_methods}, .state = LIVE, .references = 1, .logged_on = true, .instance = instance};
  strncpy(session->profile, profile, PROFILE_NAME_LIMIT);
  return &session->object;
}
