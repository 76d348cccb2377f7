/* CreateThread (processthreadsapi.h). */
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>

#include "errors.h"
#include "waiting.h"

/* What a thread is told. It lies on the stack of the one that makes the thread, and waits until it has begun.
 */
struct order {
  LPTHREAD_START_ROUTINE routine;
  LPVOID argument;
  struct object *ended;
  sem_t begun;
};

static void *run(void *memory) {
  struct order *order = memory;
  LPTHREAD_START_ROUTINE routine = order->routine;
  LPVOID argument = order->argument;
  struct object *ended = order->ended;
  /* Has thread-local memory made now: later the dynamic linker may be waiting for this thread to end. */
  SetLastError(ERROR_SUCCESS);
  sem_post(&order->begun);

  routine(argument);
  waitable_signal(ended);
  object_release(ended);
  return NULL;
}

static bool start(struct order *order, size_t stack_bytes) {
  sigset_t all;
  sigset_t before;
  pthread_attr_t detached;
  if (pthread_attr_init(&detached) != 0) return false;
  pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&detached, stack_bytes); /* too small a one is refused, and has no effect */
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before); /* the program chooses who hears its signals */
  pthread_t thread;
  bool started = pthread_create(&thread, &detached, run, order) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&detached);
  return started;
}

HANDLE WINAPI CreateThread(SECURITY_ATTRIBUTES *attributes, SIZE_T stack_bytes,
                           LPTHREAD_START_ROUTINE routine, LPVOID argument, DWORD flags, DWORD *id) {
  if (!routine) return fail_null(ERROR_INVALID_PARAMETER);
  if (attributes || flags != STACK_SIZE_PARAM_IS_A_RESERVATION || id) return fail_null(ERROR_NOT_SUPPORTED);
  struct order order = {.routine = routine, .argument = argument, .ended = waitable_make(true)};
  if (!order.ended) return fail_null(ERROR_NOT_ENOUGH_MEMORY);
  HANDLE thread = handle_open(object_retain(order.ended));
  if (!thread) {
    object_release(order.ended);
    return NULL;
  }
  sem_init(&order.begun, 0, 0);
  bool started = start(&order, stack_bytes);
  while (started && sem_wait(&order.begun) != 0) continue; /* a signal may come first */
  sem_destroy(&order.begun);
  if (started) return thread;
  object_release(order.ended);
  handle_close(thread, NULL);
  return fail_null(ERROR_NOT_ENOUGH_MEMORY);
}
