/* The last error of each thread (errhandlingapi.h). */
#include "errors.h"

static _Thread_local DWORD last_error;

DWORD WINAPI GetLastError(void) { return last_error; }

void WINAPI SetLastError(DWORD code) { last_error = code; }

BOOL fail(DWORD code) {
  last_error = code;
  return FALSE;
}

void *fail_null(DWORD code) {
  last_error = code;
  return NULL;
}
