#ifndef MAPILEAK_WIN32_ERRORS_H
#define MAPILEAK_WIN32_ERRORS_H

#include "win32.h"

/** Sets the thread's last error and returns FALSE: `return fail(ERROR_INVALID_HANDLE);` */
BOOL fail(DWORD code);
/** The same for functions that return a pointer or a handle. */
void *fail_null(DWORD code);

#endif
