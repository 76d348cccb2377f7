/* Heaps: a random life against a model, borders, misuse, threads, very many heaps. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "exercise.h"

#define LIVE_LIMIT 600
#define STEPS 40000
#define LARGE_BYTES ((size_t)508 * 1024)

struct model {
  struct {
    unsigned char *memory;
    size_t bytes;
    unsigned char pattern;
  } live[LIVE_LIMIT];
  size_t count, bytes;
};

static size_t random_size(uint64_t *random) {
  uint64_t dice = next_random(random) % 1000;
  size_t limit = dice < 700 ? 200 : dice < 950 ? 5000 : dice < 998 ? 100000 : 2 * LARGE_BYTES;
  return next_random(random) % limit;
}

static bool holds(const unsigned char *memory, size_t bytes, unsigned char pattern) {
  for (size_t i = 0; i < bytes; i++) {
    if (memory[i] != pattern) return false;
  }
  return true;
}

static bool model_add(struct model *model, HANDLE heap, uint64_t *random) {
  size_t bytes = random_size(random);
  bool zero = next_random(random) % 2;
  unsigned char *memory = HeapAlloc(heap, zero ? HEAP_ZERO_MEMORY : 0, bytes);
  if (!memory || (uintptr_t)memory % 16 || HeapSize(heap, 0, memory) != bytes) return false;
  if (zero && !holds(memory, bytes, 0)) return false;
  unsigned char pattern = (unsigned char)next_random(random);
  memset(memory, pattern, bytes);
  model->live[model->count].memory = memory;
  model->live[model->count].bytes = bytes;
  model->live[model->count++].pattern = pattern;
  model->bytes += bytes;
  return true;
}

static bool model_remove(struct model *model, HANDLE heap, size_t index) {
  bool intact = holds(model->live[index].memory, model->live[index].bytes, model->live[index].pattern);
  model->bytes -= model->live[index].bytes;
  bool freed = HeapFree(heap, 0, model->live[index].memory);
  model->live[index] = model->live[--model->count];
  return intact && freed;
}

static HEAP_SUMMARY summary_of(HANDLE heap) {
  HEAP_SUMMARY summary = {.cb = sizeof summary};
  CHECK(HeapSummary(heap, 0, &summary) && summary.cb == sizeof summary, "the heap is summed up");
  return summary;
}

/* Committed and reserved bytes of the regions; the model says what must come on top for large blocks. */
static bool sums_agree(const struct census *census, const HEAP_SUMMARY *summary, size_t large_pages) {
  size_t committed = census->committed_bytes + large_pages;
  return summary->cbAllocated == census->busy_bytes && summary->cbCommitted == committed &&
         summary->cbReserved == committed + census->uncommitted_bytes;
}

static size_t large_pages_of(const struct model *model) {
  size_t bytes = 0;
  for (size_t i = 0; i < model->count; i++) {
    if (model->live[i].bytes > LARGE_BYTES) bytes += (model->live[i].bytes + 64 + 4095) / 4096 * 4096;
  }
  return bytes;
}

static bool agrees(const struct model *model, HANDLE heap) {
  struct census census = census_of(heap);
  return census.ended_properly && census.consistent && census.busy_bytes == model->bytes &&
         census.busy_blocks == model->count;
}

static bool summary_agrees(const struct model *model, HANDLE heap) {
  HEAP_SUMMARY summary = {.cb = sizeof summary};
  struct census census = census_of(heap);
  return HeapSummary(heap, 0, &summary) && sums_agree(&census, &summary, large_pages_of(model));
}

static void random_life(void) {
  static struct model model;
  uint64_t random = 891509;
  HANDLE heap = HeapCreate(0, 0, 0);
  bool steps_right = true;
  bool walks_right = true;
  bool sums_right = true;
  for (int step = 0; step < STEPS; step++) {
    bool add = model.count == 0 || (model.count < LIVE_LIMIT && next_random(&random) % 100 < 55);
    steps_right &= add ? model_add(&model, heap, &random)
                       : model_remove(&model, heap, next_random(&random) % model.count);
    if (step % 500 == 0) walks_right &= agrees(&model, heap);
    if (step % 500 == 0) sums_right &= summary_agrees(&model, heap);
  }
  CHECK(steps_right, "%d random allocations and frees keep every byte", STEPS);
  CHECK(walks_right, "walks agree with the model all the time");
  CHECK(sums_right, "and summaries with the walks");
  CHECK(census_of(heap).regions > 1, "the heap grew into further regions");

  size_t committed = census_of(heap).committed_bytes;
  while (model.count) steps_right &= model_remove(&model, heap, model.count - 1);
  struct census end = census_of(heap);
  CHECK(steps_right && end.busy_blocks == 0, "an emptied heap has no busy block");
  CHECK(end.committed_bytes < committed / 4, "an emptied heap gives back most of what was committed");
  CHECK(HeapDestroy(heap), "and can be destroyed");
}

static void sizes(void) {
  HANDLE heap = HeapCreate(0, 0, 0);
  struct census fresh = census_of(heap);
  CHECK(fresh.committed_bytes <= 8192 && fresh.committed_bytes + fresh.uncommitted_bytes == 65536,
        "a new heap reserves 64 KiB and commits at most two pages");
  CHECK(fresh.busy_blocks == 0 && fresh.regions == 1, "a new heap is one region without busy blocks");

  static const size_t borders[] = {
      0, 1, 15, 16, 17, 31, 32, 33, 4095, 4096, 65519, 65536, LARGE_BYTES - 1, LARGE_BYTES};
  for (size_t i = 0; i < sizeof borders / sizeof *borders; i++) {
    void *memory = HeapAlloc(heap, 0, borders[i]);
    struct census census = census_of(heap);
    CHECK(memory && census.busy_blocks == 1 && census.busy_bytes == borders[i] && census.consistent,
          "a block of %zu bytes is counted as %zu", borders[i], borders[i]);
    HeapFree(heap, 0, memory);
  }

  size_t before = census_of(heap).committed_bytes;
  char *large = HeapAlloc(heap, HEAP_ZERO_MEMORY, LARGE_BYTES + 1);
  struct census with_large = census_of(heap);
  CHECK(large && large[0] == 0 && large[LARGE_BYTES] == 0, "a block above 508 KiB can be had, zeroed");
  CHECK(with_large.busy_bytes == LARGE_BYTES + 1 && with_large.committed_bytes == before,
        "it is walked as a busy block that belongs to no region");
  CHECK(HeapFree(heap, 0, large) && census_of(heap).busy_blocks == 0, "and freed like any other");
  CHECK(!HeapAlloc(heap, 0, SIZE_MAX) && GetLastError() == ERROR_NOT_ENOUGH_MEMORY,
        "an impossible size fails with 8");
  CHECK(!HeapAlloc(heap, 0x4, 16) && GetLastError() == ERROR_INVALID_PARAMETER,
        "HEAP_GENERATE_EXCEPTIONS is refused with 87, not ignored");
  HeapDestroy(heap);

  HANDLE fixed = HeapCreate(0, 4096, 100000);
  size_t blocks = 0;
  while (HeapAlloc(fixed, 0, 1000)) blocks++;
  CHECK(GetLastError() == ERROR_NOT_ENOUGH_MEMORY && blocks > 90 && blocks < 100,
        "a heap with a maximum size ends there");
  CHECK(census_of(fixed).busy_bytes == blocks * 1000, "and holds what it gave out");
  HeapDestroy(fixed);
  CHECK(!HeapCreate(0, 8192, 4096), "a heap cannot start larger than its maximum");
}

static void summary(void) {
  HANDLE heap = HeapCreate(0, 0, 0);
  HEAP_SUMMARY fresh = summary_of(heap);
  CHECK(fresh.cbAllocated == 0 && fresh.cbCommitted <= 8192 && fresh.cbReserved == 65536,
        "a new heap has 64 KiB reserved, at most two pages of it committed and nothing allocated");
  void *memory = HeapAlloc(heap, 0, 1001);
  CHECK(summary_of(heap).cbAllocated == 1001, "allocated is what was asked for");

  void *large = HeapAlloc(heap, 0, LARGE_BYTES + 1);
  HEAP_SUMMARY with_large = summary_of(heap);
  size_t pages = (LARGE_BYTES + 1 + 64 + 4095) / 4096 * 4096;
  CHECK(with_large.cbAllocated == 1001 + LARGE_BYTES + 1 &&
            with_large.cbCommitted == fresh.cbCommitted + pages &&
            with_large.cbReserved == fresh.cbReserved + pages,
        "a block of its own counts with all its pages");
  HeapFree(heap, 0, memory);
  HeapFree(heap, 0, large);
  HEAP_SUMMARY emptied = summary_of(heap);
  CHECK(emptied.cbAllocated == 0 && emptied.cbReserved == fresh.cbReserved, "and is gone when it is freed");

  HANDLE fixed = HeapCreate(0, 4096, 100000);
  HEAP_SUMMARY limited = summary_of(fixed);
  CHECK(limited.cbReserved == 102400 && limited.cbMaxReserve == 102400,
        "a heap with a maximum has reserved it all");
  HeapDestroy(fixed);

  HEAP_SUMMARY wrong = {.cb = sizeof wrong - 1};
  CHECK(!HeapSummary(heap, 0, &wrong) && GetLastError() == ERROR_INVALID_PARAMETER,
        "a summary of another size is refused with 87");
  wrong.cb = sizeof wrong;
  CHECK(!HeapSummary(heap, 1, &wrong) && GetLastError() == ERROR_INVALID_PARAMETER, "so are unknown flags");
  CHECK(!HeapSummary(heap, 0, NULL) && GetLastError() == ERROR_INVALID_PARAMETER, "so is no summary");
  CHECK(!HeapSummary(NULL, 0, &wrong) && GetLastError() == ERROR_INVALID_HANDLE,
        "no heap is a wrong handle, 6");
  HeapDestroy(heap);
}

static void misuse(void) {
  HANDLE heap = HeapCreate(0, 0, 0);
  HANDLE other = HeapCreate(0, 0, 0);
  char *memory = HeapAlloc(heap, 0, 100);
  char *neighbour = HeapAlloc(heap, 0, 100);
  char *large = HeapAlloc(heap, 0, LARGE_BYTES * 2);
  char local[64];
  char *foreign = malloc(4096);
  CHECK(!HeapFree(other, 0, memory) && GetLastError() == ERROR_INVALID_PARAMETER,
        "freeing another heap's block fails with 87");
  CHECK(!HeapFree(other, 0, large), "freeing another heap's large block fails");
  CHECK(!HeapFree(heap, 0, memory + 16), "freeing the inside of a block fails");
  CHECK(!HeapFree(heap, 0, memory + 1), "freeing an odd address fails");
  CHECK(!HeapFree(heap, 0, local + 32), "freeing memory on the stack fails");
  CHECK(!HeapFree(heap, 0, foreign + 1024), "freeing memory of malloc fails");
  CHECK(HeapSize(heap, 0, foreign + 1024) == SIZE_MAX, "memory of malloc has no size in a heap");
  CHECK(HeapFree(heap, 0, NULL), "freeing NULL is allowed");
  CHECK(HeapFree(heap, 0, memory), "a block is freed once");
  CHECK(!HeapFree(heap, 0, memory) && GetLastError() == ERROR_INVALID_PARAMETER,
        "freeing it twice fails with 87");
  CHECK(HeapFree(heap, 0, neighbour) && !HeapFree(heap, 0, neighbour),
        "so does freeing a block twice that was merged with its neighbour");
  CHECK(census_of(heap).consistent, "the heap is sound after all that");

  PROCESS_HEAP_ENTRY entry = {.lpData = local};
  CHECK(!HeapWalk(heap, &entry) && GetLastError() == ERROR_INVALID_PARAMETER,
        "a walk from nowhere fails with 87");
  CHECK(!HeapDestroy(GetProcessHeap()), "the process heap cannot be destroyed");
  CHECK(HeapDestroy(other), "a heap is destroyed once");
  CHECK(!HeapDestroy(other) && GetLastError() == ERROR_INVALID_HANDLE, "destroying it twice fails with 6");
  CHECK(!HeapAlloc(NULL, 0, 1) && GetLastError() == ERROR_INVALID_HANDLE, "no heap is a wrong handle, 6");
  CHECK(!HeapCreate(0x4, 0, 0) && GetLastError() == ERROR_INVALID_PARAMETER, "unknown options fail with 87");
  free(foreign);
  HeapDestroy(heap);
}

static void *unlock_elsewhere(void *heap) {
  return (void *)(uintptr_t)(HeapUnlock(heap) ? 0 : GetLastError());
}

#define THREADS 4

static void *hammer(void *shared) {
  HANDLE own = HeapCreate(0, 0, 0);
  uint64_t random = (uintptr_t)&own;
  bool right = own != NULL;
  void *kept[32] = {0};
  for (int step = 0; step < 20000; step++) {
    size_t index = next_random(&random) % 32;
    HANDLE heap = index % 2 ? shared : own;
    right &= HeapFree(heap, 0, kept[index]);
    kept[index] = HeapAlloc(heap, 0, next_random(&random) % 3000);
    right &= kept[index] != NULL;
  }
  for (size_t index = 0; index < 32; index++) right &= HeapFree(index % 2 ? shared : own, 0, kept[index]);
  right &= census_of(own).busy_blocks == 0;
  right &= HeapDestroy(own);
  return (void *)(uintptr_t)right;
}

static void threads(void) {
  HANDLE heap = HeapCreate(0, 0, 0);
  pthread_t thread;
  void *result;
  HeapLock(heap);
  CHECK(HeapAlloc(heap, 0, 10) != NULL, "the thread that locked a heap may use it");
  pthread_create(&thread, NULL, unlock_elsewhere, heap);
  pthread_join(thread, &result);
  CHECK((uintptr_t)result == ERROR_NOT_OWNER, "another thread cannot unlock it");
  CHECK(HeapUnlock(heap) && !HeapUnlock(heap), "it is unlocked as often as it was locked");

  DWORD heaps = heap_count();
  pthread_t crowd[THREADS];
  bool right = true;
  for (size_t i = 0; i < THREADS; i++) pthread_create(&crowd[i], NULL, hammer, heap);
  for (size_t i = 0; i < THREADS; i++) {
    pthread_join(crowd[i], &result);
    right &= result != NULL;
  }
  struct census census = census_of(heap);
  CHECK(right, "%d threads share one heap and have one each", THREADS);
  CHECK(census.busy_blocks == 1 && census.consistent, "the shared heap is sound afterwards");
  CHECK(heap_count() == heaps, "and no heap was left over");
  HeapDestroy(heap);
}

static void listing(void) {
  HANDLE first = GetProcessHeap();
  HANDLE heaps[8] = {0};
  CHECK(heap_count() == 1, "a process starts with one heap");
  HANDLE second = HeapCreate(0, 0, 0);
  CHECK(GetProcessHeaps(1, heaps) == 2 && heaps[0] == first && !heaps[1],
        "a short list has the process heap first");
  CHECK(GetProcessHeaps(8, heaps) == 2 && heaps[1] == second, "a full list has every heap");
  HeapDestroy(second);
  CHECK(heap_count() == 1, "a destroyed heap is not listed");
}

#define MANY 30000

static void many(void) {
  static HANDLE heaps[100000];
  size_t made = 0;
  DWORD before = heap_count();
  while (made < MANY && (heaps[made] = HeapCreate(0, 0, 0))) HeapAlloc(heaps[made++], 0, 4096);
  CHECK(made == MANY, "%d heaps can be made", MANY);
  CHECK(heap_count() == before + MANY, "and are counted");
  bool right = true;
  for (size_t i = 0; i < made; i++) right &= census_of(heaps[i]).busy_bytes == 4096;
  CHECK(right, "each of them is walked");

  while (made < sizeof heaps / sizeof *heaps && (heaps[made] = HeapCreate(0, 0, 0))) made++;
  if (made < sizeof heaps / sizeof *heaps) {
    CHECK(GetLastError() == ERROR_NOT_ENOUGH_MEMORY, "at the limit of mappings HeapCreate fails with 8");
    CHECK(heap_count() == before + made, "and the heaps made until then are counted");
  }
  for (size_t i = 0; i < made; i++) right &= HeapDestroy(heaps[i]);
  CHECK(right && heap_count() == before, "all of them can be destroyed");
}

const struct suite heap_suites[] = {
    {"heaps: a random life", random_life},
    {"heaps: sizes", sizes},
    {"heaps: summaries", summary},
    {"heaps: misuse", misuse},
    {"heaps: threads", threads},
    {"heaps: the list", listing},
    {"plain: very many heaps", many},
    {0},
};
