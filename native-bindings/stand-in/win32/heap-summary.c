/*
 * HeapSummary: what a heap holds, in one call.
 *
 * Allocated is what callers asked for, as HeapWalk has it. Committed and reserved are address space: of a
 * large block all its pages count, its header and the rest of the last page too.
 */
#include "errors.h"
#include "heap-layout.h"

static size_t requested_in(const struct segment *segment) {
  size_t bytes = 0;
  for (struct block *block = segment->first; !is_end_mark(block); block = block_after(block)) {
    if (!is_free(block)) bytes += block->requested;
  }
  return bytes;
}

static HEAP_SUMMARY summary_of(const struct heap *heap) {
  HEAP_SUMMARY sums = {.cb = sizeof sums};
  for (const struct segment *segment = &heap->first_segment; segment; segment = segment->next) {
    sums.cbAllocated += requested_in(segment);
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
  return sums;
}

BOOL WINAPI HeapSummary(HANDLE handle, DWORD flags, HEAP_SUMMARY *summary) {
  struct heap *heap = heap_from_handle(handle);
  if (!heap) return fail(ERROR_INVALID_HANDLE);
  if (flags || !summary || summary->cb != sizeof *summary) return fail(ERROR_INVALID_PARAMETER);
  pthread_mutex_lock(&heap->lock);
  *summary = summary_of(heap);
  pthread_mutex_unlock(&heap->lock);
  return TRUE;
}
