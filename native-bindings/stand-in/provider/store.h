#ifndef MAPILEAK_PROVIDER_STORE_H
#define MAPILEAK_PROVIDER_STORE_H

#include <stdbool.h>

#include "../objects/objects.h"
#include "mapi-objects.h"

/*
 * IMsgStore objects. A store counts as open for as long as it, or anything opened from it, has a reference.
 */

/**
 * A store of one reference, from inside the library: MAPI_E_FAILONEPROVIDER at the limit of a process. `own`
 * says whether it is the mailbox that the session logged on to.
 */
HRESULT store_make(HANDLE heap, struct object *session, const char *mailbox, bool own, void **store);
/** All stores have gone with the internal heap. */
void stores_forget(void);

/** Opens a folder that an entry id names: MAPI_E_UNKNOWN_ENTRYID if it lies in another store. From inside. */
HRESULT store_open_folder(HANDLE heap, struct object *store, ULONG bytes, const void *entry_id,
                          const IID *iid, ULONG *type, void **folder);
/** The name of the mailbox of a store. */
const char *store_mailbox(const struct object *store);

/* --- Between store.c, which has the object, and store-methods.c, which has the method table ------------- */

extern const IMsgStoreVtbl store_methods;

HRESULT STDMETHODCALLTYPE store_get_props(void *self, SPropTagArray *tags, ULONG flags, ULONG *count,
                                          SPropValue **values);
HRESULT STDMETHODCALLTYPE store_open_entry(void *self, ULONG bytes, void *entry_id, const IID *iid,
                                           ULONG flags, ULONG *type, void **object);
HRESULT STDMETHODCALLTYPE store_get_receive_folder(void *self, char *message_class, ULONG flags, ULONG *bytes,
                                                   void **entry_id, char **explicit_class);
HRESULT STDMETHODCALLTYPE store_logoff(void *self, ULONG *flags);

#endif
