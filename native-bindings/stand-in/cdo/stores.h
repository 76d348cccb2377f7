#ifndef MAPILEAK_CDO_STORES_H
#define MAPILEAK_CDO_STORES_H

#include "../provider/mapi-objects.h"

/* The message stores of a session, by their table. */

HRESULT count_stores(IMAPISession *session, ULONG *count);
HRESULT open_default_store(IMAPISession *session, IMsgStore **store);
/** By its place among all stores, from 0. */
HRESULT open_store_at(IMAPISession *session, ULONG place, IMsgStore **store);
HRESULT open_store(IMAPISession *session, ULONG bytes, BYTE *entry_id, IMsgStore **store);

#endif
