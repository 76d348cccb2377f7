/* Each dial of the provider, in a process of its own. */
#include <malloc.h>
#include <stdlib.h>
#include <time.h>

#include "exercise.h"

static size_t internal_bytes(void) { return census_of(internal_heap()).busy_bytes; }

/* Suites that use it are called "plain": they need a malloc without a sanitizer in it. */
static size_t malloc_bytes(void) { return mallinfo2().uordblks; }

static bool instances_hold(DWORD bytes, DWORD blocks) {
  DWORD before = heap_count();
  cycle_as(1);
  cycle_as(2);
  HANDLE heaps[16];
  DWORD count = GetProcessHeaps(16, heaps);
  struct census census = census_of(heaps[count - 1]);
  return count == before + 2 && census.busy_bytes == bytes && census.busy_blocks == blocks;
}

static void instance_one_byte(void) {
  set_dial(u"InstanceBytes", 1);
  start_mapi();
  CHECK(instances_hold(1, 2), "InstanceBytes 1 in two blocks is one byte");
}

static void instance_odd(void) {
  set_dial(u"InstanceBytes", 1000003);
  set_dial(u"InstanceBlocks", 7);
  start_mapi();
  CHECK(instances_hold(1000003, 7), "InstanceBytes 1000003 in seven blocks is exactly that");
}

static void instance_one_block(void) {
  set_dial(u"InstanceBytes", 5000000);
  set_dial(u"InstanceBlocks", 0);
  start_mapi();
  CHECK(instances_hold(5000000, 1), "there is at least one block, and it may be large");
}

static DWORD growth(unsigned users, unsigned rounds) {
  DWORD before = heap_count();
  for (unsigned round = 0; round < rounds; round++) {
    for (unsigned user = 0; user < users; user++) cycle_as(user);
  }
  return heap_count() - before;
}

static void keep_none(void) {
  set_dial(u"KeepInstances", 0);
  start_mapi();
  CHECK(growth(1, 10) == 10, "KeepInstances 0 leaks a heap for each logon of one user");
}

static void keep_three(void) {
  set_dial(u"KeepInstances", 3);
  start_mapi();
  growth(3, 1);
  CHECK(growth(3, 10) == 0, "KeepInstances 3 leaks nothing for three users");
  CHECK(growth(4, 10) == 40 - 3, "and a heap for each logon for four, once the kept ones are used up");
}

static void keep_recent(void) {
  set_dial(u"KeepInstances", 2);
  start_mapi();
  cycle_as(1);
  cycle_as(2);
  cycle_as(1);
  cycle_as(3); /* makes MAPI forget user 2, who was away longest */
  DWORD heaps = heap_count();
  cycle_as(1);
  CHECK(heap_count() == heaps, "the instances used last are the ones that are kept");
  cycle_as(2);
  CHECK(heap_count() == heaps + 1, "and the one used longest ago is forgotten");
}

static void keep_all(void) {
  set_dial(u"KeepInstances", 0xFFFFFFFF);
  start_mapi();
  CHECK(growth(50, 3) == 50, "KeepInstances 4294967295 keeps a heap for each user and no more");
  MAPIUninitialize();
  CHECK(heap_count() == 1, "until the last MAPIUninitialize");
}

static void flag_when_idle(void) {
  set_dial(u"ReadFlagAt", 1);
  start_mapi();
  CHECK(growth(4, 1) == 4, "with ReadFlagAt 1 the flag is off first");
  set_cleanup_flag(1);
  CHECK(growth(3, 1) == 0, "on after it was set");
  set_cleanup_flag(0);
  growth(1, 1);
  CHECK(growth(4, 1) == 3, "and off again");
}

static void ignored_flag(void) {
  set_dial(u"IgnoreCleanupFlag", 1);
  set_cleanup_flag(1);
  start_mapi();
  CHECK(growth(5, 2) == 10, "a build before the hotfix ignores the flag");
}

/* Logs on ten times with ten profiles, as one user unless it is told to be nobody. */
static DWORD growth_by_profile(bool impersonated) {
  DWORD before = heap_count();
  char profile[] = "profile 0";
  for (; profile[8] <= '9'; profile[8]++) {
    if (impersonated) impersonate_user(1);
    cycle(profile);
    RevertToSelf();
  }
  return heap_count() - before;
}

static void one_identity_per_user(void) {
  start_mapi();
  growth_by_profile(true);
  CHECK(growth_by_profile(true) == 0, "one user is one identity, whatever the profile");
}

static void identity_from_profile(void) {
  set_dial(u"IdentityFromProfile", 1);
  start_mapi();
  CHECK(growth_by_profile(true) == 10, "IdentityFromProfile 1 makes each profile of a user an identity");
  impersonate_user(1);
  DWORD heaps = heap_count();
  for (int i = 0; i < 10; i++) cycle("profile 9");
  CHECK(heap_count() == heaps, "one profile of one user is one identity");
  impersonate_user(2);
  cycle("profile 9");
  CHECK(heap_count() == heaps + 1, "and the same profile of another user is another");
  RevertToSelf();
  cycle("profile 9");
  heaps = heap_count();
  CHECK(growth_by_profile(false) == 0 && heap_count() == heaps, "without impersonation the SID is all");
}

static void identity_from_profile_cleaned(void) {
  set_dial(u"IdentityFromProfile", 1);
  set_cleanup_flag(1);
  start_mapi();
  CHECK(growth_by_profile(true) == 0, "CleanUpMAPIHeap cleans up such identities too");
}

static void round_trip(void) {
  set_dial(u"RoundTripMicroseconds", 5000);
  MAPIInitialize(NULL);
  int64_t begin = now_us();
  cycle("p");
  CHECK(now_us() - begin >= 10000, "logon and logoff take no less than RoundTripMicroseconds each");
}

static void plain_leak(void) {
  set_dial(u"LeakBytesPerLogon", 77);
  set_cleanup_flag(1);
  start_mapi();
  size_t before = internal_bytes();
  for (int i = 0; i < 100; i++) cycle("p");
  CHECK(internal_bytes() - before == 7700, "LeakBytesPerLogon grows the internal heap by exactly that");
}

static void handle_leak(void) {
  set_dial(u"LeakHandlesPerLogon", 3);
  start_mapi();
  DWORD before = handle_count();
  size_t malloc_before = malloc_bytes();
  for (int i = 0; i < 100; i++) cycle("p");
  size_t malloc_growth = malloc_bytes() - malloc_before;
  CHECK(handle_count() - before == 300, "LeakHandlesPerLogon leaves so many handles");
  CHECK(malloc_growth == 0, "and nothing in the C runtime's heap");
}

static void malloc_leak(void) {
  set_dial(u"MallocLeakBytesPerLogon", 1000);
  start_mapi();
  size_t internal = internal_bytes();
  size_t before = malloc_bytes();
  for (int i = 0; i < 100; i++) cycle("p");
  CHECK(malloc_bytes() - before == 100 * 1008, "MallocLeakBytesPerLogon shows in mallinfo2");
  CHECK(internal_bytes() == internal, "and in no Win32 heap");
}

static void clean_malloc(void) {
  start_mapi();
  size_t before = malloc_bytes();
  for (unsigned i = 0; i < 100; i++) cycle_as(i % 7);
  CHECK(malloc_bytes() == before, "without a dial the C runtime's heap does not grow by a byte");
}

static void cache(void) {
  set_dial(u"CacheBytesPerMailbox", 500);
  set_dial(u"CacheMailboxes", 10);
  start_mapi(); /* caches one */
  set_cleanup_flag(1);
  size_t before = internal_bytes();
  char name[] = "mailbox 0";
  for (name[8] = '0'; name[8] < '5'; name[8]++) cycle(name);
  CHECK(internal_bytes() - before == 2500, "each new mailbox is cached");
  for (name[8] = '0'; name[8] < '5'; name[8]++) cycle(name);
  CHECK(internal_bytes() - before == 2500, "a known one is not cached again");
  for (name[8] = 'a'; name[8] <= 'z'; name[8]++) cycle(name);
  CHECK(internal_bytes() - before == 4500, "the cache ends at CacheMailboxes");
}

static void sawtooth(void) {
  set_dial(u"SawtoothBytes", 1000);
  set_dial(u"SawtoothPeriod", 10);
  start_mapi();
  for (int i = 1; i < 10; i++) cycle("p");
  size_t low = internal_bytes();
  bool right = true;
  for (size_t i = 1; i <= 30; i++) {
    cycle("p");
    right &= internal_bytes() - low == i % 10 * 1000;
  }
  CHECK(right, "the sawtooth rises for nine logons and falls at the tenth");
}

static void rare_leak(void) {
  set_dial(u"RareLeakBytes", 123);
  set_dial(u"RareLeakEvery", 50);
  start_mapi();
  size_t before = internal_bytes();
  for (int i = 2; i < 50; i++) cycle("p");
  CHECK(internal_bytes() == before, "the rare leak waits for its turn");
  cycle("p");
  CHECK(internal_bytes() - before == 123, "takes it");
  for (int i = 0; i < 100; i++) cycle("p");
  CHECK(internal_bytes() - before == 3 * 123, "and takes it again");
}

static void wrong_types(void) {
  set_text_dial(u"InstanceBytes", u"12");
  set_dial(u"RefuseProfile", 1);
  start_mapi();
  CHECK(instances_hold(4096, 2), "a dial of the wrong type has its default");
}

static void other_key(void) {
  set_dial(u"InstanceBytes", 12);
  setenv("MAPILEAK_STAND_IN_KEY", "SOFTWARE\\mapileak\\mine", 1);
  start_mapi();
  CHECK(instances_hold(4096, 2), "MAPILEAK_STAND_IN_KEY names another key");
}

const struct suite dial_suites[] = {
    {"dials: InstanceBytes 1", instance_one_byte},
    {"dials: InstanceBytes odd", instance_odd},
    {"dials: InstanceBlocks 0", instance_one_block},
    {"dials: KeepInstances 0", keep_none},
    {"dials: KeepInstances 3", keep_three},
    {"dials: KeepInstances 2", keep_recent},
    {"dials: KeepInstances all", keep_all},
    {"dials: ReadFlagAt", flag_when_idle},
    {"dials: IgnoreCleanupFlag", ignored_flag},
    {"dials: one identity per user", one_identity_per_user},
    {"dials: IdentityFromProfile", identity_from_profile},
    {"dials: IdentityFromProfile, cleaned", identity_from_profile_cleaned},
    {"dials: RoundTripMicroseconds", round_trip},
    {"dials: LeakBytesPerLogon", plain_leak},
    {"dials: CacheBytesPerMailbox", cache},
    {"dials: SawtoothBytes", sawtooth},
    {"dials: RareLeakBytes", rare_leak},
    {"dials: wrong types", wrong_types},
    {"dials: MAPILEAK_STAND_IN_KEY", other_key},
    {"plain: LeakHandlesPerLogon", handle_leak},
    {"plain: MallocLeakBytesPerLogon", malloc_leak},
    {"plain: no malloc leak", clean_malloc},
    {0},
};
