#ifndef MAPILEAK_PROVIDER_LIBRARY_H
#define MAPILEAK_PROVIDER_LIBRARY_H

#include "dials.h"

/*
 * What the process has of MAPI between the first MAPIInitialize and the last MAPIUninitialize. All state of
 * the provider is guarded by one lock, taken by library_enter; nothing that waits for the server is done
 * inside it.
 */

/** Enters and returns the internal heap, or stays outside and returns NULL if MAPI is not initialized. */
HANDLE library_enter(void);
void library_leave(void);
/** The internal heap, for code inside. */
HANDLE library_heap(void);
/** The dials of this process, constant from the first MAPIInitialize on. */
const struct dials *library_dials(void);
/** Whether an instance that becomes idle now is to be cleaned up. */
bool library_cleans_up(void);

#endif
