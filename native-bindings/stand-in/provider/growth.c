#include "growth.h"

#include "filled.h"
#include "hash.h"

struct tooth {
  struct tooth *next;
};

static uint64_t logons;
static struct tooth *teeth;
/* Hashes of the mailboxes' names whose bytes are kept; 0 is an empty place. The oldest is replaced first. */
static uint64_t *cached;
static DWORD next_place;
/* The bytes that logons have left, NULL is an empty place; the oldest are replaced first. */
static void **of_logons;
static DWORD next_logon_place;

bool growth_prepare(HANDLE internal_heap, const struct dials *dials) {
  if (dials->cache_bytes && dials->cache_mailboxes) {
    cached = HeapAlloc(internal_heap, HEAP_ZERO_MEMORY, (size_t)dials->cache_mailboxes * sizeof *cached);
    if (!cached) return false;
  }
  if (!dials->logon_cache_bytes || !dials->cache_logons) return true;
  of_logons = HeapAlloc(internal_heap, HEAP_ZERO_MEMORY, (size_t)dials->cache_logons * sizeof *of_logons);
  return of_logons != NULL;
}

void growth_forget(void) {
  teeth = NULL;
  cached = NULL;
  next_place = 0;
  of_logons = NULL;
  next_logon_place = 0;
}

static uint64_t hash_of(const char *name) {
  uint64_t hash = hash_on(HASH_OF_NOTHING, name, strlen(name));
  return hash ? hash : 1;
}

static void cache_mailbox(HANDLE internal_heap, const struct dials *dials, const char *mailbox) {
  if (!cached) return;
  uint64_t hash = hash_of(mailbox);
  for (DWORD i = 0; i < dials->cache_mailboxes && cached[i]; i++) {
    if (cached[i] == hash) return;
  }
  /* A place that is taken again keeps its bytes: the cache has reached its size. */
  if (!cached[next_place]) take_filled(internal_heap, dials->cache_bytes);
  cached[next_place] = hash;
  next_place = (next_place + 1) % dials->cache_mailboxes;
}

static void cache_logon(HANDLE internal_heap, const struct dials *dials) {
  if (!of_logons) return;
  void **place = &of_logons[next_logon_place];
  if (*place) HeapFree(internal_heap, 0, *place);
  *place = take_filled(internal_heap, dials->logon_cache_bytes);
  next_logon_place = (next_logon_place + 1) % dials->cache_logons;
}

static void grow_sawtooth(HANDLE internal_heap, const struct dials *dials) {
  if (!dials->sawtooth_bytes || !dials->sawtooth_period) return;
  size_t bytes = dials->sawtooth_bytes;
  struct tooth *tooth = take_filled(internal_heap, bytes < sizeof *tooth ? sizeof *tooth : bytes);
  if (tooth) {
    tooth->next = teeth;
    teeth = tooth;
  }
  if (logons % dials->sawtooth_period != 0) return;
  while (teeth) {
    struct tooth *next = teeth->next;
    HeapFree(internal_heap, 0, teeth);
    teeth = next;
  }
}

void growth_at_logon(HANDLE internal_heap, const struct dials *dials, const char *mailbox) {
  logons++;
  cache_mailbox(internal_heap, dials, mailbox);
  cache_logon(internal_heap, dials);
  grow_sawtooth(internal_heap, dials);
}
