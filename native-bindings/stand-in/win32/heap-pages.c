/* Address space as VirtualAlloc deals in it: reserved first, committed page by page. */
#include <stdatomic.h>
#include <sys/mman.h>

#include "heap-layout.h"

/* Above this a reservation could be backed by huge pages, which would commit more than was asked for. */
#define HUGE_PAGE_BYTES ((size_t)2 << 20)

static atomic_size_t most_reserved;
static atomic_size_t reserved;

void heap_space_limit(size_t bytes) { atomic_store(&most_reserved, bytes); }

static void give_back_space(size_t bytes) { atomic_fetch_sub(&reserved, round_up(bytes, RESERVE_BYTES)); }

static bool take_space(size_t bytes) {
  size_t limit = atomic_load(&most_reserved);
  size_t space = round_up(bytes, RESERVE_BYTES);
  size_t before = atomic_fetch_add(&reserved, space);
  if (!limit || (before <= limit && space <= limit - before)) return true;
  give_back_space(bytes);
  return false;
}

char *pages_reserve(size_t bytes, bool limited) {
  if (limited && !take_space(bytes)) return NULL;
  void *start = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) {
    if (limited) give_back_space(bytes);
    return NULL;
  }
  if (bytes >= HUGE_PAGE_BYTES) madvise(start, bytes, MADV_NOHUGEPAGE);
  return start;
}

bool pages_commit(char *start, size_t bytes) { return mprotect(start, bytes, PROT_READ | PROT_WRITE) == 0; }

bool pages_decommit(char *start, size_t bytes) {
  /* A fresh mapping on top gives back memory and commit charge in one step. */
  if (mmap(start, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0) ==
      MAP_FAILED) {
    return false;
  }
  if (bytes >= HUGE_PAGE_BYTES) madvise(start, bytes, MADV_NOHUGEPAGE);
  return true;
}

void pages_release(char *start, size_t bytes, bool limited) {
  if (limited) give_back_space(bytes);
  /* At the limit of mappings an unmap that must split one fails; at least the memory goes back. */
  if (munmap(start, bytes) != 0) madvise(start, bytes, MADV_DONTNEED);
}
