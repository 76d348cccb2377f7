#include "pool.h"

#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__

void *pool_alloc(size_t bytes) { return calloc(1, bytes ? bytes : 1); }

void pool_free(void *memory) { free(memory); }

#else

#include <pthread.h>

#include "heap.h"

static struct heap *pool;
static pthread_once_t pool_once = PTHREAD_ONCE_INIT;

static void make_pool(void) { pool = heap_make(0, 0, false); }

void *pool_alloc(size_t bytes) {
  pthread_once(&pool_once, make_pool);
  return pool ? heap_take(pool, bytes, true) : NULL;
}

void pool_free(void *memory) {
  if (memory) heap_give_back(pool, memory);
}

#endif

void *pool_grow(void *memory, size_t old_bytes, size_t new_bytes) {
  void *grown = pool_alloc(new_bytes);
  if (!grown) return NULL;
  if (memory) memcpy(grown, memory, old_bytes);
  pool_free(memory);
  return grown;
}
