#ifndef MAPILEAK_EXERCISE_H
#define MAPILEAK_EXERCISE_H

#include <stdbool.h>

#include "../../../../native-bindings/stand-in/provider/mapi-objects.h"

/*
 * Checks of the stand-in, reported as lines of TAP. Each suite runs in a process of its own, with a registry
 * of its own. Suites whose name begins with "plain" need the libraries without sanitizers.
 */

struct suite {
  const char *name;
  void (*run)(void);
};

/** The suites of each file; the last one has no name. */
extern const struct suite heap_suites[], platform_suites[], token_suites[], registry_suites[],
    session_suites[], dial_suites[], fault_suites[], registry_file_suites[], object_suites[],
    profile_suites[], table_suites[], store_suites[], unloading_suites[], module_suites[], com_suites[],
    cdo_class_suites[], cdo_session_suites[], space_suites[], leak_dial_suites[];

/** Prints a line of TAP. A format with arguments that differ from run to run makes no good name. */
void check(bool passed, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#define CHECK(condition, ...) check((condition), __FILE__, __LINE__, __VA_ARGS__)

/** Numbers that look random and are the same in every run (SplitMix64). */
uint64_t next_random(uint64_t *state);

/* What a heap holds, by HeapWalk. */
struct census {
  size_t busy_bytes, busy_blocks, free_bytes, regions, committed_bytes, uncommitted_bytes;
  bool ended_properly, consistent;
};
struct census census_of(HANDLE heap);

DWORD heap_count(void);
/** By what the kernel says of this process. */
unsigned thread_count(void);
DWORD handle_count(void);

/** Sets a value in the stand-in's key, or the flag of KB 891509. */
void set_dial(LPCWSTR name, DWORD value);
void set_text_dial(LPCWSTR name, LPCWSTR text);
void set_cleanup_flag(DWORD value);

/** A key below HKEY_LOCAL_MACHINE with all rights, in a view; NULL if it cannot be made. */
HKEY create_key(LPCWSTR path, REGSAM view);
/** Opens a key below HKEY_LOCAL_MACHINE and closes it. */
LSTATUS try_open(LPCWSTR path, REGSAM access);
LSTATUS set_number(HKEY key, LPCWSTR name, DWORD number);
/** 0xFFFFFFFF if there is none. */
DWORD get_number(HKEY key, LPCWSTR name);

/** Impersonates user number `number` of a domain; exits if that fails. */
void impersonate_user(unsigned number);
/** Logs on, off and releases with a profile; the result of MAPILogonEx. */
HRESULT cycle(const char *profile);
/** The same as user number `number`. */
HRESULT cycle_as(unsigned number);

/** Initializes MAPI without round trips, and logs on once so that what is made once is there. */
void start_mapi(void);
/** The provider's own heap, if it was the first that was made after the process heap. */
HANDLE internal_heap(void);
/** Microseconds on a clock that only goes forward. */
int64_t now_us(void);

#define LOGON_FLAGS (MAPI_NEW_SESSION | MAPI_EXPLICIT_PROFILE | MAPI_EXTENDED | MAPI_NO_MAIL)

#endif
