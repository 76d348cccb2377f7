#ifndef MAPILEAK_WIN32_REGISTRY_TREE_H
#define MAPILEAK_WIN32_REGISTRY_TREE_H

#include <stdbool.h>

#include "win32.h"

/* The registry in memory: keys with subkeys and values, both in the order of their case-folded names. */

#define KEY_NAME_LIMIT 255     /* units; "Registry Element Size Limits", winreg documentation */
#define VALUE_NAME_LIMIT 16383 /* units */
#define VALUE_DATA_LIMIT ((DWORD)1 << 20)
#define KEY_DEPTH_LIMIT 512
#define KEY_PATH_UNITS 2048 /* of a full path with its NUL: less than Windows would take */

struct named {
  WCHAR *name; /* not terminated */
  size_t name_length;
};

struct name_list {
  struct named **items;
  size_t count, room;
};

struct reg_value {
  struct named named;
  DWORD type, bytes;
  BYTE *data;
};

struct reg_key {
  struct named named;
  struct name_list subkeys, values;
  bool listed; /* the text had a section of its own for it */
};

/** A registry with the four hives and nothing in them; NULL when memory runs out. */
struct reg_key *tree_make(void);
/** Accepts NULL. */
void tree_free(struct reg_key *key);

struct reg_key *tree_subkey(const struct reg_key *key, LPCWSTR name, size_t length);
/** The subkey of that name, made if there is none; NULL when memory runs out. */
struct reg_key *tree_add_subkey(struct reg_key *key, LPCWSTR name, size_t length);
void tree_remove_subkey(struct reg_key *key, LPCWSTR name, size_t length);

struct reg_value *tree_value(const struct reg_key *key, LPCWSTR name, size_t length);
/** Sets a value in place of one of the same name; false when memory runs out. */
bool tree_set_value(struct reg_key *key, LPCWSTR name, size_t length, DWORD type, const void *data,
                    DWORD bytes);
bool tree_remove_value(struct reg_key *key, LPCWSTR name, size_t length);

/** Follows a full path whose components are parted by backslashes; NULL if a key is missing. */
struct reg_key *tree_find(struct reg_key *root, LPCWSTR path);
/** The same, making what is missing below the hives; NULL for an unknown hive or when memory runs out. */
struct reg_key *tree_find_or_add(struct reg_key *root, LPCWSTR path);

/* registry-read.c and registry-write.c: the tree as text. docs/stand-in.md describes the format. */

#define FIRST_LINE "mapileak registry 1\n"

/** Reads a whole file into an empty tree; ERROR_REGISTRY_CORRUPT for text not exactly of the format. */
LSTATUS text_read(struct reg_key *root, const char *text, size_t length);
/** The whole file from the pool; NULL when memory runs out. */
char *text_write(const struct reg_key *root, size_t *length);

#endif
