#include "timed-leak.h"

#include <stdint.h>

#include "filled.h"
#include "library.h"

#define TICK_MS 50u
#define MS_PER_MINUTE 60000u
/* Less than this is lost only once it is a second's share, or walks over small blocks would become dear. */
#define LEAST_BYTES 64u

/* The default is megabytes of addresses: a process of 32 bits has better uses for them. */
#define STACK_BYTES 262144u

static struct ending_thread running;
static bool has_begun;
static uint64_t begun_ms;
static uint64_t lost_bytes;

static void leak_share(HANDLE internal_heap, DWORD bytes_per_minute) {
  if (!has_begun) return;
  uint64_t due = bytes_per_minute * (GetTickCount64() - begun_ms) / MS_PER_MINUTE - lost_bytes;
  if (due == 0 || (due < LEAST_BYTES && due < bytes_per_minute / 60)) return;
  lost_bytes += due;
  take_filled(internal_heap, (size_t)due);
}

static void signal_timer(HANDLE timer) {
  LARGE_INTEGER at_once = {.QuadPart = 0};
  SetWaitableTimer(timer, &at_once, 0, NULL, NULL, FALSE);
}

/* What the thread is told: on the stack of the one that starts it, who waits until it has begun. */
struct order {
  HANDLE stop, begun;
};

static DWORD WINAPI leak(void *argument) {
  struct order *order = argument;
  HANDLE stop = order->stop;
  signal_timer(order->begun);
  while (WaitForSingleObject(stop, TICK_MS) == WAIT_TIMEOUT) {
    HANDLE heap = library_enter();
    if (!heap) continue;
    /* Whoever stopped this thread did so inside: the heap may be that of a later MAPIInitialize. */
    if (running.stop == stop) leak_share(heap, library_dials()->leak_bytes_per_minute);
    library_leave();
  }
  return 0;
}

/* A thread that is starting uses the process heap: were it ended there, the heap would stay locked. */
static HANDLE start_thread(struct order *order) {
  HANDLE thread = CreateThread(NULL, STACK_BYTES, leak, order, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
  if (thread) WaitForSingleObject(order->begun, INFINITE);
  return thread;
}

bool timed_leak_start(const struct dials *dials) {
  if (!dials->leak_bytes_per_minute) return true;
  struct order order = {CreateWaitableTimerW(NULL, TRUE, NULL), CreateWaitableTimerW(NULL, TRUE, NULL)};
  running.stop = order.stop;
  if (order.stop && order.begun) running.thread = start_thread(&order);
  if (order.begun) CloseHandle(order.begun);
  if (running.thread) return true;
  timed_leak_join(timed_leak_stop());
  return false;
}

void timed_leak_begin(void) {
  if (has_begun) return;
  has_begun = true;
  begun_ms = GetTickCount64();
}

struct ending_thread timed_leak_stop(void) {
  struct ending_thread ending = running;
  running = (struct ending_thread){0};
  has_begun = false;
  lost_bytes = 0;
  return ending;
}

static void close_handles(struct ending_thread ending) {
  if (ending.thread) CloseHandle(ending.thread);
  if (ending.stop) CloseHandle(ending.stop);
}

void timed_leak_join(struct ending_thread ending) {
  if (ending.thread) {
    signal_timer(ending.stop);
    WaitForSingleObject(ending.thread, INFINITE);
  }
  close_handles(ending);
}

void timed_leak_join_at_unload(struct ending_thread ending) {
  /* Not told to end, it goes on to wait, and holds nothing: a thread that is ending uses the process heap. */
  if (ending.thread && end_by_force(ending.thread)) close_handles(ending);
  else timed_leak_join(ending);
}
