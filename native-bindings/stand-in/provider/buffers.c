/* MAPIAllocateBuffer, MAPIAllocateMore, MAPIFreeBuffer: blocks of the internal heap that go with a root. */
#include "buffers.h"

#include <stdint.h>

#include "../objects/objects.h"
#include "library.h"

#define ROOT ((ULONG_PTR)0x746F6F72)
#define CHILD ((ULONG_PTR)0x646C6863)
#define FREED ((ULONG_PTR)0x65657266)

struct buffer {
  ULONG_PTR state;
  struct buffer *next; /* the children of a root, linked through one another */
};

static struct buffer *make(HANDLE heap, size_t bytes, ULONG_PTR state, struct buffer *next) {
  size_t total = sizeof(struct buffer) + bytes;
  if (total < bytes) return NULL; /* ULONG is as wide as size_t where pointers have 32 bits */
  struct buffer *buffer = HeapAlloc(heap, 0, total);
  if (buffer) *buffer = (struct buffer){state, next};
  return buffer;
}

/* The root that starts before `memory`, or NULL if MAPIAllocateBuffer did not make it, or it was freed. */
static struct buffer *root_of(HANDLE heap, void *memory) {
  if (!memory || (uintptr_t)memory % sizeof(struct buffer) != 0) return NULL;
  struct buffer *buffer = (struct buffer *)memory - 1;
  return HeapSize(heap, 0, buffer) != SIZE_MAX && buffer->state == ROOT ? buffer : NULL;
}

void *buffer_make(HANDLE heap, size_t bytes) {
  struct buffer *buffer = make(heap, bytes, ROOT, NULL);
  return buffer ? buffer + 1 : NULL;
}

void *buffer_more(HANDLE heap, size_t bytes, void *root) {
  struct buffer *parent = (struct buffer *)root - 1;
  struct buffer *child = make(heap, bytes, CHILD, parent->next);
  if (!child) return NULL;
  parent->next = child;
  return child + 1;
}

static void free_all(HANDLE heap, struct buffer *root) {
  for (struct buffer *buffer = root, *next; buffer; buffer = next) {
    next = buffer->next;
    buffer->state = FREED;
    HeapFree(heap, 0, buffer);
  }
}

void buffer_free(HANDLE heap, void *root) {
  if (root) free_all(heap, (struct buffer *)root - 1);
}

SCODE STDAPICALLTYPE MAPIAllocateBuffer(ULONG bytes, void **memory) {
  if (!memory) return MAPI_E_INVALID_PARAMETER;
  *memory = NULL;
  HANDLE heap = library_enter();
  if (!heap) return MAPI_E_NOT_INITIALIZED;
  *memory = buffer_make(heap, bytes);
  library_leave();
  return *memory ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

SCODE STDAPICALLTYPE MAPIAllocateMore(ULONG bytes, void *parent, void **memory) {
  if (!memory) return MAPI_E_INVALID_PARAMETER;
  *memory = NULL;
  HANDLE heap = library_enter();
  if (!heap) return MAPI_E_NOT_INITIALIZED;
  struct buffer *root = root_of(heap, parent);
  if (root) *memory = buffer_more(heap, bytes, parent);
  library_leave();
  if (!root) return MAPI_E_INVALID_PARAMETER;
  return *memory ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

ULONG STDAPICALLTYPE MAPIFreeBuffer(void *memory) {
  if (!memory) return (ULONG)S_OK;
  HANDLE heap = library_enter();
  if (!heap) return (ULONG)MAPI_E_NOT_INITIALIZED;
  struct buffer *root = root_of(heap, memory);
  free_all(heap, root);
  library_leave();
  if (!root) objects_misused();
  return (ULONG)(root ? S_OK : MAPI_E_INVALID_PARAMETER);
}
