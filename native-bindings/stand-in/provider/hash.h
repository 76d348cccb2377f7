#ifndef MAPILEAK_PROVIDER_HASH_H
#define MAPILEAK_PROVIDER_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_OF_NOTHING UINT64_C(0xCBF29CE484222325)

/** FNV-1a over some bytes, going on from the hash of what came before them. */
static inline uint64_t hash_on(uint64_t hash, const void *memory, size_t bytes) {
  const unsigned char *byte = memory;
  for (size_t i = 0; i < bytes; i++) hash = (hash ^ byte[i]) * UINT64_C(0x100000001B3);
  return hash;
}

#endif
