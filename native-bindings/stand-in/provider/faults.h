#ifndef MAPILEAK_PROVIDER_FAULTS_H
#define MAPILEAK_PROVIDER_FAULTS_H

#include "dials.h"

/** Plays what is dialled for this call of MAPILogonEx: duration, hang, crash, or the refusal it returns. */
HRESULT faults_at_logon(const struct dials *dials, const char *mailbox);
/** Plays what is dialled for this logon once it has worked: the heap it corrupts, the session it returns instead. */
void faults_after_logon(const struct dials *dials, void **session);
/** Plays what is dialled for this call of IMAPISession::Logoff. */
void faults_at_logoff(const struct dials *dials);
/** Plays what is dialled for the end of a session, in the Release that gives back its last reference. */
void faults_at_release(const struct dials *dials);
/** Plays what is dialled for this call of MAPIUninitialize. */
void faults_at_uninitialize(const struct dials *dials);
/** Forgets what was in the internal heap. */
void faults_forget(void);

#endif
