#ifndef MAPILEAK_WIN32_POOL_H
#define MAPILEAK_WIN32_POOL_H

#include <stddef.h>

/*
 * Memory for what Windows keeps in its kernel: objects behind handles, the registry, lists of views.
 *
 * It is a heap of its own that GetProcessHeaps does not list, so that neither the C runtime's heap nor any
 * Win32 heap grows by the stand-in's own bookkeeping. The sanitized build takes it from malloc, where
 * overruns are seen.
 */
void *pool_alloc(size_t bytes);
/** A zeroed block with the contents of `memory`, which may be NULL, in its place. On failure NULL. */
void *pool_grow(void *memory, size_t old_bytes, size_t new_bytes);
/** Accepts NULL. */
void pool_free(void *memory);

#endif
