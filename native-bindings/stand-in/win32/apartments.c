/* CoInitializeEx, CoUninitialize and CoCreateInstance. */
#include "classes.h"

#define COINIT_KNOWN (COINIT_APARTMENTTHREADED | 0xCu) /* besides the model, two hints */

static const IID iid_class_factory = {0x00000001, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

static _Thread_local struct {
  DWORD count;
  DWORD model;
} apartment;

static DWORD initialized_threads;
static SRWLOCK lock = SRWLOCK_INIT;

HRESULT WINAPI CoInitializeEx(LPVOID reserved, DWORD flags) {
  if (reserved || flags & ~COINIT_KNOWN) return E_INVALIDARG;
  DWORD model = flags & COINIT_APARTMENTTHREADED;
  if (apartment.count && apartment.model != model) return RPC_E_CHANGED_MODE;
  apartment.model = model;
  if (apartment.count++) return S_FALSE;
  AcquireSRWLockExclusive(&lock);
  initialized_threads++;
  ReleaseSRWLockExclusive(&lock);
  return S_OK;
}

void WINAPI CoUninitialize(void) {
  if (!apartment.count || --apartment.count) return;
  AcquireSRWLockExclusive(&lock);
  bool was_last = --initialized_threads == 0;
  ReleaseSRWLockExclusive(&lock);
  if (was_last) servers_close();
}

/* Whether the objects of a class can live in the caller's apartment. */
static bool fits_apartment(enum threading threading) {
  if (threading == THREADING_BOTH) return true;
  return threading == (apartment.model == COINIT_MULTITHREADED ? THREADING_FREE : THREADING_APARTMENT);
}

HRESULT WINAPI CoCreateInstance(REFCLSID id, IUnknown *outer, DWORD context, REFIID iid, LPVOID *object) {
  if (!id || !iid || !object) return E_INVALIDARG;
  *object = NULL;
  if (!apartment.count) return CO_E_NOTINITIALIZED;
  struct class_server server;
  if (!(context & CLSCTX_INPROC_SERVER) || !find_server(id, &server)) return REGDB_E_CLASSNOTREG;
  if (!fits_apartment(server.threading)) return E_NOTIMPL;

  GET_CLASS_OBJECT get_class_object;
  void *made = NULL;
  HRESULT result = server_open(server.path, &get_class_object);
  if (result == S_OK) result = get_class_object(id, &iid_class_factory, &made);
  if (FAILED(result)) return result;
  IClassFactory *factory = made;
  result = factory->lpVtbl->CreateInstance(factory, outer, iid, object);
  factory->lpVtbl->Release(factory);
  return result;
}
