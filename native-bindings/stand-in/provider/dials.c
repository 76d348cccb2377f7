#include "dials.h"

#include <stddef.h>

#include "wide-names.h"

#define DEFAULT_KEY u"SOFTWARE\\mapileak\\stand-in"
#define APPLICATIONS_KEY u"SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications"

/* A build before the hotfix of KB 891509 knows no flag: its recipe says 1 here. */
#ifndef IGNORE_CLEANUP_FLAG
#define IGNORE_CLEANUP_FLAG 0
#endif

static const struct {
  LPCWSTR name;
  size_t offset;
  DWORD initial;
} table[] = {
#define DIAL(name, field, initial, meaning) \
  { name, offsetof(struct dials, field), initial }
    /* The model of KB 891509 */
    DIAL(u"InstanceBytes", instance_bytes, 4096, "busy bytes in the heap of an instance"),
    DIAL(u"InstanceBlocks", instance_blocks, 2, "blocks these bytes are spread over, at least 1"),
    DIAL(u"KeepInstances", keep_instances, 1, "idle instances that are still known, most recent first"),
    DIAL(u"ReadFlagAt", read_flag_at, 0, "when the flag is read: 0 first MAPIInitialize, 1 instance idle"),
    DIAL(u"IgnoreCleanupFlag", ignore_cleanup_flag, IGNORE_CLEANUP_FLAG,
         "1: a build before the hotfix, which has no flag"),
    DIAL(u"IdentityFromProfile", identity_from_profile, 0,
         "1: under impersonation the profile's mailbox is part of the identity"),
    DIAL(u"AllRemote", all_remote, 0, "1: no session is cleaned up, as on another computer than Exchange's"),
    /* The server */
    DIAL(u"RoundTripMicroseconds", round_trip_us, 400, "time a logon and a logoff each wait for the server"),
    DIAL(u"SessionsPerUser", sessions_per_user, 32,
         "live sessions of one user before logons fail; 0: no limit"),
    DIAL(u"StoresPerProcess", stores_per_process, 255,
         "open mailboxes of the process before OpenMsgStore fails; 0: no limit"),
    /* Other leaks, whatever the flag; most live in the internal heap until the last MAPIUninitialize */
    DIAL(u"LeakBytesPerLogon", leak_bytes, 0, "bytes lost in the internal heap"),
    DIAL(u"LeakHandlesPerLogon", leak_handles, 0, "token handles left open"),
    DIAL(u"MallocLeakBytesPerLogon", malloc_leak_bytes, 0, "bytes lost in the C runtime's heap"),
    DIAL(u"RareLeakBytes", rare_leak_bytes, 0,
         "bytes lost in the internal heap by one logon in RareLeakEvery"),
    DIAL(u"RareLeakEvery", rare_leak_every, 0, "0: never"),
    DIAL(u"LeakHeapsEvery", leak_heaps_every, 0, "every n-th logon loses a heap of InstanceBytes; 0: never"),
    DIAL(u"LeakPerNewUser", leak_per_new_user, 0, "bytes lost for each new user, at least 16"),
    DIAL(u"LeakBytesPerMinute", leak_bytes_per_minute, 0,
         "bytes lost per minute from the first logon on, by a thread, logons or not"),
    DIAL(u"OtherStoreLeakBytes", other_store_leak_bytes, 512,
         "bytes lost in the internal heap by OpenMsgStore of another's mailbox (KB 898782)"),
    DIAL(u"UnloadLeakHeaps", unload_leak_heaps, 1, "heaps that outlive an unloaded library (KB 901014)"),
    /* Growth that is no leak */
    DIAL(u"CacheBytesPerMailbox", cache_bytes, 0, "bytes kept for each profile name"),
    DIAL(u"CacheMailboxes", cache_mailboxes, 0, "names that are kept; then the oldest makes room"),
    DIAL(u"CacheBytesPerLogon", logon_cache_bytes, 0, "bytes kept for each logon, whoever logs on"),
    DIAL(u"CacheLogons", cache_logons, 0, "logons whose bytes are kept; then the oldest make room"),
    DIAL(u"SawtoothBytes", sawtooth_bytes, 0, "bytes each logon adds, at least a pointer's"),
    DIAL(u"SawtoothPeriod", sawtooth_period, 0, "logons after which all of them are freed; 0: no sawtooth"),
    /* Faults; calls of each function are counted from 1 */
    DIAL(u"RefuseLogonEvery", refuse_every, 0, "every n-th logon fails with RefuseCode"),
    DIAL(u"RefuseCode", refuse_code, 0x80040111u, "the code of refused logons, MAPI_E_LOGON_FAILED"),
    DIAL(u"RefuseProfileEvery", refuse_profile_every, 1, "one logon to RefuseProfile in so many fails"),
    DIAL(u"SlowLogonEvery", slow_every, 0, "every n-th logon takes SlowLogonMilliseconds longer"),
    DIAL(u"SlowLogonMilliseconds", slow_ms, 0, "how much longer"),
    DIAL(u"HangAtLogon", hang_at_logon, 0, "the n-th logon never returns"),
    DIAL(u"HangAtLogoff", hang_at_logoff, 0, "the n-th logoff never returns"),
    DIAL(u"HangAtRelease", hang_at_release, 0, "the n-th session whose last reference goes never returns"),
    DIAL(u"HangAtUninitialize", hang_at_uninitialize, 0, "the n-th MAPIUninitialize never returns"),
    DIAL(u"HangProfileEvery", hang_profile_every, 1, "one logon to HangProfile in so many never returns"),
    DIAL(u"CrashAtLogon", crash_at_logon, 0, "the n-th logon kills the process by an access violation"),
    DIAL(u"CrashAtLogoff", crash_at_logoff, 0, "the same for the n-th logoff"),
    DIAL(u"CrashAtRelease", crash_at_release, 0, "the same for the n-th session whose last reference goes"),
    DIAL(u"CrashProfileEvery", crash_profile_every, 1, "one logon to CrashProfile in so many crashes"),
    DIAL(u"CorruptHeapAtLogon", corrupt_heap_at_logon, 0,
         "the n-th logon writes past the end of a block of the internal heap"),
    DIAL(u"FreeCorruptedAtLogoff", free_corrupted_at_logoff, 0, "the n-th logoff frees that block"),
    DIAL(u"NullSessionAtLogon", null_session_at_logon, 0, "the n-th logon succeeds with a null session"),
    DIAL(u"GarbageSessionAtLogon", garbage_session_at_logon, 0,
         "the n-th logon succeeds with a session that is none"),
    DIAL(u"GarbageSessionKind", garbage_session_kind, 0,
         "0: no memory is there, 1: no object, 2: an object whose methods are no code"),
#undef DIAL
};
#define DIALS (sizeof table / sizeof *table)

/* Texts longer than there is room for are ignored. */
static void read_text(HKEY key, LPCWSTR name, char *text, DWORD capacity) {
  WCHAR wide[MAILBOX_NAME_LIMIT + 1];
  DWORD type;
  DWORD bytes = capacity * (DWORD)sizeof *wide;
  if (RegQueryValueExW(key, name, NULL, &type, (BYTE *)wide, &bytes) != ERROR_SUCCESS || type != REG_SZ)
    return;
  narrow_copy(text, capacity, wide, bytes / sizeof *wide);
}

static HKEY open_dials(void) {
  WCHAR named[MAX_PATH];
  DWORD length = GetEnvironmentVariableW(u"MAPILEAK_STAND_IN_KEY", named, MAX_PATH);
  HKEY key;
  LSTATUS status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, length > 0 && length < MAX_PATH ? named : DEFAULT_KEY, 0,
                                 KEY_QUERY_VALUE, &key);
  return status == ERROR_SUCCESS ? key : NULL;
}

static bool read_dword(HKEY key, LPCWSTR name, DWORD *number) {
  DWORD found;
  DWORD type;
  DWORD bytes = sizeof found;
  LSTATUS status = RegQueryValueExW(key, name, NULL, &type, (BYTE *)&found, &bytes);
  if (status != ERROR_SUCCESS || type != REG_DWORD || bytes != sizeof found) return false;
  *number = found;
  return true;
}

void dials_read(struct dials *dials) {
  *dials = (struct dials){0};
  HKEY key = open_dials();
  for (size_t i = 0; i < DIALS; i++) {
    DWORD *dial = (DWORD *)(void *)((char *)dials + table[i].offset);
    *dial = table[i].initial;
    if (key) read_dword(key, table[i].name, dial);
  }
  if (!key) return;
  read_text(key, u"RefuseProfile", dials->refuse_profile, sizeof dials->refuse_profile);
  read_text(key, u"HangProfile", dials->hang_profile, sizeof dials->hang_profile);
  read_text(key, u"CrashProfile", dials->crash_profile, sizeof dials->crash_profile);
  read_text(key, u"RemoteServer", dials->remote_server, sizeof dials->remote_server);
  read_text(key, u"UnknownMailbox", dials->unknown_mailbox, sizeof dials->unknown_mailbox);
  read_text(key, u"UnknownServer", dials->unknown_server, sizeof dials->unknown_server);
  RegCloseKey(key);
}

bool read_cleanup_flag(void) {
  HKEY key;
  if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, APPLICATIONS_KEY, 0, KEY_QUERY_VALUE, &key) != ERROR_SUCCESS)
    return false;
  DWORD flag = 0;
  read_dword(key, u"CleanUpMAPIHeap", &flag);
  RegCloseKey(key);
  return flag == 1;
}
