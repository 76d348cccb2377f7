#ifndef MAPILEAK_PROVIDER_SESSION_H
#define MAPILEAK_PROVIDER_SESSION_H

#include "instances.h"

/* IMAPISession objects. Called inside library_enter and library_leave, or before anyone can enter. */

/** A session of one reference; NULL when memory runs out. It leaves its instance with its last reference. */
IMAPISession *session_make(HANDLE internal_heap, struct instance *instance, const char *profile);

/* --- Between session.c, which has the object, and session-methods.c, which has the table ---------------- */

extern const IMAPISessionVtbl session_methods;

HRESULT STDMETHODCALLTYPE session_get_last_error(IMAPISession *self, HRESULT result, ULONG flags,
                                                 MAPIERROR **error);
HRESULT STDMETHODCALLTYPE session_logoff(IMAPISession *self, ULONG_PTR window, ULONG flags, ULONG reserved);
/** MAPI_E_NO_SUPPORT for a session that is logged on, else MAPI_E_INVALID_OBJECT. */
HRESULT session_unsupported(IMAPISession *self);

#endif
