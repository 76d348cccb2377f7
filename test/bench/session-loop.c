/*
 * The loop that the bench compares with: MAPILogonEx, Logoff and Release, called from C.
 * Usage: session-loop LIBRARY CYCLES; prints nanoseconds per cycle.
 */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef int32_t (*initialize_fn)(void *);
typedef int32_t (*logon_ex_fn)(uintptr_t, const char *, const char *, uint32_t, void **);
typedef int32_t (*logoff_fn)(void *, uintptr_t, uint32_t, uint32_t);
typedef uint32_t (*release_fn)(void *);

enum { RELEASE = 2, LOGOFF = 17, LOGON_FLAGS = 0x8032 };

static void *symbol(void *library, const char *name) {
  void *address = dlsym(library, name);
  if (address == NULL) {
    fprintf(stderr, "%s is missing\n", name);
    exit(1);
  }
  return address;
}

static double now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  void *library = dlopen(argv[1], RTLD_NOW);
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  initialize_fn initialize = (initialize_fn)(uintptr_t)symbol(library, "MAPIInitialize");
  logon_ex_fn logon_ex = (logon_ex_fn)(uintptr_t)symbol(library, "MAPILogonEx");
  if (initialize(NULL) < 0) return 1;

  const long cycles = strtol(argv[2], NULL, 10);
  double started = 0;
  for (long cycle = -cycles / 4; cycle < cycles; cycle++) {
    if (cycle == 0) started = now_ns();
    void *session = NULL;
    if (logon_ex(0, "mailbox-0001", NULL, LOGON_FLAGS, &session) < 0) return 1;
    void **methods = *(void ***)session;
    if (((logoff_fn)(uintptr_t)methods[LOGOFF])(session, 0, 0, 0) < 0) return 1;
    ((release_fn)(uintptr_t)methods[RELEASE])(session);
  }
  printf("%.1f\n", (now_ns() - started) / (double)cycles);
  return 0;
}
