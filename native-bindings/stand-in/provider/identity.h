#ifndef MAPILEAK_PROVIDER_IDENTITY_H
#define MAPILEAK_PROVIDER_IDENTITY_H

#include <stdbool.h>

#include "mapi-abi.h"

/** Who calls: the SID of the thread's token when it impersonates, else of the process's. */
struct identity {
  DWORD sid_bytes;
  BYTE sid[SECURITY_MAX_SID_SIZE];
  char mailbox[MAILBOX_NAME_LIMIT + 1]; /* empty, unless it tells users of one SID apart */
};

/**
 * Reads the caller's identity; false when the token cannot be read. A `mailbox` is made part of it if the
 * thread impersonates: where only one SID is to be had (Wine), users differ by it. NULL: by SID alone.
 */
bool identity_of_caller(struct identity *identity, const char *mailbox);
bool identity_equal(const struct identity *left, const struct identity *right);

#endif
