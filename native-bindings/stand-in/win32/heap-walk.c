/*
 * HeapWalk: for each segment its region, its blocks and its uncommitted range, then the large blocks.
 *
 * The whole state of a walk is the entry the caller hands back. Each step goes from one entry to the next
 * through the block's own size or the end mark, so a step costs the same in a heap of ten blocks and of a
 * million.
 */
#include "errors.h"
#include "heap-layout.h"

static BOOL no_more_items(PROCESS_HEAP_ENTRY *entry) {
  *entry = (PROCESS_HEAP_ENTRY){0};
  return fail(ERROR_NO_MORE_ITEMS);
}

static BOOL report_large(struct large *large, PROCESS_HEAP_ENTRY *entry) {
  if (!large) return no_more_items(entry);
  *entry = (PROCESS_HEAP_ENTRY){.lpData = large_payload(large),
                                .cbData = (DWORD)large->requested,
                                .cbOverhead = LARGE_HEADER,
                                .wFlags = PROCESS_HEAP_ENTRY_BUSY};
  return TRUE;
}

static BOOL report_region(struct segment *segment, PROCESS_HEAP_ENTRY *entry) {
  *entry = (PROCESS_HEAP_ENTRY){.lpData = segment->base,
                                .cbData = (DWORD)((char *)segment->first - segment->base),
                                .iRegionIndex = segment->index,
                                .wFlags = PROCESS_HEAP_REGION};
  entry->Region.dwCommittedSize = (DWORD)(segment->committed_end - segment->base);
  entry->Region.dwUnCommittedSize = (DWORD)(segment->reserved_end - segment->committed_end);
  entry->Region.lpFirstBlock = segment->first;
  entry->Region.lpLastBlock = segment->reserved_end;
  return TRUE;
}

static BOOL report_after_segment(struct heap *heap, struct segment *segment, PROCESS_HEAP_ENTRY *entry) {
  return segment->next ? report_region(segment->next, entry) : report_large(heap->first_large, entry);
}

static BOOL report_block(struct heap *heap, struct segment *segment, struct block *block,
                         PROCESS_HEAP_ENTRY *entry) {
  /* Whoever follows a size that somebody has written over ends anywhere, or never. */
  if (!block_is_sound(segment, block)) return fail(ERROR_ARENA_TRASHED);
  if (is_end_mark(block)) {
    size_t uncommitted = (size_t)(segment->reserved_end - segment->committed_end);
    if (uncommitted == 0) return report_after_segment(heap, segment, entry);
    *entry = (PROCESS_HEAP_ENTRY){.lpData = segment->committed_end,
                                  .cbData = (DWORD)uncommitted,
                                  .iRegionIndex = segment->index,
                                  .wFlags = PROCESS_HEAP_UNCOMMITTED_RANGE};
    return TRUE;
  }
  size_t bytes = block->units * UNIT;
  bool busy = !is_free(block);
  size_t data = busy ? block->requested : bytes - UNIT;
  *entry = (PROCESS_HEAP_ENTRY){.lpData = (char *)block + UNIT,
                                .cbData = (DWORD)data,
                                .cbOverhead = (BYTE)(bytes - data),
                                .iRegionIndex = segment->index,
                                .wFlags = busy ? PROCESS_HEAP_ENTRY_BUSY : 0};
  return TRUE;
}

static BOOL report_next(struct heap *heap, PROCESS_HEAP_ENTRY *entry) {
  if (!entry->lpData) return report_region(&heap->first_segment, entry);

  struct segment *segment = segment_of(heap, entry->lpData);
  if (!segment) {
    struct large *large = large_of(heap, entry->lpData);
    return large ? report_large(large->next, entry) : fail(ERROR_INVALID_PARAMETER);
  }
  if (entry->wFlags & PROCESS_HEAP_REGION) return report_block(heap, segment, segment->first, entry);
  if (entry->wFlags & PROCESS_HEAP_UNCOMMITTED_RANGE) return report_after_segment(heap, segment, entry);

  char *data = entry->lpData;
  if (data < (char *)segment->first + UNIT || data >= (char *)end_mark_of(segment) ||
      (uintptr_t)data % UNIT) {
    return fail(ERROR_INVALID_PARAMETER);
  }
  struct block *block = block_at(data - UNIT);
  if (block->state != BLOCK_BUSY && block->state != BLOCK_FREE) return fail(ERROR_INVALID_PARAMETER);
  if (!block_is_sound(segment, block)) return fail(ERROR_ARENA_TRASHED);
  return report_block(heap, segment, block_after(block), entry);
}

BOOL WINAPI HeapWalk(HANDLE handle, PROCESS_HEAP_ENTRY *entry) {
  struct heap *heap = heap_from_handle(handle);
  if (!heap) return fail(ERROR_INVALID_HANDLE);
  if (!entry) return fail(ERROR_INVALID_PARAMETER);
  pthread_mutex_lock(&heap->lock);
  BOOL found = report_next(heap, entry);
  pthread_mutex_unlock(&heap->lock);
  return found;
}
