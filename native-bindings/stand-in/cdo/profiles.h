#ifndef MAPILEAK_CDO_PROFILES_H
#define MAPILEAK_CDO_PROFILES_H

#include "../provider/mapi-objects.h"

/* Temporary profiles, by the documented way to make one for an Exchange mailbox ("Creating a profile", MAPI).
 */

/** Makes a profile of a random name for a mailbox. On failure there is none. */
HRESULT make_profile(char name[PROFILE_NAME_LIMIT + 1], char *server, char *mailbox);
HRESULT delete_profile(char *name);

#endif
