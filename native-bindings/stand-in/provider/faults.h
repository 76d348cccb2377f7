#ifndef MAPILEAK_PROVIDER_FAULTS_H
#define MAPILEAK_PROVIDER_FAULTS_H

#include "dials.h"

/** Plays what is dialled for this call of MAPILogonEx: duration, hang, crash, or the refusal it returns. */
HRESULT faults_at_logon(const struct dials *dials, const char *mailbox);
/** Plays what is dialled for this call of IMAPISession::Logoff. */
void faults_at_logoff(const struct dials *dials);

#endif
