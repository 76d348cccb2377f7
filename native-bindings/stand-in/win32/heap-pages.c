/* Address space as VirtualAlloc deals in it: reserved first, committed page by page. */
#include <sys/mman.h>

#include "heap-layout.h"

/* Above this a reservation could be backed by huge pages, which would commit more than was asked for. */
#define HUGE_PAGE_BYTES ((size_t)2 << 20)

char *pages_reserve(size_t bytes) {
  void *start = mmap(NULL, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (start == MAP_FAILED) return NULL;
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

void pages_release(char *start, size_t bytes) {
  /* At the limit of mappings an unmap that must split one fails; at least the memory goes back. */
  if (munmap(start, bytes) != 0) madvise(start, bytes, MADV_DONTNEED);
}
