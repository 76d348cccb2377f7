/* Requests above LARGE_BYTES: each in a mapping of its own, in a list in order of age. */
#include "heap-layout.h"

#define LARGE_SIGNATURE UINT64_C(0x6567726C6B61656C)

void *large_take(struct heap *heap, size_t bytes) {
  if (bytes > SIZE_MAX / 2 || heap->fixed_size) return NULL;

  size_t mapped = round_up(LARGE_HEADER + bytes, PAGE_BYTES);
  char *base = pages_reserve(mapped, heap->limited);
  if (!base) return NULL;
  if (!pages_commit(base, mapped)) {
    pages_release(base, mapped, heap->limited);
    return NULL;
  }

  struct large *large = (struct large *)(void *)base;
  *large = (struct large){.previous = heap->last_large,
                          .heap = heap,
                          .requested = bytes,
                          .mapped_bytes = mapped,
                          .signature = LARGE_SIGNATURE};
  if (heap->last_large) heap->last_large->next = large;
  else heap->first_large = large;
  heap->last_large = large;
  return large_payload(large);
}

void large_give_back(struct large *large) {
  struct heap *heap = large->heap;
  if (large->previous) large->previous->next = large->next;
  else heap->first_large = large->next;
  if (large->next) large->next->previous = large->previous;
  else heap->last_large = large->previous;
  large->signature = 0;
  pages_release((char *)large, large->mapped_bytes, heap->limited);
}

/*
 * The header shares its page with the first byte of the payload, so looking at it cannot fault. AddressSanitizer
 * must not judge it: what stands before an address that was never a block's may belong to anyone.
 */
__attribute__((no_sanitize_address)) struct large *large_of(struct heap *heap, const void *memory) {
  uintptr_t address = (uintptr_t)memory;
  if (address < RESERVE_BYTES || address % PAGE_BYTES != LARGE_HEADER) return NULL;
  struct large *large = (struct large *)(address - LARGE_HEADER);
  return large->signature == LARGE_SIGNATURE && large->heap == heap ? large : NULL;
}
