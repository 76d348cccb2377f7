/* One heap: made, used, discarded. */
#include <string.h>

#include "errors.h"
#include "heap-layout.h"

#define HEAP_SIGNATURE UINT64_C(0x7061656832336E77)

static bool init_lock(pthread_mutex_t *lock) {
  pthread_mutexattr_t recursive;
  if (pthread_mutexattr_init(&recursive) != 0) return false;
  pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
  int failed = pthread_mutex_init(lock, &recursive);
  pthread_mutexattr_destroy(&recursive);
  return !failed;
}

struct heap *heap_make(size_t initial_bytes, size_t maximum_bytes, bool limited) {
  if (initial_bytes > SIZE_MAX / 2 || maximum_bytes > SIZE_MAX / 2) return NULL;
  size_t commit = initial_bytes ? round_up(initial_bytes, PAGE_BYTES) : PAGE_BYTES;
  size_t reserve = maximum_bytes ? round_up(maximum_bytes, PAGE_BYTES) : round_up(commit, RESERVE_BYTES);
  if (commit > reserve) return NULL;

  char *base = pages_reserve(reserve, limited);
  if (!base) return NULL;
  struct heap *heap = (struct heap *)(void *)base;
  if (!pages_commit(base, commit) || !init_lock(&heap->lock)) {
    pages_release(base, reserve, limited);
    return NULL;
  }

  heap->signature = HEAP_SIGNATURE;
  heap->limited = limited;
  heap->fixed_size = maximum_bytes != 0;
  heap->first_segment =
      (struct segment){.base = base, .committed_end = base + commit, .reserved_end = base + reserve};
  heap->last_segment = &heap->first_segment;
  segment_open(heap, &heap->first_segment, base + round_up(sizeof *heap, UNIT));
  return heap;
}

void heap_discard(struct heap *heap) {
  pthread_mutex_destroy(&heap->lock);
  heap->signature = 0;
  while (heap->first_large) large_give_back(heap->first_large);

  bool limited = heap->limited;
  struct segment first = heap->first_segment;
  for (struct segment *segment = first.next, *next; segment; segment = next) {
    next = segment->next;
    pages_release(segment->base, (size_t)(segment->reserved_end - segment->base), limited);
  }
  pages_release(first.base, (size_t)(first.reserved_end - first.base), limited);
}

void *heap_take(struct heap *heap, size_t bytes, bool zero) {
  pthread_mutex_lock(&heap->lock);
  void *memory = bytes > LARGE_BYTES ? large_take(heap, bytes) : block_take(heap, bytes);
  pthread_mutex_unlock(&heap->lock);
  /* The pages of a large block are fresh and read as zero. */
  if (memory && zero && bytes <= LARGE_BYTES) memset(memory, 0, bytes);
  return memory;
}

bool heap_give_back(struct heap *heap, void *memory) {
  pthread_mutex_lock(&heap->lock);
  struct block *block = block_of(heap, memory);
  struct large *large = block ? NULL : large_of(heap, memory);
  if (block) block_give_back(heap, block);
  if (large) large_give_back(large);
  pthread_mutex_unlock(&heap->lock);
  return block || large;
}

size_t heap_block_size(struct heap *heap, const void *memory) {
  pthread_mutex_lock(&heap->lock);
  struct block *block = block_of(heap, memory);
  struct large *large = block ? NULL : large_of(heap, memory);
  size_t bytes = block ? block->requested : large ? large->requested : SIZE_MAX;
  pthread_mutex_unlock(&heap->lock);
  return bytes;
}

struct heap *heap_from_handle(HANDLE handle) {
  uintptr_t address = (uintptr_t)handle;
  if (address < RESERVE_BYTES || address % PAGE_BYTES != 0 || handle == INVALID_HANDLE_VALUE) return NULL;
  struct heap *heap = handle;
  return heap->signature == HEAP_SIGNATURE ? heap : NULL;
}

/* --- heapapi.h ------------------------------------------------------------------------------------------ */

LPVOID WINAPI HeapAlloc(HANDLE handle, DWORD flags, SIZE_T bytes) {
  struct heap *heap = heap_from_handle(handle);
  if (!heap) return fail_null(ERROR_INVALID_HANDLE);
  if (flags & ~(HEAP_NO_SERIALIZE | HEAP_ZERO_MEMORY)) return fail_null(ERROR_INVALID_PARAMETER);
  void *memory = heap_take(heap, bytes, flags & HEAP_ZERO_MEMORY);
  return memory ? memory : fail_null(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL WINAPI HeapFree(HANDLE handle, DWORD flags, LPVOID memory) {
  struct heap *heap = heap_from_handle(handle);
  if (!heap) return fail(ERROR_INVALID_HANDLE);
  if (flags & ~HEAP_NO_SERIALIZE) return fail(ERROR_INVALID_PARAMETER);
  if (!memory) return TRUE;
  return heap_give_back(heap, memory) ? TRUE : fail(ERROR_INVALID_PARAMETER);
}

SIZE_T WINAPI HeapSize(HANDLE handle, DWORD flags, LPCVOID memory) {
  struct heap *heap = heap_from_handle(handle);
  if (!heap || flags & ~HEAP_NO_SERIALIZE) {
    SetLastError(heap ? ERROR_INVALID_PARAMETER : ERROR_INVALID_HANDLE);
    return SIZE_MAX;
  }
  size_t bytes = heap_block_size(heap, memory);
  if (bytes == SIZE_MAX) SetLastError(ERROR_INVALID_PARAMETER);
  return bytes;
}

BOOL WINAPI HeapLock(HANDLE handle) {
  struct heap *heap = heap_from_handle(handle);
  if (!heap) return fail(ERROR_INVALID_HANDLE);
  return pthread_mutex_lock(&heap->lock) == 0 ? TRUE : fail(ERROR_INVALID_PARAMETER);
}

BOOL WINAPI HeapUnlock(HANDLE handle) {
  struct heap *heap = heap_from_handle(handle);
  if (!heap) return fail(ERROR_INVALID_HANDLE);
  return pthread_mutex_unlock(&heap->lock) == 0 ? TRUE : fail(ERROR_NOT_OWNER);
}
