#ifndef MAPILEAK_WIN32_HEAP_LAYOUT_H
#define MAPILEAK_WIN32_HEAP_LAYOUT_H

#include <pthread.h>
#include <stdint.h>

#include "heap.h"

/*
 * How a heap lies in memory.
 *
 *   segment   one reservation, committed from its start upwards:
 *             [header][block][block]...[end mark] | committed_end ... uncommitted ... | reserved_end
 *   block     16-byte header, then the caller's bytes; a free block keeps its list links there
 *   end mark  a header of 0 units that closes the committed part and points back to its segment
 *   large     a request above LARGE_BYTES, in a mapping of its own
 *
 * The heap's own header lies at the start of its first segment, so a heap's handle is the address of its
 * first page.
 */

#define UNIT ((size_t)16)
#define PAGE_BYTES ((size_t)4096)
#define RESERVE_BYTES ((size_t)65536)
#define LARGE_BYTES ((size_t)508 * 1024)

#define BLOCK_FREE 0x46u
#define BLOCK_BUSY 0x42u

struct block {
  uint32_t units;          /* the whole block, in units of 16 bytes */
  uint32_t previous_units; /* of the block before it; 0 for the first of a segment */
  union {
    struct {
      uint32_t requested; /* bytes the caller asked for */
      uint16_t check;     /* over address and contents; a header without it is not one of ours */
      uint8_t state;
    };
    struct segment *segment; /* of an end mark */
  };
};

struct free_block {
  struct block header;
  struct free_block *next, *previous;
};

#define SMALLEST_UNITS ((uint32_t)(sizeof(struct free_block) / UNIT))

struct segment {
  struct segment *next;
  char *base, *committed_end, *reserved_end;
  struct block *first;
  uint8_t index;
};

struct large {
  struct large *next, *previous;
  struct heap *heap;
  size_t requested, mapped_bytes;
  uint64_t signature;
};

#define LARGE_HEADER ((size_t)64)

/* Free blocks of up to 33 units have a bin for each size, larger ones one for each power of two. */
#define EXACT_BINS 32u
#define BINS 59u

struct heap {
  uint64_t signature;
  pthread_mutex_t lock; /* recursive: HeapLock may be held around calls */
  struct segment first_segment;
  struct segment *last_segment;
  struct large *first_large, *last_large;
  bool fixed_size, limited;
  uint64_t occupied_bins;
  struct free_block *bins[BINS];
};

static_assert(sizeof(struct block) == UNIT, "a header is one unit");
static_assert(sizeof(struct free_block) % UNIT == 0, "a free block fits whole units");
static_assert(sizeof(struct large) <= LARGE_HEADER, "the payload of a large block starts at a known offset");
static_assert(sizeof(struct heap) < PAGE_BYTES / 2, "an almost empty heap commits one page");

static inline size_t round_up(size_t bytes, size_t step) { return (bytes + step - 1) / step * step; }

static inline struct block *block_at(void *address) { return address; }

static inline struct block *block_after(struct block *block) {
  return block_at((char *)block + block->units * UNIT);
}

static inline struct block *block_before(struct block *block) {
  return block_at((char *)block - block->previous_units * UNIT);
}

static inline bool is_end_mark(const struct block *block) { return block->units == 0; }

static inline bool is_free(const struct block *block) {
  return !is_end_mark(block) && block->state == BLOCK_FREE;
}

static inline struct block *end_mark_of(const struct segment *segment) {
  return block_at(segment->committed_end - UNIT);
}

/*
 * heap-pages.c: address space. All sizes are multiples of a page. What is limited counts towards the limit of
 * heap_space_limit, in whole units of RESERVE_BYTES, as Windows deals it out.
 */
char *pages_reserve(size_t bytes, bool limited);
bool pages_commit(char *start, size_t bytes);
bool pages_decommit(char *start, size_t bytes);
void pages_release(char *start, size_t bytes, bool limited);

/* heap-blocks.c: blocks in segments. The heap's lock is held. */
void segment_open(struct heap *heap, struct segment *segment, void *first_block);
struct segment *segment_of(struct heap *heap, const void *address);
void *block_take(struct heap *heap, size_t bytes);
void block_give_back(struct heap *heap, struct block *block);
/** Whether this is a block's header as it was made, or the end mark of its segment: nobody has written over it. */
bool block_is_sound(const struct segment *segment, const struct block *block);
/** The busy block that starts at `memory`, or NULL if there is none. */
struct block *block_of(struct heap *heap, const void *memory);

/* heap-large.c: blocks in mappings of their own. The heap's lock is held. */
void *large_take(struct heap *heap, size_t bytes);
void large_give_back(struct large *large);
struct large *large_of(struct heap *heap, const void *memory);

static inline void *large_payload(struct large *large) { return (char *)large + LARGE_HEADER; }

#endif
