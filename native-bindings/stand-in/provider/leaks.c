#include "leaks.h"

#include <stdlib.h>

#include "filled.h"
#include "hash.h"

#define UNLOAD_LEAK_BYTES 2048u
/* Not in a heap: the table must not look like growth. */
#define KNOWN_USERS_ROWS 1024u

/* The bytes that a new user leaves begin with what tells later that the user is known. */
struct known_user {
  struct known_user *next;
  uint64_t hash;
};

static uint64_t logons;
static struct known_user *known_users[KNOWN_USERS_ROWS];

void leaks_forget(void) { memset(known_users, 0, sizeof known_users); }

static void leak_for_new_user(HANDLE internal_heap, const struct dials *dials, const struct identity *user) {
  if (!dials->leak_per_new_user) return;
  uint64_t hash = hash_on(HASH_OF_NOTHING, user->sid, user->sid_bytes);
  hash = hash_on(hash, user->mailbox, strlen(user->mailbox));
  struct known_user **row = &known_users[hash % KNOWN_USERS_ROWS];
  for (struct known_user *known = *row; known; known = known->next) {
    if (known->hash == hash) return;
  }
  size_t bytes = dials->leak_per_new_user;
  struct known_user *made = take_filled(internal_heap, bytes < sizeof *made ? sizeof *made : bytes);
  if (!made) return;
  *made = (struct known_user){.next = *row, .hash = hash};
  *row = made;
}

static void leak_heap(size_t bytes) {
  HANDLE heap = HeapCreate(0, 0, 0);
  if (heap) take_filled(heap, bytes);
}

static void leak_from_malloc(size_t bytes) {
  /* Volatile, or the compiler sees that nobody uses the memory and allocates none. */
  void *volatile lost = malloc(bytes);
  if (lost) memset(lost, 0xA5, bytes);
}

static bool is_turn_of(DWORD every) { return every && logons % every == 0; }

void leaks_at_logon(HANDLE internal_heap, const struct dials *dials, const struct identity *user) {
  logons++;
  if (dials->leak_bytes) take_filled(internal_heap, dials->leak_bytes);
  if (dials->rare_leak_bytes && is_turn_of(dials->rare_leak_every)) {
    take_filled(internal_heap, dials->rare_leak_bytes);
  }
  if (is_turn_of(dials->leak_heaps_every)) leak_heap(dials->instance_bytes);
  if (dials->malloc_leak_bytes) leak_from_malloc(dials->malloc_leak_bytes);
  for (DWORD i = 0; i < dials->leak_handles; i++) {
    HANDLE token;
    OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token);
  }
  leak_for_new_user(internal_heap, dials, user);
}

void leaks_at_other_store(HANDLE internal_heap, const struct dials *dials) {
  if (dials->other_store_leak_bytes) take_filled(internal_heap, dials->other_store_leak_bytes);
}

void leaks_at_unload(const struct dials *dials) {
  for (DWORD i = 0; i < dials->unload_leak_heaps; i++) leak_heap(UNLOAD_LEAK_BYTES);
}
