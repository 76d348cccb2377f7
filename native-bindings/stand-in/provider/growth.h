#ifndef MAPILEAK_PROVIDER_GROWTH_H
#define MAPILEAK_PROVIDER_GROWTH_H

#include "dials.h"

/*
 * Growth that is no leak, as dialled: caches that fill up, by mailbox or by logon, and a sawtooth. All calls
 * are made inside library_enter and library_leave, or before anyone can enter.
 */

/** Makes the fixed tables, so that they do not look like growth later. False when memory runs out. */
bool growth_prepare(HANDLE internal_heap, const struct dials *dials);
/** Plays what one successful logon to that mailbox adds, and what it makes room for. */
void growth_at_logon(HANDLE internal_heap, const struct dials *dials, const char *mailbox);
/** The internal heap is about to go, and all memory in it. */
void growth_forget(void);

#endif
