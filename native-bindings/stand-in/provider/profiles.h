#ifndef MAPILEAK_PROVIDER_PROFILES_H
#define MAPILEAK_PROVIDER_PROFILES_H

#include <stdbool.h>

#include "mapi-abi.h"

/*
 * Profiles, and who uses them. They are kept in the registry of the process's user, even under impersonation
 * (S. Griffin, "MAPI and Impersonation", 2005-04-13); or, if the first MAPIInitialize said
 * MAPI_TEMPORARY_PROFILES, as files that go with the last session (KB 166599, KB 891425).
 *
 * All calls are made inside library_enter and library_leave, or before anyone can enter.
 */

struct profile_settings {
  bool has_service; /* the Exchange service, "MSEMS", is in it */
  char mailbox[MAILBOX_NAME_LIMIT + 1], server[MAILBOX_NAME_LIMIT + 1]; /* empty until it is configured */
};

/**
 * Removes what was marked by DeleteProfile and is used by nobody in this process, and what CDO left in a
 * process that has ended; says what kind is made.
 */
void profiles_open(bool temporary);
/**
 * The internal heap is about to go. Files of temporary profiles that nobody deleted stay,
 * empty keys do not.
 */
void profiles_forget(void);

/** MAPI_E_INVALID_PARAMETER for what is no name of a profile, MAPI_E_NO_ACCESS for one that is taken. */
HRESULT profile_create(HANDLE heap, const char *name);
/** MAPI_E_NOT_FOUND if there is none. One in use is only marked, and goes when its last session ends. */
HRESULT profile_delete(HANDLE heap, const char *name);
/** MAPI_E_NOT_FOUND if there is none. */
HRESULT profile_read(const char *name, struct profile_settings *settings);
/** Replaces the settings. */
HRESULT profile_write(const char *name, const struct profile_settings *settings);

/** Calls back with every name, until that returns false. */
void profiles_list(bool (*each)(void *context, const char *name), void *context);

/** A profile in use. */
struct profile;

/** Counts a session in to a profile that was read. NULL when memory runs out. */
struct profile *profile_join(HANDLE heap, const char *name);
/** Counts a session out. NULL is allowed. */
void profile_leave(HANDLE heap, struct profile *profile);

#endif
