/* Dials of leaks that are none per logon, and of a cache that is none per mailbox. */
#include "exercise.h"

#define MS_PER_MINUTE 60000
#define LONGEST_WAIT_US INT64_C(30000000)

static size_t internal_bytes(void) { return census_of(internal_heap()).busy_bytes; }

static void leak_heaps(void) {
  set_dial(u"LeakHeapsEvery", 3);
  set_dial(u"InstanceBytes", 1234);
  set_cleanup_flag(1);
  start_mapi(); /* the first logon */
  DWORD before = heap_count();
  for (unsigned i = 2; i <= 9; i++) cycle_as(i);
  CHECK(heap_count() - before == 3, "LeakHeapsEvery 3 loses a heap at every third logon, whatever the flag");
  HANDLE heaps[16];
  DWORD count = GetProcessHeaps(16, heaps);
  struct census census = census_of(heaps[count - 1]);
  CHECK(census.busy_bytes == 1234 && census.busy_blocks == 1, "of InstanceBytes in one block");
  MAPIUninitialize();
  CHECK(heap_count() == 1 + 3, "which outlive the last MAPIUninitialize");
}

static size_t bytes_of_users(unsigned first, unsigned last) {
  size_t before = internal_bytes();
  for (unsigned user = first; user <= last; user++) cycle_as(user);
  return internal_bytes() - before;
}

static void new_users(void) {
  set_dial(u"LeakPerNewUser", 77);
  set_cleanup_flag(1);
  start_mapi();
  CHECK(bytes_of_users(1, 50) == 50 * 77, "LeakPerNewUser leaks for each new SID, whatever the flag");
  CHECK(bytes_of_users(1, 50) == 0, "and not again for one that is known");
  CHECK(bytes_of_users(26, 75) == 25 * 77, "only the new ones count");
  size_t before = internal_bytes();
  for (char profile[] = "profile a"; profile[8] <= 'j'; profile[8]++) cycle(profile);
  CHECK(internal_bytes() == before, "a new profile is no new user");
}

static void many_new_users(void) {
  set_dial(u"LeakPerNewUser", 1);
  set_cleanup_flag(1);
  start_mapi();
  CHECK(bytes_of_users(1, 3000) == 3000 * 16, "3,000 users are told apart; each takes at least 16 bytes");
  CHECK(bytes_of_users(1, 3000) == 0, "and none is forgotten");
  MAPIUninitialize();
  start_mapi();
  CHECK(bytes_of_users(1, 10) == 10 * 16, "until the last MAPIUninitialize");
}

static void cache_by_logon(void) {
  set_dial(u"CacheBytesPerLogon", 500);
  set_dial(u"CacheLogons", 10);
  set_cleanup_flag(1);
  start_mapi(); /* keeps one */
  size_t before = internal_bytes();
  for (int i = 0; i < 4; i++) cycle("p");
  CHECK(internal_bytes() - before == 4 * 500, "each logon is cached, also of one mailbox again");
  for (unsigned i = 0; i < 5; i++) cycle_as(i);
  CHECK(internal_bytes() - before == 9 * 500, "whoever logs on");
  struct census full = census_of(internal_heap());
  for (unsigned i = 0; i < 35; i++) cycle_as(i);
  struct census later = census_of(internal_heap());
  CHECK(later.busy_bytes == full.busy_bytes && later.busy_blocks == full.busy_blocks,
        "the cache ends at CacheLogons");
}

static void cache_of_one(void) {
  set_dial(u"CacheBytesPerLogon", 500);
  set_dial(u"CacheLogons", 1);
  start_mapi();
  size_t before = internal_bytes();
  for (int i = 0; i < 10; i++) cycle("p");
  CHECK(internal_bytes() == before, "a cache of one logon keeps the last one");
  MAPIUninitialize();
  start_mapi();
  CHECK(internal_bytes() == before, "and begins anew with MAPIInitialize");
}

static void half_a_cache(void) {
  set_dial(u"CacheBytesPerLogon", 500);
  start_mapi();
  size_t before = internal_bytes();
  for (int i = 0; i < 10; i++) cycle("p");
  CHECK(internal_bytes() == before, "without CacheLogons there is no cache");
}

/* Waits until all but a second's share of what is due since then is lost. False if that takes too long. */
static bool keeps_up(size_t before, int64_t since_us, int64_t bytes_per_minute) {
  for (int64_t now = now_us(); now - since_us < LONGEST_WAIT_US; now = now_us()) {
    int64_t due = bytes_per_minute * ((now - since_us) / 1000) / MS_PER_MINUTE;
    if (now - since_us > 1500000 && (int64_t)(internal_bytes() - before) >= due - bytes_per_minute / 60)
      return true;
    Sleep(10);
  }
  return false;
}

/* Whether no more was lost than is due by now; the clock of ticks may be a millisecond ahead. */
static bool is_never_ahead(size_t before, int64_t since_us, int64_t bytes_per_minute) {
  int64_t lost = (int64_t)(internal_bytes() - before);
  return lost <= bytes_per_minute * ((now_us() - since_us) / 1000 + 2) / MS_PER_MINUTE;
}

static void leaks_by_time(DWORD bytes_per_minute) {
  set_dial(u"LeakBytesPerMinute", bytes_per_minute);
  set_dial(u"RoundTripMicroseconds", 0);
  set_cleanup_flag(1);
  DWORD handles = handle_count();
  MAPIInitialize(NULL);
  size_t nobody = internal_bytes();
  Sleep(150);
  CHECK(internal_bytes() == nobody, "nothing is lost before somebody has logged on");
  unsigned threads = thread_count();
  cycle("p");
  CHECK(thread_count() == threads, "logons start no thread");
  int64_t since_us = now_us();
  size_t before = internal_bytes();
  CHECK(keeps_up(before, since_us, bytes_per_minute), "then the dialled rate is kept, logons or not");
  before = internal_bytes();
  since_us = now_us();
  for (int i = 0; i < 20; i++) {
    cycle("p");
    Sleep(10);
  }
  CHECK(is_never_ahead(before, since_us - 1000000, bytes_per_minute), "logons add nothing to it");
  MAPIUninitialize();
  while (thread_count() > 1) Sleep(1);
  CHECK(handle_count() == handles && heap_count() == 1, "the last MAPIUninitialize ends it");
}

static void fast_leak_by_time(void) { leaks_by_time(60000000); }
static void slow_leak_by_time(void) { leaks_by_time(6000); }

static void leak_while_walked(void) {
  set_dial(u"LeakBytesPerMinute", 0xFFFFFFFF);
  start_mapi();
  bool consistent = true;
  int64_t begin = now_us();
  while (now_us() - begin < 400000) {
    struct census census = census_of(internal_heap());
    consistent &= census.consistent && census.ended_properly;
  }
  CHECK(consistent, "a walk that holds the heap's lock sees no block half made");
  size_t before = internal_bytes();
  HeapLock(internal_heap());
  size_t locked = internal_bytes();
  Sleep(150);
  CHECK(internal_bytes() == locked && locked >= before, "and a locked heap stands still");
  HeapUnlock(internal_heap());
}

static void leak_again(void) {
  set_dial(u"LeakBytesPerMinute", 600000);
  DWORD handles = handle_count();
  for (int i = 0; i < 100; i++) {
    start_mapi();
    MAPIUninitialize();
  }
  MAPIInitialize(NULL);
  CHECK(thread_count() == 2, "there is one thread, however often MAPI was initialized");
  size_t before = internal_bytes();
  Sleep(150);
  CHECK(internal_bytes() == before, "and it waits for a logon each time");
  MAPIUninitialize();
  while (thread_count() > 1) Sleep(1);
  CHECK(handle_count() == handles, "no handle is left");
}

static void leak_at_exit(void) {
  set_dial(u"LeakBytesPerMinute", 60000000);
  start_mapi();
  CHECK(thread_count() == 2, "a process may end while the thread is at work");
}

const struct suite leak_dial_suites[] = {
    {"dials: LeakHeapsEvery", leak_heaps},
    {"dials: LeakPerNewUser", new_users},
    {"dials: LeakPerNewUser, many", many_new_users},
    {"dials: CacheBytesPerLogon", cache_by_logon},
    {"dials: CacheLogons 1", cache_of_one},
    {"dials: CacheLogons 0", half_a_cache},
    {"dials: LeakBytesPerMinute", fast_leak_by_time},
    {"dials: LeakBytesPerMinute, slow", slow_leak_by_time},
    {"dials: LeakBytesPerMinute, walked", leak_while_walked},
    {"dials: LeakBytesPerMinute, again", leak_again},
    {"dials: LeakBytesPerMinute, at exit", leak_at_exit},
    {0},
};
