#ifndef MAPILEAK_CDO_OBJECTS_H
#define MAPILEAK_CDO_OBJECTS_H

#include "../objects/objects.h"
#include "../provider/mapi-objects.h"
#include "platform.h"

/*
 * The objects of CDO 1.21, as far as they are modelled: Session, Folder, Messages, InfoStores, InfoStore.
 * They are dispinterfaces, called through IDispatch alone; ids and names are those of the type library of
 * Cdo.dll 1.21.
 */

/**
 * What an object has of MAPI. It outlives the object by a moment: MAPI is called, and may wait for the
 * server, when nobody holds the lock of the ledger any more.
 */
struct holding {
  struct holding *next;
  void *opened[2]; /* a folder and its store, or a store; released in this order */
  IMAPISession *session;
  char profile[PROFILE_NAME_LIMIT + 1]; /* the session's */
  bool temporary;                       /* the profile goes with the session */
  bool initialized;                     /* MAPIInitialize and CoInitialize were called */
  DWORD released_by; /* the thread that gives it back: COM and MAPI are initialized for each thread */
};

struct cdo_object {
  struct object object;
  struct holding *holding; /* NULL: everything is its parent's */
};

struct cdo_kind {
  struct object_kind kind;
  LONG number; /* CdoObjectClass, the property Class */
  const struct member *members;
};

extern const struct cdo_kind session_kind, folder_kind, messages_kind, stores_kind, store_kind;

/** The method table of every object. */
extern IDispatchVtbl dispatch_methods;
/** Every kind's end: what the object has of MAPI is set aside to be given back. */
void end_object(HANDLE heap, struct object *object);

#define CDO_KIND(interface_ids) {.methods = &dispatch_methods, .interfaces = interface_ids, .end = end_object}

/** The interfaces that a dispinterface answers to, besides IUnknown. */
extern const IID iid_dispatch;

/** Memory for one holding, zeroed; NULL when there is none. */
struct holding *make_holding(void);
/** Gives back what it has of MAPI, and itself: folder and store, session, profile, MAPI, COM. Accepts NULL.
 */
void close_holding(struct holding *holding);
/** Takes over the holding, which is closed if the object cannot be made: then NULL. Parents get a reference.
 */
struct cdo_object *make_object(const struct cdo_kind *kind, struct cdo_object *parent,
                               struct holding *holding);

/** Release of IUnknown; the last one also gives back what the object, or its last child, had of MAPI. */
ULONG STDMETHODCALLTYPE release_object(IDispatch *self);

/** In between, the library must not be unloaded though no object is live (library.c). */
void library_begin(void);
void library_end(void);

/** The Session object that an object comes from: itself, or the parent of its parents. */
struct cdo_object *session_of(struct cdo_object *object);

#endif
