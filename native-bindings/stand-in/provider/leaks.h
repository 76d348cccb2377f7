#ifndef MAPILEAK_PROVIDER_LEAKS_H
#define MAPILEAK_PROVIDER_LEAKS_H

#include "dials.h"
#include "identity.h"

/*
 * Leaks other than that of KB 891509, as dialled: of bytes, handles and heaps, rare ones, and one for each
 * new user. All calls are made inside library_enter and library_leave, or before anyone can enter.
 */

/** Plays what one successful logon of that user leaves behind. */
void leaks_at_logon(HANDLE internal_heap, const struct dials *dials, const struct identity *user);
/** Plays what opening another's mailbox leaves behind (KB 898782). */
void leaks_at_other_store(HANDLE internal_heap, const struct dials *dials);
/** Plays what a library leaves behind that is unloaded (KB 901014): heaps of their own. */
void leaks_at_unload(const struct dials *dials);
/** The internal heap is about to go, and all memory in it. */
void leaks_forget(void);

#endif
