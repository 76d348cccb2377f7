#ifndef MAPILEAK_PROVIDER_LEAKS_H
#define MAPILEAK_PROVIDER_LEAKS_H

#include "dials.h"

/*
 * Growth other than that of KB 891509, as dialled: plain leaks of bytes and handles, a rare leak, a cache
 * that saturates and a sawtooth. All calls are made inside library_enter and library_leave, or before anyone
 * can enter.
 */

/** Makes the fixed tables, so that they do not look like growth later. False when memory runs out. */
bool leaks_prepare(HANDLE internal_heap, const struct dials *dials);
/** Plays what one successful logon to that mailbox leaves behind. */
void leaks_at_logon(HANDLE internal_heap, const struct dials *dials, const char *mailbox);
/** Plays what opening another's mailbox leaves behind (KB 898782). */
void leaks_at_other_store(HANDLE internal_heap, const struct dials *dials);
/** Plays what a library leaves behind that is unloaded (KB 901014): heaps of their own. */
void leaks_at_unload(const struct dials *dials);
/** The internal heap is about to go, and all memory in it. */
void leaks_forget(void);

#endif
