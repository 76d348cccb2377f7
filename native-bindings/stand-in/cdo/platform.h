#ifndef MAPILEAK_CDO_PLATFORM_H
#define MAPILEAK_CDO_PLATFORM_H

/* COM of the platform, as ../provider/platform.h has the rest of it. */
#include "../provider/platform.h"
#ifdef _WIN32
#include <oleauto.h>
#else
#include "../win32/com.h"
#endif

#endif
