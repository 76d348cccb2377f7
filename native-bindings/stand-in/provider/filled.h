#ifndef MAPILEAK_PROVIDER_FILLED_H
#define MAPILEAK_PROVIDER_FILLED_H

#include <string.h>

#include "mapi-abi.h"

/** Allocates and writes to what is allocated, so that it is resident as well as reserved. NULL as HeapAlloc.
 */
static inline void *take_filled(HANDLE heap, size_t bytes) {
  void *memory = HeapAlloc(heap, 0, bytes);
  if (memory) memset(memory, 0xA5, bytes);
  return memory;
}

#endif
