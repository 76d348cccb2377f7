/* Exclusive slim locks on a futex: 0 free, 1 held, 2 held with waiters (U. Drepper, "Futexes Are Tricky"). */
#include <linux/futex.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "win32.h"

static atomic_uint *word_of(SRWLOCK *lock) { return (atomic_uint *)(void *)lock; }

BYTE WINAPI TryAcquireSRWLockExclusive(SRWLOCK *lock) {
  unsigned expected = 0;
  return atomic_compare_exchange_strong(word_of(lock), &expected, 1);
}

void WINAPI AcquireSRWLockExclusive(SRWLOCK *lock) {
  if (TryAcquireSRWLockExclusive(lock)) return;
  while (atomic_exchange(word_of(lock), 2) != 0) {
    syscall(SYS_futex, word_of(lock), FUTEX_WAIT_PRIVATE, 2, NULL, NULL, 0);
  }
}

void WINAPI ReleaseSRWLockExclusive(SRWLOCK *lock) {
  if (atomic_exchange(word_of(lock), 0) == 2) {
    syscall(SYS_futex, word_of(lock), FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
  }
}
