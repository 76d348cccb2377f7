/* MAPIInitialize and MAPIUninitialize: counted, and the owners of everything that is shared. */
#include "library.h"

#include "../objects/objects.h"
#include "faults.h"
#include "growth.h"
#include "instances.h"
#include "leaks.h"
#include "profiles.h"
#include "simple.h"
#include "store.h"
#include "timed-leak.h"

enum { FLAG_AT_INITIALIZE, FLAG_WHEN_IDLE };

static SRWLOCK lock = SRWLOCK_INIT;
static ULONG initialized;
static HANDLE internal_heap;
static bool dials_known;
static struct dials dials;
static bool cleanup_flag;

HANDLE library_enter(void) {
  AcquireSRWLockExclusive(&lock);
  if (internal_heap) return internal_heap;
  ReleaseSRWLockExclusive(&lock);
  return NULL;
}

void library_leave(void) { ReleaseSRWLockExclusive(&lock); }

HANDLE library_heap(void) { return internal_heap; }

HANDLE objects_enter(void) { return library_enter(); }

void objects_leave(void) { library_leave(); }

const struct dials *library_dials(void) { return &dials; }

bool library_cleans_up(void) {
  if (dials.ignore_cleanup_flag) return false;
  return dials.read_flag_at == FLAG_WHEN_IDLE ? read_cleanup_flag() : cleanup_flag;
}

static void close_heap(void) {
  HANDLE heap = internal_heap;
  internal_heap = NULL;
  instances_forget_all();
  leaks_forget();
  growth_forget();
  profiles_forget();
  stores_forget();
  simple_sessions_forget();
  faults_forget();
  objects_forget();
  HeapDestroy(heap);
}

static HRESULT open_heap(bool temporary_profiles) {
  if (!dials_known) {
    dials_read(&dials);
    cleanup_flag = read_cleanup_flag();
    dials_known = true;
  }
  internal_heap = HeapCreate(0, 0, 0);
  if (!internal_heap) return MAPI_E_NOT_ENOUGH_MEMORY;
  if (objects_prepare(internal_heap) && growth_prepare(internal_heap, &dials) && timed_leak_start(&dials)) {
    profiles_open(temporary_profiles);
    return S_OK;
  }
  close_heap();
  return MAPI_E_NOT_ENOUGH_MEMORY;
}

HRESULT STDAPICALLTYPE MAPIInitialize(void *init) {
  const MAPIINIT_0 *options = init;
  if (options && options->ulVersion != MAPI_INIT_VERSION) return MAPI_E_INVALID_PARAMETER;
  if (options && options->ulFlags & ~MAPI_INIT_FLAGS) return MAPI_E_UNKNOWN_FLAGS;

  bool temporary = options && options->ulFlags & MAPI_TEMPORARY_PROFILES;
  AcquireSRWLockExclusive(&lock);
  HRESULT result = initialized ? S_OK : open_heap(temporary);
  if (result == S_OK) initialized++;
  ReleaseSRWLockExclusive(&lock);
  return result;
}

void STDAPICALLTYPE MAPIUninitialize(void) {
  faults_at_uninitialize(&dials);
  AcquireSRWLockExclusive(&lock);
  struct ending_thread ending = {0};
  if (initialized && --initialized == 0) {
    ending = timed_leak_stop();
    close_heap();
  }
  ReleaseSRWLockExclusive(&lock);
  timed_leak_join(ending);
}

const char *STDAPICALLTYPE MapileakStandInIdentity(void) { return "mapileak stand-in 1"; }

ULONG STDAPICALLTYPE MapileakStandInLiveObjects(void) { return objects_live(); }

ULONG STDAPICALLTYPE MapileakStandInMisuses(void) { return objects_misuses(); }

/* KB 901014: a library that is unloaded leaves memory behind, also where the flag of KB 891509 is set. */
static void at_unload(void) {
  AcquireSRWLockExclusive(&lock);
  struct ending_thread ending = timed_leak_stop();
  ReleaseSRWLockExclusive(&lock);
  timed_leak_join_at_unload(ending);
  if (dials_known) leaks_at_unload(&dials);
}

ON_UNLOAD(at_unload);
