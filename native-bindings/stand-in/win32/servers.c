/* The DLLs of classes, each held once however many objects it makes. */
#include "classes.h"
#include "pool.h"

struct server {
  struct server *next;
  HMODULE module;
  GET_CLASS_OBJECT get_class_object;
  HRESULT(STDAPICALLTYPE *can_unload_now)(void);
};

static struct server *servers;
static SRWLOCK lock = SRWLOCK_INIT;

static HRESULT code_of_last_error(void) { return (HRESULT)(0x80070000u | (GetLastError() & 0xFFFFu)); }

/* Takes over a load of the module. */
static HRESULT add_server(HMODULE module, GET_CLASS_OBJECT *get_class_object) {
  FARPROC get = GetProcAddress(module, "DllGetClassObject");
  FARPROC can_unload = GetProcAddress(module, "DllCanUnloadNow");
  if (!get) {
    FreeLibrary(module);
    return CO_E_ERRORINDLL;
  }
  AcquireSRWLockExclusive(&lock);
  struct server *server = servers;
  while (server && server->module != module) server = server->next;
  struct server *added = server ? NULL : pool_alloc(sizeof *added);
  if (added) {
    *added = (struct server){.next = servers, .module = module};
    added->get_class_object = (GET_CLASS_OBJECT)(uintptr_t)get;
    added->can_unload_now = (HRESULT(STDAPICALLTYPE *)(void))(uintptr_t)can_unload;
    servers = added;
  }
  ReleaseSRWLockExclusive(&lock);
  if (!added) FreeLibrary(module);
  if (!added && !server) return E_OUTOFMEMORY;
  *get_class_object = (GET_CLASS_OBJECT)(uintptr_t)get;
  return S_OK;
}

HRESULT server_open(LPCWSTR path, GET_CLASS_OBJECT *get_class_object) {
  HMODULE module = LoadLibraryW(path);
  return module ? add_server(module, get_class_object) : code_of_last_error();
}

/* The list is taken out while its DLLs are asked, so that they are called without the lock. */
void servers_close(void) {
  AcquireSRWLockExclusive(&lock);
  struct server *asked = servers;
  servers = NULL;
  ReleaseSRWLockExclusive(&lock);

  while (asked) {
    struct server *server = asked;
    asked = server->next;
    if (server->can_unload_now && server->can_unload_now() == S_OK) {
      FreeLibrary(server->module);
      pool_free(server);
      continue;
    }
    AcquireSRWLockExclusive(&lock);
    server->next = servers;
    servers = server;
    ReleaseSRWLockExclusive(&lock);
  }
}
