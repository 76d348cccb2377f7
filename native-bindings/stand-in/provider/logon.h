#ifndef MAPILEAK_PROVIDER_LOGON_H
#define MAPILEAK_PROVIDER_LOGON_H

#include "mapi-abi.h"

/* What MAPILogonEx and MAPILogon have in common. */

/** Logs on to a profile by name (NULL: ""), with flags of MAPILogonEx. MAPI must be initialized. */
HRESULT log_on(const char *profile, ULONG flags, IMAPISession **session);

#endif
