import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary.ts';

/** Puts a number of seconds, which is read from a file again and again, on the wall clock; no other clock is touched. */
const SOURCE = `
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t offset(void) {
  char text[32] = "";
  const char *name = getenv("WALL_CLOCK_OFFSET");
  int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return 0;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  return length > 0 ? atoll(text) : 0;
}

int clock_gettime(clockid_t id, struct timespec *now) {
  int status = (int)syscall(SYS_clock_gettime, id, now);
  if (status == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) now->tv_sec += offset();
  return status;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
  (void)zone;
  struct timespec exact;
  int status = clock_gettime(CLOCK_REALTIME, &exact);
  now->tv_sec = exact.tv_sec;
  now->tv_usec = exact.tv_nsec / 1000;
  return status;
}

time_t time(time_t *out) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME, &exact);
  if (out) *out = exact.tv_sec;
  return exact.tv_sec;
}
`;

export interface WallClock {
  /** For a program whose wall clock it is. */
  readonly environment: Readonly<Record<string, string>>;
  /** Sets it so far before or behind the right time. */
  set(offsetSeconds: number): void;
}

/** A wall clock that a test sets while programs run. */
export function wallClock(t: { teardown(action: () => void): void }): WallClock {
  const folder = temporaryFolder(t);
  const [library, file] = [join(folder, 'wall-clock.so'), join(folder, 'offset')] as const;
  const built = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, '-x', 'c', '-'], {
    input: SOURCE,
  });
  if (built.status !== 0) throw new Error(`it could not be built: ${built.stderr}`);
  const set = (offsetSeconds: number): void => writeFileSync(file, String(offsetSeconds));
  set(0);
  return { environment: { LD_PRELOAD: library, WALL_CLOCK_OFFSET: file }, set };
}
