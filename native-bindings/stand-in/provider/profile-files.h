#ifndef MAPILEAK_PROVIDER_PROFILE_FILES_H
#define MAPILEAK_PROVIDER_PROFILE_FILES_H

#include <stdbool.h>

/*
 * The files of temporary profiles, <name>.mmp: in the folder that ProfileDirectory names in the registry, by
 * default %WINDIR% (KB 166599, KB 891425). What the stand-in knows of such a profile is in memory; its file
 * is there to be seen, and to be left behind.
 */

/** False if it is there already, or cannot be made. */
bool profile_file_create(const char *name);
void profile_file_delete(const char *name);

#endif
