#include "handles.h"

#include <pthread.h>
#include <unistd.h>

#include "errors.h"
#include "pool.h"

/* A slot holds an object, or, while it is free, the number of the next free slot. */
struct slot {
  struct object *object;
  size_t next_free;
};

#define SLOTS_PER_CHUNK ((size_t)1024)
/* Windows allows about 16 million handles in a process. */
#define CHUNKS ((size_t)16384)
#define NO_SLOT SIZE_MAX

static struct slot *chunks[CHUNKS];
static size_t slots_made;
static size_t first_free = NO_SLOT;
static DWORD live_handles;
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;

struct object *object_make(const struct object_kind *kind, size_t bytes) {
  struct object *object = pool_alloc(bytes);
  if (!object) return NULL;
  object->kind = kind;
  atomic_init(&object->references, 1);
  return object;
}

struct object *object_retain(struct object *object) {
  atomic_fetch_add_explicit(&object->references, 1, memory_order_relaxed);
  return object;
}

void object_release(struct object *object) {
  if (!object || atomic_fetch_sub_explicit(&object->references, 1, memory_order_acq_rel) != 1) return;
  if (object->kind->finish) object->kind->finish(object);
  pool_free(object);
}

static struct slot *slot_at(size_t number) {
  return &chunks[number / SLOTS_PER_CHUNK][number % SLOTS_PER_CHUNK];
}

/* The slot of a live handle, or NULL. The table is locked. */
static struct slot *slot_of(HANDLE handle) {
  uintptr_t value = (uintptr_t)handle;
  if (value == 0 || value % 4 != 0 || value / 4 > slots_made) return NULL;
  struct slot *slot = slot_at(value / 4 - 1);
  return slot->object ? slot : NULL;
}

static size_t take_slot(void) {
  if (first_free != NO_SLOT) {
    size_t number = first_free;
    first_free = slot_at(number)->next_free;
    return number;
  }
  size_t chunk = slots_made / SLOTS_PER_CHUNK;
  if (chunk == CHUNKS) return NO_SLOT;
  if (!chunks[chunk]) chunks[chunk] = pool_alloc(SLOTS_PER_CHUNK * sizeof(struct slot));
  return chunks[chunk] ? slots_made++ : NO_SLOT;
}

HANDLE handle_open(struct object *object) {
  pthread_mutex_lock(&table_lock);
  size_t number = take_slot();
  if (number != NO_SLOT) {
    slot_at(number)->object = object;
    live_handles++;
  }
  pthread_mutex_unlock(&table_lock);
  if (number != NO_SLOT) return (HANDLE)((number + 1) * 4);
  object_release(object);
  return fail_null(ERROR_TOO_MANY_OPEN_FILES);
}

struct object *handle_borrow(HANDLE handle, const struct object_kind *kind) {
  pthread_mutex_lock(&table_lock);
  struct slot *slot = slot_of(handle);
  struct object *object = slot && slot->object->kind == kind ? object_retain(slot->object) : NULL;
  pthread_mutex_unlock(&table_lock);
  return object;
}

BOOL handle_close(HANDLE handle, const struct object_kind *kind) {
  struct object *object = NULL;
  pthread_mutex_lock(&table_lock);
  struct slot *slot = slot_of(handle);
  if (slot && (!kind || slot->object->kind == kind)) {
    object = slot->object;
    *slot = (struct slot){.next_free = first_free};
    first_free = (uintptr_t)handle / 4 - 1;
    live_handles--;
  }
  pthread_mutex_unlock(&table_lock);
  object_release(object);
  return object != NULL;
}

BOOL WINAPI CloseHandle(HANDLE handle) {
  /* The pseudo handles of the process and the thread need no closing, and closing them is no error. */
  if (handle == GetCurrentProcess() || handle == GetCurrentThread()) return TRUE;
  return handle_close(handle, NULL) ? TRUE : fail(ERROR_INVALID_HANDLE);
}

BOOL WINAPI GetProcessHandleCount(HANDLE process, DWORD *count) {
  if (process != GetCurrentProcess()) return fail(ERROR_INVALID_HANDLE);
  if (!count) return fail(ERROR_NOACCESS);
  pthread_mutex_lock(&table_lock);
  *count = live_handles;
  pthread_mutex_unlock(&table_lock);
  return TRUE;
}

HANDLE WINAPI GetCurrentProcess(void) { return (HANDLE)(intptr_t)-1; }

HANDLE WINAPI GetCurrentThread(void) { return (HANDLE)(intptr_t)-2; }

DWORD WINAPI GetCurrentProcessId(void) { return (DWORD)getpid(); }

DWORD WINAPI GetCurrentThreadId(void) { return (DWORD)gettid(); }

BOOL WINAPI IsWow64Process(HANDLE process, BOOL *wow64) {
  if (process != GetCurrentProcess()) return fail(ERROR_INVALID_HANDLE);
  if (!wow64) return fail(ERROR_NOACCESS);
  *wow64 = sizeof(void *) == 4;
  return TRUE;
}
