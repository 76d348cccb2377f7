/* The exports of the library, its lock and heap, and the class object that makes Sessions. */
#include <stdatomic.h>

#include "members.h"

static const IID iid_unknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID iid_class_factory = {1, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const CLSID clsid_session = {
    0x3FA7DEB3, 0x6438, 0x101B, {0xAC, 0xC1, 0x00, 0xAA, 0x00, 0x42, 0x33, 0x26}};

static SRWLOCK lock = SRWLOCK_INIT;
static HANDLE heap;

HANDLE objects_enter(void) {
  AcquireSRWLockExclusive(&lock);
  if (heap) return heap;
  ReleaseSRWLockExclusive(&lock);
  return NULL;
}

void objects_leave(void) { ReleaseSRWLockExclusive(&lock); }

/* The heap lives as long as the library is loaded, so that a late call on an object finds a dead one. */
static bool open_heap(void) {
  AcquireSRWLockExclusive(&lock);
  if (!heap) {
    heap = HeapCreate(0, 0, 0);
    if (heap && !objects_prepare(heap)) {
      objects_forget();
      HeapDestroy(heap);
      heap = NULL;
    }
  }
  bool opened = heap != NULL;
  ReleaseSRWLockExclusive(&lock);
  return opened;
}

static void close_heap(void) {
  if (heap) HeapDestroy(heap);
  heap = NULL;
}
ON_UNLOAD(close_heap);

/* --- The class object ----------------------------------------------------------------------------------- */

static atomic_uint server_locks; /* references to the class object count too */

static HRESULT STDMETHODCALLTYPE query_interface(IClassFactory *self, REFIID iid, void **object) {
  if (!iid || !object) return E_INVALIDARG;
  *object = NULL;
  if (!iid_equal(iid, &iid_unknown) && !iid_equal(iid, &iid_class_factory)) return E_NOINTERFACE;
  self->lpVtbl->AddRef(self);
  *object = self;
  return S_OK;
}

static ULONG STDMETHODCALLTYPE add_ref(IClassFactory *self) {
  (void)self;
  return (ULONG)atomic_fetch_add(&server_locks, 1) + 1;
}

static ULONG STDMETHODCALLTYPE release(IClassFactory *self) {
  (void)self;
  return (ULONG)atomic_fetch_sub(&server_locks, 1) - 1;
}

static HRESULT STDMETHODCALLTYPE lock_server(IClassFactory *self, BOOL lock_it) {
  if (lock_it) add_ref(self);
  else release(self);
  return S_OK;
}

void library_begin(void) { add_ref(NULL); }

void library_end(void) { release(NULL); }

/* CDO is created in apartments of one thread only, whatever ThreadingModel says (KB 239096). */
static HRESULT initialize(struct holding *holding) {
  HRESULT result = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
  if (FAILED(result)) return result == RPC_E_CHANGED_MODE ? REGDB_E_CLASSNOTREG : result;
  result = MAPIInitialize(NULL);
  if (FAILED(result)) CoUninitialize();
  else holding->initialized = true;
  return result;
}

static HRESULT STDMETHODCALLTYPE create_instance(IClassFactory *self, IUnknown *outer, REFIID iid,
                                                 void **object) {
  (void)self;
  if (!iid || !object) return E_INVALIDARG;
  *object = NULL;
  if (outer) return CLASS_E_NOAGGREGATION;
  struct holding *holding = make_holding();
  if (!holding) return E_OUTOFMEMORY;
  HRESULT result = initialize(holding);
  if (FAILED(result)) {
    close_holding(holding);
    return result;
  }
  struct cdo_object *session = make_object(&session_kind, NULL, holding);
  if (!session) return E_OUTOFMEMORY;
  result = unknown_query_interface(session, iid, object);
  release_object((IDispatch *)session);
  return result;
}

static IClassFactoryVtbl class_methods = {
    .QueryInterface = query_interface,
    .AddRef = add_ref,
    .Release = release,
    .CreateInstance = create_instance,
    .LockServer = lock_server,
};
static IClassFactory class_object = {&class_methods};

/* --- Exports -------------------------------------------------------------------------------------------- */

MAPI_EXPORT HRESULT STDAPICALLTYPE DllGetClassObject(REFCLSID id, REFIID iid, LPVOID *object) {
  if (!id || !object) return E_INVALIDARG;
  *object = NULL;
  if (!iid_equal(id, &clsid_session)) return CLASS_E_CLASSNOTAVAILABLE;
  if (!open_heap()) return E_OUTOFMEMORY;
  return query_interface(&class_object, iid, object);
}

MAPI_EXPORT HRESULT STDAPICALLTYPE DllCanUnloadNow(void) {
  return objects_live() == 0 && atomic_load(&server_locks) == 0 ? S_OK : S_FALSE;
}

/** Objects that somebody still has a reference to. */
MAPI_EXPORT ULONG STDAPICALLTYPE MapileakCdoLiveObjects(void);
ULONG STDAPICALLTYPE MapileakCdoLiveObjects(void) { return objects_live(); }

/** Calls on objects that were released, and releases too many, since the library was loaded. */
MAPI_EXPORT ULONG STDAPICALLTYPE MapileakCdoMisuses(void);
ULONG STDAPICALLTYPE MapileakCdoMisuses(void) { return objects_misuses(); }
