#ifndef MAPILEAK_WIN32_CLASSES_H
#define MAPILEAK_WIN32_CLASSES_H

#include <stdbool.h>

#include "com.h"

/* What the registry says of a class, below HKLM\SOFTWARE\Classes in the view of this process. */

/** How many threads at a time a class's objects can be called by. */
enum threading { THREADING_APARTMENT, THREADING_FREE, THREADING_BOTH };

struct class_server {
  WCHAR path[MAX_PATH];
  enum threading threading;
};

/** False when the class has no in-process server. */
bool find_server(REFCLSID id, struct class_server *server);

/** A DLL that makes objects of classes, loaded until the last CoUninitialize of the process. */
typedef HRESULT(STDAPICALLTYPE *GET_CLASS_OBJECT)(REFCLSID id, REFIID iid, LPVOID *object);
HRESULT server_open(LPCWSTR path, GET_CLASS_OBJECT *get_class_object);
/** Lets go of every DLL whose DllCanUnloadNow says so. Windows does not ask; what lives would then crash. */
void servers_close(void);

#endif
