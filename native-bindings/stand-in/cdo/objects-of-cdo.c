#include "objects-of-cdo.h"

#include "logon.h"

const IID iid_dispatch = {0x00020400, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

/* What released objects had of MAPI, in the order of their release, until the same thread gives it back. */
static struct holding *released;

void end_object(HANDLE heap, struct object *object) {
  (void)heap;
  struct holding *holding = ((struct cdo_object *)object)->holding;
  if (!holding) return;
  struct holding **link = &released;
  while (*link) link = &(*link)->next;
  holding->released_by = GetCurrentThreadId();
  *link = holding;
}

/* The first that this thread has released; NULL if there is none. */
static struct holding *take_released(void) {
  if (!objects_enter()) return NULL;
  struct holding **link = &released;
  while (*link && (*link)->released_by != GetCurrentThreadId()) link = &(*link)->next;
  struct holding *holding = *link;
  if (holding) *link = holding->next;
  objects_leave();
  return holding;
}

ULONG STDMETHODCALLTYPE release_object(IDispatch *self) {
  library_begin();
  ULONG references = unknown_release(self);
  for (struct holding *holding; (holding = take_released());) close_holding(holding);
  library_end();
  return references;
}

void close_holding(struct holding *holding) {
  if (!holding) return;
  for (size_t i = 0; i < sizeof holding->opened / sizeof *holding->opened; i++) {
    IUnknown *opened = holding->opened[i];
    if (opened) opened->lpVtbl->Release(opened);
  }
  log_off(holding);
  if (holding->initialized) {
    MAPIUninitialize();
    CoUninitialize();
  }
  HANDLE heap = objects_enter();
  objects_leave();
  HeapFree(heap, 0, holding);
}

struct holding *make_holding(void) {
  HANDLE heap = objects_enter();
  struct holding *holding = HeapAlloc(heap, HEAP_ZERO_MEMORY, sizeof *holding);
  objects_leave();
  return holding;
}

struct cdo_object *make_object(const struct cdo_kind *kind, struct cdo_object *parent,
                               struct holding *holding) {
  HANDLE heap = objects_enter();
  struct cdo_object *object = object_make(heap, &kind->kind, parent ? &parent->object : NULL);
  if (object) object->holding = holding;
  objects_leave();
  if (!object) close_holding(holding);
  return object;
}

struct cdo_object *session_of(struct cdo_object *object) {
  struct object *root = &object->object;
  while (root->parent) root = root->parent;
  return (struct cdo_object *)root;
}

static_assert(sizeof(struct cdo_object) <= OBJECT_BYTES, "an object fits into a block");
