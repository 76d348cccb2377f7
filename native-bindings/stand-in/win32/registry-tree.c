#include "registry-tree.h"

#include <string.h>
#include <uchar.h>

#include "pool.h"
#include "text.h"

/* --- Lists in the order of names ------------------------------------------------------------------------ */

/* Where a name is, or where it belongs if the list has none. */
static bool list_find(const struct name_list *list, LPCWSTR name, size_t length, size_t *position) {
  size_t low = 0;
  size_t high = list->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_folded(list->items[middle]->name, list->items[middle]->name_length, name, length);
    if (order == 0) {
      *position = middle;
      return true;
    }
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  *position = low;
  return false;
}

static struct named *list_get(const struct name_list *list, LPCWSTR name, size_t length) {
  size_t position;
  return list_find(list, name, length, &position) ? list->items[position] : NULL;
}

static bool list_insert(struct name_list *list, size_t position, struct named *item) {
  if (list->count == list->room) {
    size_t room = list->room ? list->room * 2 : 4;
    struct named **items = pool_grow(list->items, list->count * sizeof *items, room * sizeof *items);
    if (!items) return false;
    list->items = items;
    list->room = room;
  }
  memmove(list->items + position + 1, list->items + position, (list->count - position) * sizeof *list->items);
  list->items[position] = item;
  list->count++;
  return true;
}

static void list_remove(struct name_list *list, size_t position) {
  list->count--;
  memmove(list->items + position, list->items + position + 1, (list->count - position) * sizeof *list->items);
}

/* A zeroed item of `bytes` that begins with a struct named, its name behind it, then `extra` bytes. */
static struct named *item_make(size_t bytes, LPCWSTR name, size_t length, size_t extra) {
  struct named *item = pool_alloc(bytes + length * sizeof *name + extra);
  if (!item) return NULL;
  item->name = (WCHAR *)(void *)((char *)item + bytes);
  item->name_length = length;
  if (length) memcpy(item->name, name, length * sizeof *name);
  return item;
}

/* --- Keys ----------------------------------------------------------------------------------------------- */

struct reg_key *tree_make(void) {
  static const char16_t *const hives[] = {u"HKEY_CLASSES_ROOT", u"HKEY_CURRENT_USER", u"HKEY_LOCAL_MACHINE",
                                          u"HKEY_USERS"};
  struct reg_key *root = (struct reg_key *)item_make(sizeof *root, NULL, 0, 0);
  if (!root) return NULL;
  for (size_t i = 0; i < sizeof hives / sizeof *hives; i++) {
    if (tree_add_subkey(root, hives[i], wide_length(hives[i]))) continue;
    tree_free(root);
    return NULL;
  }
  return root;
}

void tree_free(struct reg_key *key) {
  if (!key) return;
  for (size_t i = 0; i < key->subkeys.count; i++) tree_free((struct reg_key *)key->subkeys.items[i]);
  for (size_t i = 0; i < key->values.count; i++) pool_free(key->values.items[i]);
  pool_free(key->subkeys.items);
  pool_free(key->values.items);
  pool_free(key);
}

struct reg_key *tree_subkey(const struct reg_key *key, LPCWSTR name, size_t length) {
  return (struct reg_key *)list_get(&key->subkeys, name, length);
}

struct reg_key *tree_add_subkey(struct reg_key *key, LPCWSTR name, size_t length) {
  size_t position;
  if (list_find(&key->subkeys, name, length, &position))
    return (struct reg_key *)key->subkeys.items[position];
  struct named *subkey = item_make(sizeof(struct reg_key), name, length, 0);
  if (subkey && list_insert(&key->subkeys, position, subkey)) return (struct reg_key *)subkey;
  pool_free(subkey);
  return NULL;
}

void tree_remove_subkey(struct reg_key *key, LPCWSTR name, size_t length) {
  size_t position;
  if (!list_find(&key->subkeys, name, length, &position)) return;
  tree_free((struct reg_key *)key->subkeys.items[position]);
  list_remove(&key->subkeys, position);
}

static struct reg_key *follow(struct reg_key *root, LPCWSTR path, bool add) {
  struct reg_key *key = root;
  while (key) {
    size_t length = 0;
    while (path[length] && path[length] != '\\') length++;
    key = add && key != root ? tree_add_subkey(key, path, length) : tree_subkey(key, path, length);
    if (path[length] == 0) break;
    path += length + 1;
  }
  return key;
}

struct reg_key *tree_find(struct reg_key *root, LPCWSTR path) {
  return follow(root, path, false);
}

struct reg_key *tree_find_or_add(struct reg_key *root, LPCWSTR path) {
  return follow(root, path, true);
}

/* --- Values --------------------------------------------------------------------------------------------- */

struct reg_value *tree_value(const struct reg_key *key, LPCWSTR name, size_t length) {
  return (struct reg_value *)list_get(&key->values, name, length);
}

bool tree_set_value(struct reg_key *key, LPCWSTR name, size_t length, DWORD type, const void *data,
                    DWORD bytes) {
  struct reg_value *value = (struct reg_value *)item_make(sizeof *value, name, length, bytes);
  if (!value) return false;
  value->type = type;
  value->bytes = bytes;
  value->data = (BYTE *)(value->named.name + length);
  if (bytes) memcpy(value->data, data, bytes);

  size_t position;
  if (list_find(&key->values, name, length, &position)) {
    pool_free(key->values.items[position]);
    key->values.items[position] = &value->named;
    return true;
  }
  if (list_insert(&key->values, position, &value->named)) return true;
  pool_free(value);
  return false;
}

bool tree_remove_value(struct reg_key *key, LPCWSTR name, size_t length) {
  size_t position;
  if (!list_find(&key->values, name, length, &position)) return false;
  pool_free(key->values.items[position]);
  list_remove(&key->values, position);
  return true;
}
