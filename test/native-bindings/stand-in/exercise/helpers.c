#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "exercise.h"

#define DIALS_KEY u"SOFTWARE\\mapileak\\stand-in"
#define FLAG_KEY u"SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications"

struct census census_of(HANDLE heap) {
  struct census census = {.consistent = true};
  PROCESS_HEAP_ENTRY entry = {0};
  char *expected = NULL; /* where the next block of a region must start */
  HeapLock(heap);
  while (HeapWalk(heap, &entry)) {
    if (entry.wFlags & PROCESS_HEAP_REGION) {
      census.regions++;
      census.committed_bytes += entry.Region.dwCommittedSize;
      census.uncommitted_bytes += entry.Region.dwUnCommittedSize;
      expected = entry.Region.lpFirstBlock;
      continue;
    }
    if (entry.wFlags & PROCESS_HEAP_UNCOMMITTED_RANGE) {
      /* The end mark lies between the last block and the uncommitted range. */
      census.consistent &= (char *)entry.lpData == expected + 16;
      expected = NULL;
      continue;
    }
    if (expected) {
      census.consistent &= (char *)entry.lpData - 16 == expected;
      expected += entry.cbData + entry.cbOverhead;
    }
    if (entry.wFlags & PROCESS_HEAP_ENTRY_BUSY) {
      census.busy_bytes += entry.cbData;
      census.busy_blocks++;
      census.consistent &= HeapSize(heap, 0, entry.lpData) == entry.cbData;
    } else {
      census.free_bytes += entry.cbData;
    }
  }
  census.ended_properly = GetLastError() == ERROR_NO_MORE_ITEMS;
  HeapUnlock(heap);
  return census;
}

DWORD heap_count(void) { return GetProcessHeaps(0, NULL); }

unsigned thread_count(void) {
  unsigned count = 0;
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status) && sscanf(line, "Threads: %u", &count) != 1) continue;
  if (status) fclose(status);
  return count;
}

DWORD handle_count(void) {
  DWORD count = 0;
  GetProcessHandleCount(GetCurrentProcess(), &count);
  return count;
}

static void set_value(LPCWSTR path, LPCWSTR name, DWORD type, const void *data, DWORD bytes) {
  HKEY key;
  if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_WRITE, NULL, &key, NULL) != ERROR_SUCCESS ||
      RegSetValueExW(key, name, 0, type, data, bytes) != ERROR_SUCCESS) {
    fprintf(stderr, "cannot write the registry\n");
    exit(65);
  }
  RegCloseKey(key);
}

void set_dial(LPCWSTR name, DWORD value) { set_value(DIALS_KEY, name, REG_DWORD, &value, sizeof value); }

void set_text_dial(LPCWSTR name, LPCWSTR text) {
  DWORD length = 0;
  while (text[length]) length++;
  set_value(DIALS_KEY, name, REG_SZ, text, (length + 1) * (DWORD)sizeof *text);
}

void set_cleanup_flag(DWORD value) {
  set_value(FLAG_KEY, u"CleanUpMAPIHeap", REG_DWORD, &value, sizeof value);
}

void impersonate_user(unsigned number) {
  WCHAR name[] = u"user00000000";
  for (size_t i = 11; number; number /= 10, i--) name[i] = (WCHAR)('0' + number % 10);
  HANDLE token;
  if (!LogonUserW(name, u"CONTOSO", u"secret", LOGON32_LOGON_NETWORK_CLEARTEXT, 0, &token) ||
      !ImpersonateLoggedOnUser(token)) {
    fprintf(stderr, "cannot impersonate\n");
    exit(65);
  }
  CloseHandle(token);
}

HRESULT cycle(const char *profile) {
  char name[PROFILE_NAME_LIMIT + 1];
  snprintf(name, sizeof name, "%s", profile);
  IMAPISession *session;
  HRESULT result = MAPILogonEx(0, name, NULL, LOGON_FLAGS, &session);
  if (FAILED(result)) return result;
  session->lpVtbl->Logoff(session, 0, 0, 0);
  session->lpVtbl->Release(session);
  return result;
}

HRESULT cycle_as(unsigned number) {
  char profile[32];
  snprintf(profile, sizeof profile, "profile %u", number);
  impersonate_user(number);
  HRESULT result = cycle(profile);
  RevertToSelf();
  return result;
}

void start_mapi(void) {
  set_dial(u"RoundTripMicroseconds", 0);
  MAPIInitialize(NULL);
  cycle("warm-up");
}

HANDLE internal_heap(void) {
  HANDLE heaps[2] = {0};
  GetProcessHeaps(2, heaps);
  return heaps[1];
}

int64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

HKEY create_key(LPCWSTR path, REGSAM view) {
  HKEY key = NULL;
  RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_ALL_ACCESS | view, NULL, &key, NULL);
  return key;
}

LSTATUS try_open(LPCWSTR path, REGSAM access) {
  HKEY key;
  LSTATUS status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, access, &key);
  if (status == ERROR_SUCCESS) RegCloseKey(key);
  return status;
}

LSTATUS set_number(HKEY key, LPCWSTR name, DWORD number) {
  return RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
}

DWORD get_number(HKEY key, LPCWSTR name) {
  DWORD number = 0;
  DWORD bytes = sizeof number;
  return RegQueryValueExW(key, name, NULL, NULL, (LPBYTE)&number, &bytes) == ERROR_SUCCESS ? number
                                                                                           : 0xFFFFFFFF;
}
