#ifndef MAPILEAK_PROVIDER_PLATFORM_H
#define MAPILEAK_PROVIDER_PLATFORM_H

/* The only header that knows which platform this is. A DLL exports by its .def file, undecorated. */
#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#define MAPI_EXPORT
#else
#include "../win32/win32.h"
#define MAPI_EXPORT __attribute__((visibility("default")))
#endif

#endif
