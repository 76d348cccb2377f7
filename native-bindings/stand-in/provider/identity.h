#ifndef MAPILEAK_PROVIDER_IDENTITY_H
#define MAPILEAK_PROVIDER_IDENTITY_H

#include <stdbool.h>

#include "platform.h"

/** Who calls: the SID of the thread's token when it impersonates, else of the process's. */
struct identity {
  DWORD sid_bytes;
  BYTE sid[SECURITY_MAX_SID_SIZE];
};

/** False when the token cannot be read. */
bool identity_of_caller(struct identity *identity);
bool identity_equal(const struct identity *left, const struct identity *right);

#endif
