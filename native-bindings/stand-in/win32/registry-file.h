#ifndef MAPILEAK_WIN32_REGISTRY_FILE_H
#define MAPILEAK_WIN32_REGISTRY_FILE_H

#include <time.h>

#include "registry-tree.h"

/*
 * The registry's file. One access at a time in a process; writers of all processes take turns by a lock file.
 * Between begin and end the tree may be read, and changed if that was announced.
 */

enum access_purpose { ACCESS_READ, ACCESS_WRITE };

struct registry_access {
  struct reg_key *root;
  struct timespec changed_at; /* when the file was last written; zero if there is none */
  int lock_file;              /* -1 for readers */
  const char *file;
  bool synced; /* a change is on disk before registry_end returns */
};

/** The path MAPILEAK_REGISTRY names, or the default one; ERROR_PATH_NOT_FOUND if none fits. */
LSTATUS registry_file_path(char *path, size_t capacity);

/** On success every begin needs an end. `file` must live until then. */
LSTATUS registry_begin(struct registry_access *access, const char *file, enum access_purpose purpose);
/**
 * Ends an access. A successful one that changed the tree is written to disk first; a failed one is forgotten.
 * Returns `status`, or why the file could not be written.
 */
LSTATUS registry_end(struct registry_access *access, LSTATUS status, bool changed);

#endif
