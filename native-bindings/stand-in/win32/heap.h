#ifndef MAPILEAK_WIN32_HEAP_H
#define MAPILEAK_WIN32_HEAP_H

#include <stdbool.h>
#include <stddef.h>

#include "win32.h"

/* Heaps without handles and error codes: what heapapi.h and the pool are made of. */

struct heap;

/**
 * Reserves a heap and commits its first pages; NULL when address space, mappings or memory run out. A limited
 * heap shares the address space that heap_space_limit leaves with all others.
 */
struct heap *heap_make(size_t initial_bytes, size_t maximum_bytes, bool limited);
/** The most bytes of address space that all limited heaps together may reserve from now on; 0: no limit. */
void heap_space_limit(size_t bytes);
/** Unmaps everything the heap owns. */
void heap_discard(struct heap *heap);
/** NULL when the heap cannot grow by that much. */
void *heap_take(struct heap *heap, size_t bytes, bool zero);
/** FALSE when the heap has no such busy block. */
bool heap_give_back(struct heap *heap, void *memory);
/** SIZE_MAX when the heap has no such busy block. */
size_t heap_block_size(struct heap *heap, const void *memory);

/** The heap behind a handle, or NULL. A destroyed heap's handle is the caller's fault, as on Windows. */
struct heap *heap_from_handle(HANDLE handle);

#endif
