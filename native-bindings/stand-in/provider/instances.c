#include "instances.h"

#include <string.h>

#include "library.h"

struct instance {
  struct instance *next;
  HANDLE heap;
  ULONG sessions;
  struct identity identity;
};

/* Every instance MAPI knows, the one used last first. */
static struct instance *known;
static DWORD idle_known;

static void unlink_instance(struct instance *instance) {
  struct instance **link = &known;
  while (*link != instance) link = &(*link)->next;
  *link = instance->next;
}

static void move_to_front(struct instance *instance) {
  unlink_instance(instance);
  instance->next = known;
  known = instance;
}

static struct instance *find(const struct identity *identity) {
  struct instance *instance = known;
  while (instance && !identity_equal(&instance->identity, identity)) instance = instance->next;
  return instance;
}

/* Fills a heap with exactly the dialled bytes in the dialled number of blocks. */
static bool fill(HANDLE heap, DWORD bytes, DWORD blocks) {
  if (blocks == 0) blocks = 1;
  for (DWORD i = 0; i < blocks; i++) {
    size_t share = bytes / blocks + (i < bytes % blocks);
    void *block = HeapAlloc(heap, 0, share);
    if (!block) return false;
    memset(block, 0xA5, share); /* memory that was written to shows in every counter */
  }
  return true;
}

static struct instance *make(HANDLE internal_heap, const struct identity *identity) {
  const struct dials *dials = library_dials();
  struct instance *instance = HeapAlloc(internal_heap, 0, sizeof *instance);
  if (!instance) return NULL;
  HANDLE heap = HeapCreate(0, 0, 0);
  if (!heap || !fill(heap, dials->instance_bytes, dials->instance_blocks)) {
    if (heap) HeapDestroy(heap);
    HeapFree(internal_heap, 0, instance);
    return NULL;
  }
  *instance = (struct instance){.next = known, .heap = heap, .identity = *identity};
  known = instance;
  idle_known++;
  return instance;
}

HRESULT instance_join(HANDLE internal_heap, const struct identity *identity, struct instance **joined) {
  struct instance *instance = find(identity);
  DWORD limit = library_dials()->sessions_per_user;
  if (instance && limit && instance->sessions >= limit) return MAPI_E_LOGON_FAILED;
  if (!instance) instance = make(internal_heap, identity);
  if (!instance) return MAPI_E_NOT_ENOUGH_MEMORY;
  if (instance->sessions++ == 0) idle_known--;
  *joined = instance;
  return S_OK;
}

static void destroy(HANDLE internal_heap, struct instance *instance) {
  unlink_instance(instance);
  HeapDestroy(instance->heap);
  HeapFree(internal_heap, 0, instance);
}

/* MAPI forgets the idle instance used longest ago, and with it the only handle to its heap. */
static void forget_oldest_idle(HANDLE internal_heap) {
  struct instance *oldest = NULL;
  for (struct instance *instance = known; instance; instance = instance->next) {
    if (instance->sessions == 0) oldest = instance;
  }
  unlink_instance(oldest);
  HeapFree(internal_heap, 0, oldest);
  idle_known--;
}

void instance_leave(HANDLE internal_heap, struct instance *instance, bool remote) {
  if (--instance->sessions > 0) return;
  if (!remote && library_cleans_up()) {
    destroy(internal_heap, instance);
    return;
  }
  move_to_front(instance);
  idle_known++;
  if (idle_known > library_dials()->keep_instances) forget_oldest_idle(internal_heap);
}

void instances_forget_all(void) {
  for (; known; known = known->next) HeapDestroy(known->heap);
  idle_known = 0;
}
