#include "objects.h"

#include <stdatomic.h>
#include <string.h>

#define LIVE 0x4C495645u
#define DEAD 0x44454144u

/* winerror.h and MAPICode.h; a library of COM objects need not know MAPI. */
#define INVALID_PARAMETER ((HRESULT)0x80070057u)
#define NO_INTERFACE ((HRESULT)0x80004002u)
#define INVALID_OBJECT ((HRESULT)0x80040108u)

/* This many released blocks rest; and this many objects may live at once before the heap must give more. */
#define RESTING 32u
#define RESERVE 32u

static const IID iid_unknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

static struct {
  struct object *first, *last;
  ULONG count;
} spares;

static atomic_uint live, misuses;

static void add_spare(struct object *object) {
  object->state = DEAD;
  object->next_spare = NULL;
  if (spares.last) spares.last->next_spare = object;
  else spares.first = object;
  spares.last = object;
  spares.count++;
}

static struct object *take_spare(void) {
  struct object *object = spares.first;
  spares.first = object->next_spare;
  if (!spares.first) spares.last = NULL;
  spares.count--;
  return object;
}

bool objects_prepare(HANDLE heap) {
  while (spares.count < RESTING + RESERVE) {
    struct object *object = HeapAlloc(heap, HEAP_ZERO_MEMORY, OBJECT_BYTES);
    if (!object) return false;
    add_spare(object);
  }
  return true;
}

void objects_forget(void) {
  spares.first = spares.last = NULL;
  spares.count = 0;
  atomic_store(&live, 0);
}

void *object_make(HANDLE heap, const struct object_kind *kind, struct object *parent) {
  struct object *object = spares.count > RESTING ? take_spare() : HeapAlloc(heap, 0, OBJECT_BYTES);
  if (!object) return NULL;
  memset(object, 0, OBJECT_BYTES);
  *object = (struct object){
      .methods = kind->methods, .kind = kind, .state = LIVE, .references = 1, .parent = parent};
  if (parent) parent->references++;
  atomic_fetch_add(&live, 1);
  return object;
}

static struct object *any_live(void *self) {
  struct object *object = self;
  if (object && object->state == LIVE) return object;
  objects_misused();
  return NULL;
}

void *object_live(void *self, const struct object_kind *kind) {
  struct object *object = any_live(self);
  if (!object || object->kind == kind) return object;
  objects_misused();
  return NULL;
}

ULONG object_drop(HANDLE heap, struct object *object) {
  ULONG references = --object->references;
  for (ULONG left = references; left == 0 && object;) {
    struct object *parent = object->parent;
    if (object->kind->end) object->kind->end(heap, object);
    add_spare(object);
    atomic_fetch_sub(&live, 1);
    object = parent;
    if (object) left = --object->references;
  }
  return references;
}

void *object_enter(void *self, const struct object_kind *kind) {
  if (!objects_enter()) {
    objects_misused();
    return NULL;
  }
  void *object = object_live(self, kind);
  if (!object) objects_leave();
  return object;
}

bool object_check(void *self) {
  bool entered = objects_enter() != NULL;
  bool found = entered && any_live(self);
  if (entered) objects_leave();
  else objects_misused();
  return found;
}

bool iid_equal(REFIID left, REFIID right) { return memcmp(left, right, sizeof *left) == 0; }

/* --- Methods -------------------------------------------------------------------------------------------- */

bool object_has_interface(const struct object_kind *kind, REFIID iid) {
  if (iid_equal(iid, &iid_unknown)) return true;
  const IID *const *interface_id = kind->interfaces;
  while (*interface_id && !iid_equal(iid, *interface_id)) interface_id++;
  return *interface_id;
}

HRESULT object_query(HANDLE heap, struct object *object, REFIID iid, void **result) {
  HRESULT answer = object->kind->query ? object->kind->query(heap, object, iid, result) : NO_INTERFACE;
  if (answer != NO_INTERFACE) return answer;
  if (!object_has_interface(object->kind, iid)) return NO_INTERFACE;
  object->references++;
  *result = object;
  return S_OK;
}

HRESULT STDMETHODCALLTYPE unknown_query_interface(void *self, REFIID iid, void **result) {
  if (!iid || !result) return INVALID_PARAMETER;
  *result = NULL;
  HANDLE heap = objects_enter();
  struct object *object = heap ? any_live(self) : NULL;
  HRESULT answer = object ? object_query(heap, object, iid, result) : INVALID_OBJECT;
  if (heap) objects_leave();
  else objects_misused();
  return answer;
}

ULONG STDMETHODCALLTYPE unknown_add_ref(void *self) {
  HANDLE heap = objects_enter();
  struct object *object = heap ? any_live(self) : NULL;
  ULONG references = object ? ++object->references : 0;
  if (heap) objects_leave();
  else objects_misused();
  return references;
}

ULONG STDMETHODCALLTYPE unknown_release(void *self) {
  HANDLE heap = objects_enter();
  struct object *object = heap ? any_live(self) : NULL;
  ULONG references = object ? object_drop(heap, object) : 0;
  if (heap) objects_leave();
  else objects_misused();
  return references;
}

/* --- Counters ------------------------------------------------------------------------------------------- */

ULONG objects_live(void) { return (ULONG)atomic_load(&live); }

ULONG objects_misuses(void) { return (ULONG)atomic_load(&misuses); }

void objects_misused(void) { atomic_fetch_add(&misuses, 1); }
