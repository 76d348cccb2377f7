/* Allocation inside segments: binned free lists, splitting, coalescing, growth and decommit. */
#include <stdio.h>
#include <stdlib.h>

#include "heap-layout.h"

/* A free tail of this size is given back to the system (Windows: HeapDeCommitTotalFreeThreshold, 64 KiB). */
#define TRIM_BYTES ((size_t)65536)
#define LARGEST_SEGMENT_BYTES ((size_t)64 << 20)

static uint16_t check_of(const struct block *block) {
  uint64_t mix = (uint64_t)(uintptr_t)block ^ ((uint64_t)block->units << 32) ^
                 ((uint64_t)block->requested << 8) ^ block->state;
  return (uint16_t)((mix * 0x9E3779B97F4A7C15u) >> 48);
}

static void stamp(struct block *block, uint8_t state, uint32_t requested) {
  block->state = state;
  block->requested = requested;
  block->check = check_of(block);
}

/* A header that was merged into its neighbour must not pass for a block again. */
static void erase(struct block *block) { *block = (struct block){0}; }

bool block_is_sound(const struct segment *segment, const struct block *block) {
  const struct block *end = end_mark_of(segment);
  if (block == end) return is_end_mark(block);
  if (block < segment->first || block > end || block->units < SMALLEST_UNITS) return false;
  if (block->units > (size_t)((const char *)end - (const char *)block) / UNIT) return false;
  return (block->state == BLOCK_BUSY || block->state == BLOCK_FREE) && block->check == check_of(block);
}

/* Windows ends a process whose heap is corrupted, too (HeapEnableTerminationOnCorruption). */
static void require_sound(struct heap *heap, const struct block *block) {
  const struct segment *segment = segment_of(heap, block);
  if (segment && block_is_sound(segment, block)) return;
  fprintf(stderr, "libwin32: heap %p is corrupted at %p: somebody has written past the end of a block\n",
          (void *)heap, (const void *)block);
  abort();
}

static unsigned bin_of(uint32_t units) {
  if (units < SMALLEST_UNITS + EXACT_BINS) return units - SMALLEST_UNITS;
  return EXACT_BINS + (31u - (unsigned)__builtin_clz(units)) - 5u;
}

static void link_free(struct heap *heap, struct block *block) {
  struct free_block *free_block = (struct free_block *)block;
  unsigned bin = bin_of(block->units);
  free_block->previous = NULL;
  free_block->next = heap->bins[bin];
  if (free_block->next) free_block->next->previous = free_block;
  heap->bins[bin] = free_block;
  heap->occupied_bins |= UINT64_C(1) << bin;
}

static void unlink_free(struct heap *heap, struct block *block) {
  struct free_block *free_block = (struct free_block *)block;
  unsigned bin = bin_of(block->units);
  if (free_block->next) free_block->next->previous = free_block->previous;
  if (free_block->previous) {
    free_block->previous->next = free_block->next;
    return;
  }
  heap->bins[bin] = free_block->next;
  if (!free_block->next) heap->occupied_bins &= ~(UINT64_C(1) << bin);
}

static struct block *find_free(struct heap *heap, uint32_t units) {
  unsigned bin = bin_of(units);
  for (struct free_block *candidate = heap->bins[bin]; candidate; candidate = candidate->next) {
    if (candidate->header.units >= units) return &candidate->header;
  }
  uint64_t larger = heap->occupied_bins & (~UINT64_C(1) << bin);
  return larger ? &heap->bins[__builtin_ctzll(larger)]->header : NULL;
}

/* Makes [start, end) one free block that follows a block of `previous_units`, and lists it. */
static void set_free(struct heap *heap, struct block *start, const void *end, uint32_t previous_units) {
  start->units = (uint32_t)((size_t)((const char *)end - (char *)start) / UNIT);
  start->previous_units = previous_units;
  stamp(start, BLOCK_FREE, 0);
  block_after(start)->previous_units = start->units;
  link_free(heap, start);
}

/* What lies before it is entered by set_free. */
static void set_end_mark(struct segment *segment) {
  *end_mark_of(segment) = (struct block){.segment = segment};
}

void segment_open(struct heap *heap, struct segment *segment, void *first_block) {
  segment->first = block_at(first_block);
  set_end_mark(segment);
  set_free(heap, segment->first, end_mark_of(segment), 0);
}

struct segment *segment_of(struct heap *heap, const void *address) {
  const char *byte = address;
  for (struct segment *segment = &heap->first_segment; segment; segment = segment->next) {
    if (byte >= segment->base && byte < segment->reserved_end) return segment;
  }
  return NULL;
}

static bool segment_grow(struct heap *heap, struct segment *segment, uint32_t units) {
  struct block *end = end_mark_of(segment);
  struct block *tail = end->previous_units ? block_before(end) : NULL;
  if (tail && !is_free(tail)) tail = NULL;

  size_t missing = round_up((units - (tail ? tail->units : 0)) * UNIT, PAGE_BYTES);
  size_t left = (size_t)(segment->reserved_end - segment->committed_end);
  if (missing > left) return false;

  /* Larger steps in larger segments keep the number of system calls logarithmic. */
  size_t step = (size_t)(segment->committed_end - segment->base) / 8 / PAGE_BYTES * PAGE_BYTES;
  if (step < missing) step = missing;
  if (step > left) step = left;
  if (!pages_commit(segment->committed_end, step)) return false;

  if (tail) unlink_free(heap, tail);
  struct block *start = tail ? tail : end;
  uint32_t previous_units = start->previous_units;
  segment->committed_end += step;
  set_end_mark(segment);
  set_free(heap, start, end_mark_of(segment), previous_units);
  return true;
}

static bool segment_add(struct heap *heap, uint32_t units) {
  size_t header = round_up(sizeof(struct segment), UNIT);
  size_t needed = round_up(header + units * UNIT + UNIT, PAGE_BYTES);
  size_t reserve = (size_t)(heap->last_segment->reserved_end - heap->last_segment->base) * 2;
  if (reserve > LARGEST_SEGMENT_BYTES) reserve = LARGEST_SEGMENT_BYTES;
  if (reserve < needed) reserve = round_up(needed, RESERVE_BYTES);

  char *base = pages_reserve(reserve, heap->limited);
  if (!base && reserve > needed) {
    reserve = round_up(needed, RESERVE_BYTES);
    base = pages_reserve(reserve, heap->limited);
  }
  if (!base) return false;
  if (!pages_commit(base, needed)) {
    pages_release(base, reserve, heap->limited);
    return false;
  }

  struct segment *segment = (struct segment *)(void *)base;
  uint8_t index = heap->last_segment->index;
  *segment = (struct segment){.base = base,
                              .committed_end = base + needed,
                              .reserved_end = base + reserve,
                              .index = (uint8_t)(index < UINT8_MAX ? index + 1 : UINT8_MAX)};
  segment_open(heap, segment, base + header);
  heap->last_segment->next = segment;
  heap->last_segment = segment;
  return true;
}

static bool grow(struct heap *heap, uint32_t units) {
  for (struct segment *segment = &heap->first_segment; segment; segment = segment->next) {
    if (segment_grow(heap, segment, units)) return true;
  }
  return !heap->fixed_size && segment_add(heap, units);
}

void *block_take(struct heap *heap, size_t bytes) {
  uint32_t units = 1 + (uint32_t)((bytes + UNIT - 1) / UNIT);
  if (units < SMALLEST_UNITS) units = SMALLEST_UNITS;

  struct block *block = find_free(heap, units);
  if (!block && grow(heap, units)) block = find_free(heap, units);
  if (!block) return NULL;

  require_sound(heap, block);
  unlink_free(heap, block);
  struct block *after = block_after(block);
  if (block->units - units >= SMALLEST_UNITS) {
    block->units = units;
    set_free(heap, block_after(block), after, units);
  }
  stamp(block, BLOCK_BUSY, (uint32_t)bytes);
  return (char *)block + UNIT;
}

/* Decommits what lies behind the last busy block of a segment, all but the rest of a page. */
static void trim(struct heap *heap, struct block *tail) {
  struct block *end = block_after(tail);
  if (!is_end_mark(end) || tail->units * UNIT < TRIM_BYTES) return;

  struct segment *segment = end->segment;
  size_t kept = (size_t)((char *)tail - segment->base) + sizeof(struct free_block) + UNIT;
  char *new_end = segment->base + round_up(kept, PAGE_BYTES);
  if (!pages_decommit(new_end, (size_t)(segment->committed_end - new_end))) return;

  unlink_free(heap, tail);
  segment->committed_end = new_end;
  set_end_mark(segment);
  set_free(heap, tail, end_mark_of(segment), tail->previous_units);
}

void block_give_back(struct heap *heap, struct block *block) {
  struct block *after = block_after(block);
  require_sound(heap, after);
  if (block->previous_units) require_sound(heap, block_before(block));
  if (is_free(after)) {
    unlink_free(heap, after);
    struct block *beyond = block_after(after);
    erase(after);
    after = beyond;
  }
  if (block->previous_units && is_free(block_before(block))) {
    struct block *before = block_before(block);
    unlink_free(heap, before);
    erase(block);
    block = before;
  }
  set_free(heap, block, after, block->previous_units);
  trim(heap, block);
}

struct block *block_of(struct heap *heap, const void *memory) {
  uintptr_t address = (uintptr_t)memory;
  struct segment *segment = segment_of(heap, memory);
  if (!segment || address % UNIT != 0) return NULL;
  if (address < (uintptr_t)segment->first + UNIT || address >= (uintptr_t)end_mark_of(segment)) return NULL;

  struct block *block = (struct block *)(address - UNIT);
  return block->state == BLOCK_BUSY && block->check == check_of(block) ? block : NULL;
}
