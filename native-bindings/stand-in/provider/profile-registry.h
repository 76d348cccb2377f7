#ifndef MAPILEAK_PROVIDER_PROFILE_REGISTRY_H
#define MAPILEAK_PROVIDER_PROFILE_REGISTRY_H

#include "profiles.h"

/*
 * Profiles in HKEY_CURRENT_USER, a key for each, with few values: each write costs. A marked one is
 * hidden. They are below a key of the stand-in's own, so that no other MAPI ever lists them.
 */

/** MAPI_E_NO_ACCESS if there is one, even a marked one. */
HRESULT registry_profile_create(const char *name);
/** MAPI_E_NOT_FOUND for a marked one too. */
HRESULT registry_profile_delete(const char *name);
/** What DeleteProfile does to one in use. MAPI_E_NOT_FOUND if there is none. */
HRESULT registry_profile_mark(const char *name);
/** Deletes it if it is still marked: another process may have made a new one of that name meanwhile. */
void registry_profile_delete_marked(const char *name);
HRESULT registry_profile_read(const char *name, struct profile_settings *settings);
HRESULT registry_profile_write(const char *name, const struct profile_settings *settings);
void registry_profiles_list(bool (*each)(void *context, const char *name), void *context);
/** Deletes all that are marked, and those that the stand-in's CDO made in a process that has ended. */
void registry_profiles_sweep(void);
/** Deletes the keys above profiles that are empty, if this process has deleted any. */
void registry_profiles_tidy(void);

#endif
