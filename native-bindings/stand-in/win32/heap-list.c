/* The heaps of the process: HeapCreate, HeapDestroy, GetProcessHeap and GetProcessHeaps. */
#include <string.h>

#include "dials.h"
#include "errors.h"
#include "heap-layout.h"

/* Four times what the kernel's default of 65,530 mappings allows; it costs nothing until it is used. */
#define HEAP_LIMIT ((size_t)1 << 17)

static struct heap *heaps[HEAP_LIMIT];
static size_t heap_count;
static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;

static struct heap *process_heap;
static pthread_once_t process_heap_once = PTHREAD_ONCE_INIT;

static bool list_add(struct heap *heap) {
  pthread_mutex_lock(&list_lock);
  bool fits = heap_count < HEAP_LIMIT;
  if (fits) heaps[heap_count++] = heap;
  pthread_mutex_unlock(&list_lock);
  return fits;
}

/* Looks from the newest on, since a heap that is destroyed is mostly young. Reads no stale handle. */
static struct heap *list_remove(HANDLE handle) {
  struct heap *found = NULL;
  pthread_mutex_lock(&list_lock);
  for (size_t index = heap_count; index-- > 1;) {
    if (heaps[index] != handle) continue;
    found = heaps[index];
    heaps[index] = heaps[--heap_count];
    break;
  }
  pthread_mutex_unlock(&list_lock);
  return found;
}

static void make_process_heap(void) {
  process_heap = heap_make(0, 0, true);
  if (process_heap) list_add(process_heap);
}

HANDLE WINAPI GetProcessHeap(void) {
  pthread_once(&process_heap_once, make_process_heap);
  return process_heap ? process_heap : fail_null(ERROR_NOT_ENOUGH_MEMORY);
}

DWORD WINAPI GetProcessHeaps(DWORD capacity, PHANDLE handles) {
  if (!GetProcessHeap()) return 0;
  pthread_mutex_lock(&list_lock);
  DWORD count = (DWORD)heap_count;
  if (handles) memcpy(handles, heaps, (count < capacity ? count : capacity) * sizeof *handles);
  pthread_mutex_unlock(&list_lock);
  return count;
}

HANDLE WINAPI HeapCreate(DWORD options, SIZE_T initial_bytes, SIZE_T maximum_bytes) {
  /* Executable heaps and heaps that raise exceptions are not modelled. */
  if (options & ~HEAP_NO_SERIALIZE) return fail_null(ERROR_INVALID_PARAMETER);
  if (maximum_bytes && initial_bytes > maximum_bytes) return fail_null(ERROR_INVALID_PARAMETER);
  if (!GetProcessHeap()) return NULL;

  heap_space_limit(read_number_dial(u"AddressSpaceBytes", 0));
  struct heap *heap = heap_make(initial_bytes, maximum_bytes, true);
  if (!heap) return fail_null(ERROR_NOT_ENOUGH_MEMORY);
  if (!list_add(heap)) {
    heap_discard(heap);
    return fail_null(ERROR_NOT_ENOUGH_MEMORY);
  }
  return heap;
}

BOOL WINAPI HeapDestroy(HANDLE handle) {
  struct heap *heap = list_remove(handle);
  if (!heap) return fail(ERROR_INVALID_HANDLE);
  heap_discard(heap);
  return TRUE;
}
