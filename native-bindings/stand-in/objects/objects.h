#ifndef MAPILEAK_OBJECTS_H
#define MAPILEAK_OBJECTS_H

#include <assert.h>
#include <stdbool.h>

#include "../provider/platform.h"

/*
 * The ledger of a library's COM objects: the one place where references are counted. It knows which objects
 * are live, and notices what no correct program does: a call on an object that was released, a release too
 * many.
 *
 * An object is a block that begins with a struct object. A released block keeps its method table and is not
 * used again until many others were released, so that a late call on it meets a dead object, not somebody
 * else's memory. Blocks are made at the start, or the reserve itself would look like a leak of the first
 * calls.
 *
 * Everything but the three methods, object_enter and the counters is called between enter and leave, or
 * before anyone can enter.
 */

#define OBJECT_BYTES 512 /* room for any object; sizes are checked where kinds are defined */

struct object;

struct object_kind {
  const void *methods;
  /** The interfaces that the method table begins with, besides IUnknown; ends with NULL. */
  const IID *const *interfaces;
  /**
   * Answers for interfaces that the table does not have, or MAPI_E_INTERFACE_NOT_SUPPORTED. NULL: there are
   * none.
   */
  HRESULT (*query)(HANDLE heap, struct object *object, REFIID iid, void **result);
  /** The last reference is gone. NULL: nothing is to be done. */
  void (*end)(HANDLE heap, struct object *object);
};

struct object {
  const void *methods; /* COM's lpVtbl */
  const struct object_kind *kind;
  ULONG state, references;
  struct object *parent; /* has a reference for as long as this object lives */
  struct object *next_spare;
};

/* --- What the library that the ledger is compiled into defines ------------------------------------------ */

/**
 * Takes the lock that guards the ledger and returns the heap of the blocks; or NULL, outside, if there is
 * none.
 */
HANDLE objects_enter(void);
void objects_leave(void);

/* --- Objects -------------------------------------------------------------------------------------------- */

/** Makes the reserve of blocks. False when memory runs out. */
bool objects_prepare(HANDLE heap);
/** The heap is about to go, and all objects in it. */
void objects_forget(void);

/**
 * A zeroed object of one reference, NULL when memory runs out. A parent (or NULL) gets one reference more.
 */
void *object_make(HANDLE heap, const struct object_kind *kind, struct object *parent);
/**
 * The object behind an interface pointer if it is a live one of that kind; else NULL, and a misuse is
 * counted.
 */
void *object_live(void *self, const struct object_kind *kind);
/** Gives one reference back; the number of those that are left. */
ULONG object_drop(HANDLE heap, struct object *object);

/** Whether IUnknown, or an interface that the method table of the kind begins with. */
bool object_has_interface(const struct object_kind *kind, REFIID iid);
/** QueryInterface of a live object, for the query of another one. */
HRESULT object_query(HANDLE heap, struct object *object, REFIID iid, void **result);

/** Enters, and returns the live object of that kind; or stays outside, returns NULL, and counts a misuse. */
void *object_enter(void *self, const struct object_kind *kind);

/** Whether it is any live object; if not, a misuse is counted. From outside. */
bool object_check(void *self);

bool iid_equal(REFIID left, REFIID right);

/* --- The methods of IUnknown, for every method table ---------------------------------------------------- */

HRESULT STDMETHODCALLTYPE unknown_query_interface(void *self, REFIID iid, void **result);
/** 0 on an object that is not live. */
ULONG STDMETHODCALLTYPE unknown_add_ref(void *self);
ULONG STDMETHODCALLTYPE unknown_release(void *self);

#define UNKNOWN_METHODS \
  .QueryInterface = unknown_query_interface, .AddRef = unknown_add_ref, .Release = unknown_release

/* --- Counters ------------------------------------------------------------------------------------------- */

/** Objects with a reference. */
ULONG objects_live(void);
/** Calls on, and releases of, what was no live object, since the library was loaded. */
ULONG objects_misuses(void);
/** Counts a misuse that the ledger cannot see by itself. */
void objects_misused(void);

#endif
