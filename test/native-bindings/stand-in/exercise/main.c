/* exercise --list prints the names of the suites; exercise NAME runs one. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "exercise.h"

static const struct suite *const files[] = {
    heap_suites,      platform_suites,    token_suites,     registry_suites, registry_file_suites,
    session_suites,   dial_suites,        fault_suites,     object_suites,   profile_suites,
    table_suites,     store_suites,       unloading_suites, module_suites,   com_suites,
    cdo_class_suites, cdo_session_suites, space_suites,     leak_dial_suites};
static int checks;

void check(bool passed, const char *file, int line, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  printf("%s %d - ", passed ? "ok" : "not ok", ++checks);
  vprintf(format, arguments);
  if (!passed) printf(" (%s:%d, last error %u)", file, line, GetLastError());
  printf("\n");
  fflush(stdout); /* what was found before a crash is worth having */
  va_end(arguments);
}

uint64_t next_random(uint64_t *state) {
  uint64_t mixed = *state += UINT64_C(0x9E3779B97F4A7C15);
  mixed = (mixed ^ mixed >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  mixed = (mixed ^ mixed >> 27) * UINT64_C(0x94D049BB133111EB);
  return mixed ^ mixed >> 31;
}

int main(int count, char **arguments) {
  bool list = count == 2 && strcmp(arguments[1], "--list") == 0;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    for (const struct suite *suite = files[i]; suite->name; suite++) {
      if (list) printf("%s\n", suite->name);
      if (count != 2 || strcmp(suite->name, arguments[1]) != 0) continue;
      suite->run();
      printf("1..%d\n", checks);
      return 0;
    }
  }
  return list ? 0 : 64;
}
