#include "leaks.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FNV_OFFSET UINT64_C(0xCBF29CE484222325)
#define FNV_PRIME UINT64_C(0x100000001B3)

#define UNLOAD_LEAK_BYTES 2048u

struct tooth {
  struct tooth *next;
};

static uint64_t logons;
static struct tooth *teeth;
/* Hashes of the mailboxes' names whose bytes are kept; 0 is an empty place. The oldest is replaced first. */
static uint64_t *cached;
static DWORD next_place;

/* Allocates and writes to what is allocated, so that it is resident as well as reserved. */
static void *take(HANDLE heap, size_t bytes) {
  void *memory = HeapAlloc(heap, 0, bytes);
  if (memory) memset(memory, 0xA5, bytes);
  return memory;
}

bool leaks_prepare(HANDLE internal_heap, const struct dials *dials) {
  if (!dials->cache_bytes || !dials->cache_mailboxes) return true;
  cached = HeapAlloc(internal_heap, HEAP_ZERO_MEMORY, (size_t)dials->cache_mailboxes * sizeof *cached);
  return cached != NULL;
}

void leaks_forget(void) {
  teeth = NULL;
  cached = NULL;
  next_place = 0;
}

static uint64_t hash_of(const char *name) {
  uint64_t hash = FNV_OFFSET;
  for (; *name; name++) hash = (hash ^ (unsigned char)*name) * FNV_PRIME;
  return hash ? hash : 1;
}

static void cache_mailbox(HANDLE internal_heap, const struct dials *dials, const char *mailbox) {
  if (!cached) return;
  uint64_t hash = hash_of(mailbox);
  for (DWORD i = 0; i < dials->cache_mailboxes && cached[i]; i++) {
    if (cached[i] == hash) return;
  }
  /* A place that is taken again keeps its bytes: the cache has reached its size. */
  if (!cached[next_place]) take(internal_heap, dials->cache_bytes);
  cached[next_place] = hash;
  next_place = (next_place + 1) % dials->cache_mailboxes;
}

static void grow_sawtooth(HANDLE internal_heap, const struct dials *dials) {
  if (!dials->sawtooth_bytes || !dials->sawtooth_period) return;
  size_t bytes = dials->sawtooth_bytes;
  struct tooth *tooth = take(internal_heap, bytes < sizeof *tooth ? sizeof *tooth : bytes);
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

static void leak_from_malloc(size_t bytes) {
  /* Volatile, or the compiler sees that nobody uses the memory and allocates none. */
  void *volatile lost = malloc(bytes);
  if (lost) memset(lost, 0xA5, bytes);
}

void leaks_at_logon(HANDLE internal_heap, const struct dials *dials, const char *mailbox) {
  logons++;
  if (dials->leak_bytes) take(internal_heap, dials->leak_bytes);
  if (dials->rare_leak_bytes && dials->rare_leak_every && logons % dials->rare_leak_every == 0) {
    take(internal_heap, dials->rare_leak_bytes);
  }
  if (dials->malloc_leak_bytes) leak_from_malloc(dials->malloc_leak_bytes);
  for (DWORD i = 0; i < dials->leak_handles; i++) {
    HANDLE token;
    OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token);
  }
  cache_mailbox(internal_heap, dials, mailbox);
  grow_sawtooth(internal_heap, dials);
}

void leaks_at_other_store(HANDLE internal_heap, const struct dials *dials) {
  if (dials->other_store_leak_bytes) take(internal_heap, dials->other_store_leak_bytes);
}

void leaks_at_unload(const struct dials *dials) {
  for (DWORD i = 0; i < dials->unload_leak_heaps; i++) {
    HANDLE heap = HeapCreate(0, 0, 0);
    if (heap) take(heap, UNLOAD_LEAK_BYTES);
  }
}
