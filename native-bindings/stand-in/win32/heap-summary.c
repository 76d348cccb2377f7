/*
 * HeapSummary: what a heap holds, in one call.
 *
 * Allocated is what callers asked for, as HeapWalk has it. Committed and reserved are address space: of a
 * large block all its pages count, its header and the rest of the last page too.
 */
#include "errors.h"
#include "heap-layout.h"

/* False if somebody has written over a block's header. */
static bool add_requested(const struct segment *segment, SIZE_T *bytes) {
  struct block *block = segment->first;
  for (; block != end_mark_of(segment); block = block_after(block)) {
    if (!block_is_sound(segment, block)) return false;
    if (!is_free(block)) *bytes += block->requested;
  }
  return block_is_sound(segment, block);
}

static bool sum_up(const struct heap *heap, HEAP_SUMMARY *summary) {
  HEAP_SUMMARY sums = {.cb = sizeof sums};
  for (const struct segment *segment = &heap->first_segment; segment; segment = segment->next) {
    if (!add_requested(segment, &sums.cbAllocated)) return false;
    sums.cbCommitted += (size_t)(segment->committed_end - segment->base);
    sums.cbReserved += (size_t)(segment->reserved_end - segment->base);
  }
  for (const struct large *large = heap->first_large; large; large = large->next) {
    sums.cbAllocated += large->requested;
    sums.cbCommitted += large->mapped_bytes;
    sums.cbReserved += large->mapped_bytes;
  }
  /* A heap with a maximum reserves all of it when it is made; the others have none. */
  sums.cbMaxReserve = sums.cbReserved;
  *summary = sums;
  return true;
}

BOOL WINAPI HeapSummary(HANDLE handle, DWORD flags, HEAP_SUMMARY *summary) {
  struct heap *heap = heap_from_handle(handle);
  if (!heap) return fail(ERROR_INVALID_HANDLE);
  if (flags || !summary || summary->cb != sizeof *summary) return fail(ERROR_INVALID_PARAMETER);
  pthread_mutex_lock(&heap->lock);
  bool sound = sum_up(heap, summary);
  pthread_mutex_unlock(&heap->lock);
  return sound ? TRUE : fail(ERROR_ARENA_TRASHED);
}
