#ifndef MAPILEAK_PROVIDER_BUFFERS_H
#define MAPILEAK_PROVIDER_BUFFERS_H

#include <stddef.h>

#include "mapi-abi.h"

/*
 * The same blocks as those of MAPIAllocateBuffer and MAPIAllocateMore, for code inside library_enter and
 * library_leave. A caller frees them by MAPIFreeBuffer.
 */

/** NULL when memory runs out. */
void *buffer_make(HANDLE heap, size_t bytes);
/** A block that goes with `root`, which must be one of buffer_make. NULL when memory runs out. */
void *buffer_more(HANDLE heap, size_t bytes, void *root);
/** Frees a root and its children. NULL is allowed. */
void buffer_free(HANDLE heap, void *root);

#endif
