/* Security identifiers: who is who, with neither a domain controller nor an account database to ask. */
#include "sids.h"

#include <string.h>
#include <unistd.h>

#include "errors.h"
#include "text.h"

static_assert(sizeof(struct account_sid) == ACCOUNT_SID_BYTES, "a SID has no padding");

#define SECURITY_NT_NON_UNIQUE 21
/* Relative identifiers below this belong to built-in accounts. */
#define FIRST_USER_RID 1000u

static struct account_sid account_sid(const DWORD words[3], DWORD rid) {
  return (struct account_sid){.revision = SID_REVISION,
                              .count = ACCOUNT_SUB_AUTHORITIES,
                              .authority = {0, 0, 0, 0, 0, 5},
                              .sub_authorities = {SECURITY_NT_NON_UNIQUE, words[0], words[1], words[2], rid}};
}

/* FNV-1a, then the finisher of SplitMix64, so that names that differ in one letter differ in every word. */
#define FNV_OFFSET UINT64_C(0xCBF29CE484222325)
#define FNV_PRIME UINT64_C(0x100000001B3)

static uint64_t mix(uint64_t hash, const WCHAR *text, size_t length) {
  for (size_t i = 0; i < length; i++) hash = (hash ^ lower(text[i])) * FNV_PRIME;
  return (hash ^ '\\') * FNV_PRIME;
}

static uint64_t finish(uint64_t hash) {
  hash = (hash ^ hash >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  hash = (hash ^ hash >> 27) * UINT64_C(0x94D049BB133111EB);
  return hash ^ hash >> 31;
}

struct account_sid sid_of_account(LPCWSTR domain, size_t domain_length, LPCWSTR user, size_t user_length) {
  uint64_t account = mix(mix(FNV_OFFSET, domain, domain_length), user, user_length);
  /* 128 bits in all: a clash of two mailboxes would merge two identities and hide a leak. */
  uint64_t high = finish(account);
  uint64_t low = finish(account + FNV_PRIME);
  const DWORD words[] = {(DWORD)(high >> 32), (DWORD)high, (DWORD)(low >> 32)};
  return account_sid(words, FIRST_USER_RID + (DWORD)low % (UINT32_MAX - FIRST_USER_RID));
}

struct account_sid sid_of_process(void) {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  uint64_t hash = FNV_OFFSET;
  for (const char *at = host; *at; at++) hash = (hash ^ (unsigned char)*at) * FNV_PRIME;
  uint64_t words = finish(hash);
  return account_sid((const DWORD[]){(DWORD)(words >> 32), (DWORD)words, (DWORD)finish(words)},
                     FIRST_USER_RID + (DWORD)getuid());
}

static DWORD length_of(const SID *sid) { return 8u + 4u * sid->SubAuthorityCount; }

DWORD WINAPI GetLengthSid(PSID sid) { return length_of(sid); }

BOOL WINAPI EqualSid(PSID left, PSID right) {
  /* Revision and count come first, so unequal lengths differ before the shorter one ends. */
  SetLastError(ERROR_SUCCESS);
  return memcmp(left, right, 2) == 0 && memcmp(left, right, length_of(left)) == 0;
}
