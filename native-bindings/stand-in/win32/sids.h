#ifndef MAPILEAK_WIN32_SIDS_H
#define MAPILEAK_WIN32_SIDS_H

#include "win32.h"

#define ACCOUNT_SUB_AUTHORITIES 5
#define ACCOUNT_SID_BYTES ((DWORD)(8 + 4 * ACCOUNT_SUB_AUTHORITIES))

/** A SID of the form S-1-5-21-a-b-c-r, laid out as SID with room for its five sub-authorities. */
struct account_sid {
  BYTE revision;
  BYTE count;
  BYTE authority[6];
  DWORD sub_authorities[ACCOUNT_SUB_AUTHORITIES];
};

/** The SID of the user this process runs as: made from the host's name and the uid. */
struct account_sid sid_of_process(void);
/** The SID of `domain\user`: a hash of the lower-cased name, so the same in every process and host. */
struct account_sid sid_of_account(LPCWSTR domain, size_t domain_length, LPCWSTR user, size_t user_length);

#endif
