#ifndef MAPILEAK_WIN32_REGISTRY_KEYS_H
#define MAPILEAK_WIN32_REGISTRY_KEYS_H

#include <limits.h>

#include "registry-file.h"

/* What an HKEY names: a full path in a file, and what may be done with it. */

struct key_target {
  struct key_object *object; /* NULL for a predefined key; else a reference for the duration */
  REGSAM rights;
  char file[PATH_MAX];
  WCHAR path[KEY_PATH_UNITS];
};

/** Finds what a handle names. On success the target needs a release. */
LSTATUS target_of(HKEY key, struct key_target *target);
void target_release(struct key_target *target);

/** A new handle to the target's path; the target may still be released. */
LSTATUS target_open_handle(const struct key_target *target, REGSAM access, PHKEY result);
/** The key is gone: its handle says ERROR_KEY_DELETED from now on, even if a key of the same name comes. */
LSTATUS target_deleted(const struct key_target *target);
/** The same for every handle of this process to exactly this path. */
void mark_deleted(const char *file, LPCWSTR path);

/**
 * Whether a change below this path waits for the disk. What is the user's does not: programs make and delete
 * profiles there in every cycle, and none of them outlives a machine that stops.
 */
bool is_synced(LPCWSTR path);

/** An access to the registry for one existing key. */
struct key_access {
  struct registry_access access;
  struct key_target target;
  struct reg_key *key;
};

/** Opens the registry for the key of a handle that has the right. On success it needs a key_end. */
LSTATUS key_begin(HKEY handle, REGSAM right, enum access_purpose purpose, struct key_access *opened);
/** As registry_end. */
LSTATUS key_end(struct key_access *opened, LSTATUS status, bool changed);

/** A name with its NUL into a buffer of *length units; ERROR_MORE_DATA if it does not fit. */
LSTATUS copy_name(const struct named *named, LPWSTR name, LPDWORD length);

/**
 * registry-path.c: appends `relative` (NULL: nothing) to the full path of a key and applies the view of a
 * 64-bit Windows that the KEY_WOW64_* flags in `access` ask for. "Registry Keys Affected by WOW64", winreg
 * documentation.
 */
LSTATUS path_join(WCHAR path[KEY_PATH_UNITS], LPCWSTR relative, REGSAM access);

#endif
