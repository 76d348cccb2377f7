#ifndef MAPILEAK_WIN32_HANDLES_H
#define MAPILEAK_WIN32_HANDLES_H

#include <stdatomic.h>

#include "win32.h"

/*
 * Kernel objects and the handles to them. A handle is a small multiple of four, as on Windows; several
 * handles and threads may hold one object, which dies with its last reference.
 */

struct object;

struct object_kind {
  /** Gives back what the object holds besides its own memory. */
  void (*finish)(struct object *object);
};

struct object {
  const struct object_kind *kind;
  atomic_uint references;
};

/** A zeroed object with one reference, the caller's; NULL when memory runs out. */
struct object *object_make(const struct object_kind *kind, size_t bytes);
struct object *object_retain(struct object *object);
/** Accepts NULL. */
void object_release(struct object *object);

/** Takes over the caller's reference. NULL, with the reference released, when no handle is left. */
HANDLE handle_open(struct object *object);
/** The object behind a handle of that kind with a reference for the caller, or NULL. */
struct object *handle_borrow(HANDLE handle, const struct object_kind *kind);
/** Closes a handle of that kind, of any kind if NULL. FALSE when it is none. */
BOOL handle_close(HANDLE handle, const struct object_kind *kind);

#endif
