#ifndef MAPILEAK_PROVIDER_INSTANCES_H
#define MAPILEAK_PROVIDER_INSTANCES_H

#include "identity.h"
#include "mapi-abi.h"

/*
 * The model of KB 891509. MAPI keeps an instance for each user SID, in a heap of its own. Without cleanup an
 * instance outlives its last session; MAPI still knows the most recent ones and reuses them, but the heap of
 * one it has forgotten is never destroyed. That is the leak. A working hypothesis, not a documented fact.
 *
 * All calls are made inside library_enter and library_leave.
 */
struct instance;

/** Counts a session in to an identity's instance, made if need be. MAPI_E_LOGON_FAILED at the limit. */
HRESULT instance_join(HANDLE internal_heap, const struct identity *identity, struct instance **joined);
/**
 * Counts a session out. The last one to leave decides: a `remote` one is not cleaned up, whatever the flag.
 */
void instance_leave(HANDLE internal_heap, struct instance *instance, bool remote);
/** Destroys the heaps of all instances MAPI knows, as the last MAPIUninitialize does. */
void instances_forget_all(void);

#endif
