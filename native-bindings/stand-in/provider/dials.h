#ifndef MAPILEAK_PROVIDER_DIALS_H
#define MAPILEAK_PROVIDER_DIALS_H

#include <stdbool.h>

#include "mapi-abi.h"

/* Every choice of the model that is no known fact, and every fault it plays. The table is in dials.c. */
struct dials {
  DWORD instance_bytes, instance_blocks, keep_instances, read_flag_at, ignore_cleanup_flag;
  DWORD identity_from_profile, all_remote;
  DWORD round_trip_us, sessions_per_user, stores_per_process;
  DWORD leak_bytes, leak_handles, malloc_leak_bytes;
  DWORD leak_heaps_every, leak_per_new_user, leak_bytes_per_minute;
  DWORD other_store_leak_bytes, unload_leak_heaps;
  DWORD cache_bytes, cache_mailboxes;
  DWORD logon_cache_bytes, cache_logons;
  DWORD sawtooth_bytes, sawtooth_period;
  DWORD rare_leak_bytes, rare_leak_every;
  DWORD refuse_every, refuse_code;
  DWORD slow_every, slow_ms;
  DWORD hang_at_logon, hang_at_logoff, hang_at_release, hang_at_uninitialize;
  DWORD crash_at_logon, crash_at_logoff, crash_at_release;
  DWORD corrupt_heap_at_logon, free_corrupted_at_logoff;
  DWORD null_session_at_logon, garbage_session_at_logon, garbage_session_kind;
  DWORD refuse_profile_every, hang_profile_every, crash_profile_every;
  char refuse_profile[PROFILE_NAME_LIMIT + 1];
  char hang_profile[PROFILE_NAME_LIMIT + 1], crash_profile[PROFILE_NAME_LIMIT + 1];
  char remote_server[MAILBOX_NAME_LIMIT + 1];
  char unknown_mailbox[MAILBOX_NAME_LIMIT + 1], unknown_server[MAILBOX_NAME_LIMIT + 1];
};

/** Reads the dials from the registry: what is not there, or not of the right type, has its default. */
void dials_read(struct dials *dials);

/** Whether CleanUpMAPIHeap is 1 in the registry view of this process's bitness (KB 891509). */
bool read_cleanup_flag(void);

#endif
