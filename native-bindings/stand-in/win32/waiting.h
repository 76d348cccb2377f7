#ifndef MAPILEAK_WIN32_WAITING_H
#define MAPILEAK_WIN32_WAITING_H

#include <stdbool.h>

#include "handles.h"

/** An object that WaitForSingleObject waits for; NULL when memory runs out. */
struct object *waitable_make(bool manual_reset);
/** Lets those through who wait. */
void waitable_signal(struct object *waitable);

#endif
