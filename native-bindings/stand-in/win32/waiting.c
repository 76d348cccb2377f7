/*
 * Sleep and the ticks, and waitable timers, which count in 100 ns where Sleep counts in ms (synchapi.h). The
 * end of a thread is waited for like a timer that becomes due then.
 */
#include "waiting.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <time.h>

#include "errors.h"
#include "handles.h"

#define NS_PER_SECOND INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_TICK INT64_C(100)
#define NEVER INT64_MAX

struct timer {
  struct object object;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int64_t due_ns; /* on the monotonic clock; NEVER until it is set */
  bool manual_reset;
};

static void timer_finish(struct object *object) {
  struct timer *timer = (struct timer *)object;
  pthread_cond_destroy(&timer->changed);
  pthread_mutex_destroy(&timer->lock);
}

static const struct object_kind timer_kind = {timer_finish};

static int64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

static struct timespec timespec_of(int64_t ns) {
  return (struct timespec){.tv_sec = ns / NS_PER_SECOND, .tv_nsec = ns % NS_PER_SECOND};
}

void WINAPI Sleep(DWORD milliseconds) {
  if (milliseconds == 0) {
    sched_yield();
    return;
  }
  struct timespec until = timespec_of(now_ns() + milliseconds * NS_PER_MS);
  do {
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) continue;
    until.tv_sec += INFINITE / 1000;
  } while (milliseconds == INFINITE);
}

uint64_t WINAPI GetTickCount64(void) { return (uint64_t)(now_ns() / NS_PER_MS); }

struct object *waitable_make(bool manual_reset) {
  struct timer *timer = (struct timer *)object_make(&timer_kind, sizeof *timer);
  if (!timer) return NULL;
  pthread_condattr_t monotonic;
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&timer->changed, &monotonic);
  pthread_condattr_destroy(&monotonic);
  pthread_mutex_init(&timer->lock, NULL);
  timer->due_ns = NEVER;
  timer->manual_reset = manual_reset;
  return &timer->object;
}

static void become_due(struct timer *timer, int64_t due_ns) {
  pthread_mutex_lock(&timer->lock);
  timer->due_ns = due_ns;
  pthread_cond_broadcast(&timer->changed);
  pthread_mutex_unlock(&timer->lock);
}

void waitable_signal(struct object *waitable) { become_due((struct timer *)waitable, now_ns()); }

HANDLE WINAPI CreateWaitableTimerW(SECURITY_ATTRIBUTES *attributes, BOOL manual_reset, LPCWSTR name) {
  if (attributes || name) return fail_null(ERROR_NOT_SUPPORTED);
  struct object *timer = waitable_make(manual_reset != FALSE);
  return timer ? handle_open(timer) : fail_null(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL WINAPI SetWaitableTimer(HANDLE handle, const LARGE_INTEGER *due, LONG period, PTIMERAPCROUTINE routine,
                             LPVOID argument, BOOL resume) {
  if (!due || period < 0) return fail(ERROR_INVALID_PARAMETER);
  if (due->QuadPart > 0 || due->QuadPart < -(NEVER / NS_PER_TICK / 4) || period || routine || argument ||
      resume) {
    return fail(ERROR_NOT_SUPPORTED);
  }
  struct timer *timer = (struct timer *)handle_borrow(handle, &timer_kind);
  if (!timer) return fail(ERROR_INVALID_HANDLE);

  become_due(timer, now_ns() - due->QuadPart * NS_PER_TICK);
  object_release(&timer->object);
  return TRUE;
}

/* Waits on a locked timer until it is due, or until the deadline. */
static bool wait_until_due(struct timer *timer, int64_t deadline_ns) {
  for (;;) {
    int64_t now = now_ns();
    if (now >= timer->due_ns) {
      if (!timer->manual_reset) timer->due_ns = NEVER;
      return true;
    }
    if (now >= deadline_ns) return false;

    int64_t wake_ns = timer->due_ns < deadline_ns ? timer->due_ns : deadline_ns;
    if (wake_ns == NEVER) {
      pthread_cond_wait(&timer->changed, &timer->lock);
    } else {
      struct timespec wake = timespec_of(wake_ns);
      pthread_cond_timedwait(&timer->changed, &timer->lock, &wake);
    }
  }
}

DWORD WINAPI WaitForSingleObject(HANDLE handle, DWORD milliseconds) {
  struct timer *timer = (struct timer *)handle_borrow(handle, &timer_kind);
  if (!timer) {
    SetLastError(ERROR_INVALID_HANDLE);
    return WAIT_FAILED;
  }
  pthread_mutex_lock(&timer->lock);
  bool due = wait_until_due(timer, milliseconds == INFINITE ? NEVER : now_ns() + milliseconds * NS_PER_MS);
  pthread_mutex_unlock(&timer->lock);
  object_release(&timer->object);
  return due ? WAIT_OBJECT_0 : WAIT_TIMEOUT;
}
