#ifndef MAPILEAK_CDO_LOGON_H
#define MAPILEAK_CDO_LOGON_H

#include "objects-of-cdo.h"

/** A session with a profile that is there. `flags` are those of MAPILogonEx. */
HRESULT log_on_with_profile(struct holding *holding, LPCWSTR profile, ULONG flags);
/** A session with a temporary profile for `server LF mailbox`, which the logoff deletes. */
HRESULT log_on_to_mailbox(struct holding *holding, LPCWSTR server_and_mailbox, ULONG flags);
/** Logs off, releases the session and deletes its temporary profile; the first failure, if there is one. */
HRESULT log_off(struct holding *holding);

#endif
