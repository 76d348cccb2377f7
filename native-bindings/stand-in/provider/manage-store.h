#ifndef MAPILEAK_PROVIDER_MANAGE_STORE_H
#define MAPILEAK_PROVIDER_MANAGE_STORE_H

#include "../objects/objects.h"
#include "mapi-objects.h"

/* IExchangeManageStore (EdkMdb.h): the way from a store to somebody else's mailbox. */

extern const IID iid_manage_store;

/** An interface of one reference to a store, from inside the library. */
HRESULT manage_store_make(HANDLE heap, struct object *store, void **result);

extern const IExchangeManageStoreVtbl manage_store_methods;

HRESULT STDMETHODCALLTYPE manage_store_create_entry_id(void *self, char *store_name, char *mailbox_name,
                                                       ULONG flags, ULONG *bytes, void **entry_id);

#endif
