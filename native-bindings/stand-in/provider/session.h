#ifndef MAPILEAK_PROVIDER_SESSION_H
#define MAPILEAK_PROVIDER_SESSION_H

#include "instances.h"
#include "mapi-objects.h"
#include "profiles.h"

/* IMAPISession objects. */

/** What a logon is to; it is copied. */
struct session_target {
  const char *profile, *mailbox;
  bool remote; /* the server is not on this computer, so nothing is cleaned up (KB 891509) */
};

/**
 * A session of one reference; NULL when memory runs out. It leaves its instance and its profile (NULL: it has
 * none in the store) with its last reference. Inside library_enter and library_leave.
 */
IMAPISession *session_make(HANDLE internal_heap, struct instance *instance, struct profile *profile,
                           const struct session_target *target);

/*
 * --- Between session.c and session-stores.c, which have the methods, and session-methods.c with the table -
 */

struct session;

extern const IMAPISessionVtbl session_methods;

HRESULT STDMETHODCALLTYPE session_get_stores_table(void *self, ULONG flags, void **table);
HRESULT STDMETHODCALLTYPE session_open_store(void *self, ULONG_PTR window, ULONG bytes, void *entry_id,
                                             const IID *iid, ULONG flags, void **store);
HRESULT STDMETHODCALLTYPE session_open_entry(void *self, ULONG bytes, void *entry_id, const IID *iid,
                                             ULONG flags, ULONG *type, void **object);
HRESULT STDMETHODCALLTYPE session_admin_services(void *self, ULONG flags, void **admin);
HRESULT STDMETHODCALLTYPE session_logoff(void *self, ULONG_PTR window, ULONG flags, ULONG reserved);

/** As not_supported; MAPI_E_INVALID_OBJECT also after Logoff. */
HRESULT session_unsupported(void *self, void *out);
/** Enters, and returns the session if it is logged on; or stays outside and returns NULL. */
struct session *session_enter(void *self);
const char *session_mailbox(const struct session *session);

#endif
