/* AddressSpaceBytes: heaps run out of address space exactly where the dial says, and so does the provider. */
#include "exercise.h"

#define UNIT 65536u
#define UNITS 16u

static HANDLE heaps[UNITS + 1];

static unsigned make_heaps(void) {
  unsigned made = 0;
  while (made <= UNITS && (heaps[made] = HeapCreate(0, 0, 0))) made++;
  return made;
}

static void limited(void) {
  set_dial(u"AddressSpaceBytes", UNITS * UNIT);
  CHECK(make_heaps() == UNITS - 1 && GetLastError() == ERROR_NOT_ENOUGH_MEMORY,
        "beside the process heap so many heaps fit, then HeapCreate fails with 8");
  CHECK(heap_count() == UNITS, "a heap that could not be made is not listed");
  CHECK(!HeapAlloc(heaps[0], 0, UNIT) && GetLastError() == ERROR_NOT_ENOUGH_MEMORY, "none can grow");
  CHECK(!HeapAlloc(heaps[0], 0, 10 * UNIT) && GetLastError() == ERROR_NOT_ENOUGH_MEMORY,
        "nor take a large block");
  CHECK(HeapAlloc(heaps[0], 0, UNIT / 2) != NULL, "what is reserved can be used");
  HeapDestroy(heaps[1]);
  CHECK(HeapCreate(0, 0, 0) && !HeapCreate(0, 0, 0), "a heap that is destroyed makes room for one");
}

static void border(void) {
  set_dial(u"AddressSpaceBytes", 2 * UNIT - 1);
  CHECK(!HeapCreate(0, 0, 0), "a byte less than two heaps take is too little for the second");
  set_dial(u"AddressSpaceBytes", 2 * UNIT);
  CHECK(HeapCreate(0, 0, 1) && !HeapCreate(0, 0, 1), "and even a heap of one page takes a whole unit");
  set_dial(u"AddressSpaceBytes", 0);
  CHECK(make_heaps() == UNITS + 1, "0 is no limit");
}

static void grown(void) {
  HANDLE heap = HeapCreate(0, 0, 0);
  void *large = HeapAlloc(heap, 0, 10 * UNIT);
  set_dial(u"AddressSpaceBytes", UNITS * UNIT);
  CHECK(make_heaps() == UNITS - 13, "a large block counts with its header, in whole units");
  HeapFree(heap, 0, large);
  CHECK(make_heaps() == 11, "until it is freed");
}

static void provider(void) {
  start_mapi();
  set_dial(u"AddressSpaceBytes", 64 * UNIT);
  unsigned users = 0;
  while (users < 64 && cycle_as(users) == S_OK) users++;
  DWORD left = 64 - heap_count();
  CHECK(users > 32 && left <= 2, "users leak heaps until there is no room for another");
  DWORD before = heap_count();
  CHECK(cycle_as(users) == MAPI_E_NOT_ENOUGH_MEMORY, "then MAPILogonEx fails for want of memory");
  CHECK(cycle_as(users + 1) == MAPI_E_NOT_ENOUGH_MEMORY && heap_count() == before,
        "again and again, and leaves nothing behind");
  CHECK(cycle_as(users - 1) == S_OK, "who has a heap still logs on");
  set_dial(u"AddressSpaceBytes", 0);
  CHECK(HeapDestroy(HeapCreate(0, 0, 0)) && cycle_as(users) == S_OK, "with room again, logons work again");
}

const struct suite space_suites[] = {
    {"space: heaps", limited},
    {"space: borders", border},
    {"space: large blocks", grown},
    {"space: the provider", provider},
    {0},
};
