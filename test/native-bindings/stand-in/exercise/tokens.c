/* Tokens, impersonation and SIDs. */
#include <pthread.h>
#include <string.h>

#include "exercise.h"

struct user {
  union {
    TOKEN_USER user;
    BYTE bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
  };
};

static bool user_of(HANDLE token, struct user *user) {
  DWORD bytes;
  return GetTokenInformation(token, TokenUser, user, sizeof *user, &bytes);
}

static bool same_user(HANDLE left, HANDLE right) {
  struct user left_user;
  struct user right_user;
  return user_of(left, &left_user) && user_of(right, &right_user) &&
         EqualSid(left_user.user.User.Sid, right_user.user.User.Sid);
}

static HANDLE log_on(LPCWSTR user, LPCWSTR domain, DWORD type) {
  HANDLE token = NULL;
  return LogonUserW(user, domain, u"secret", type, 0, &token) ? token : NULL;
}

static HANDLE process_token(void) {
  HANDLE token = NULL;
  OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &token);
  return token;
}

static HANDLE thread_token(void) {
  HANDLE token = NULL;
  return OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token) ? token : NULL;
}

static DWORD dword_of(HANDLE token, TOKEN_INFORMATION_CLASS question) {
  DWORD answer = 0;
  DWORD bytes;
  GetTokenInformation(token, question, &answer, sizeof answer, &bytes);
  return answer;
}

static bool fails_with(BOOL result, DWORD code) { return !result && GetLastError() == code; }

static void information(void) {
  HANDLE token = process_token();
  struct user user;
  DWORD needed = 0;
  CHECK(fails_with(GetTokenInformation(token, TokenUser, NULL, 0, &needed), ERROR_INSUFFICIENT_BUFFER) &&
            needed == sizeof(TOKEN_USER) + 28,
        "the first call learns the size, error 122");
  CHECK(fails_with(GetTokenInformation(token, TokenUser, &user, needed - 1, &needed),
                   ERROR_INSUFFICIENT_BUFFER),
        "one byte less is not enough");
  CHECK(GetTokenInformation(token, TokenUser, &user, needed, &needed), "the second call gets the user");
  const SID *sid = user.user.User.Sid;
  CHECK((const BYTE *)sid >= user.bytes && (const BYTE *)sid + 28 <= user.bytes + needed,
        "the SID lies in the caller's buffer");
  CHECK(sid->Revision == 1 && sid->SubAuthorityCount == 5 && sid->SubAuthority[0] == 21 &&
            GetLengthSid(&user.bytes[16]) == 28,
        "it is of the form S-1-5-21-a-b-c-r");
  CHECK(dword_of(token, TokenType) == TokenPrimary, "the process's token is primary");
  CHECK(fails_with(GetTokenInformation(token, TokenImpersonationLevel, &needed, 4, &needed),
                   ERROR_INVALID_PARAMETER),
        "a primary token has no impersonation level, error 87");
  CHECK(fails_with(GetTokenInformation(token, 77, &user, 40, &needed), ERROR_INVALID_PARAMETER),
        "an unknown class is error 87");

  TOKEN_STATISTICS first;
  TOKEN_STATISTICS second;
  HANDLE logon = log_on(u"ann", u"CONTOSO", LOGON32_LOGON_BATCH);
  CHECK(GetTokenInformation(token, TokenStatistics, &first, sizeof first, &needed) && needed == 56 &&
            GetTokenInformation(logon, TokenStatistics, &second, sizeof second, &needed),
        "statistics take 56 bytes");
  CHECK(memcmp(&first.AuthenticationId, &second.AuthenticationId, sizeof(LUID)) != 0,
        "each logon has a logon session of its own");
  CHECK(fails_with(GetTokenInformation((HANDLE)4000, TokenUser, NULL, 0, &needed), ERROR_INVALID_HANDLE),
        "no token is error 6");
  CloseHandle(token);
  CloseHandle(logon);
}

static void logons(void) {
  HANDLE token;
  CHECK(fails_with(LogonUserW(NULL, NULL, NULL, 2, 0, &token), ERROR_INVALID_PARAMETER),
        "no user is error 87");
  CHECK(fails_with(LogonUserW(u"", u"D", u"", 2, 0, &token), ERROR_LOGON_FAILURE),
        "an empty user is error 1326");
  CHECK(fails_with(LogonUserW(u"ann", u"D", u"", 6, 0, &token), ERROR_INVALID_PARAMETER) &&
            fails_with(LogonUserW(u"ann", u"D", u"", 10, 0, &token), ERROR_INVALID_PARAMETER) &&
            fails_with(LogonUserW(u"ann", u"D", u"", 1, 0, &token), ERROR_INVALID_PARAMETER),
        "unknown logon types are error 87");
  CHECK(fails_with(LogonUserW(u"ann", u"D", u"", 2, 4, &token), ERROR_INVALID_PARAMETER),
        "so is an unknown provider");

  HANDLE ann = log_on(u"ann", u"CONTOSO", LOGON32_LOGON_INTERACTIVE);
  HANDLE other_case = log_on(u"ANN", u"contoso", LOGON32_LOGON_SERVICE);
  HANDLE principal = log_on(u"Ann@Contoso", NULL, LOGON32_LOGON_NETWORK_CLEARTEXT);
  HANDLE bob = log_on(u"bob", u"CONTOSO", LOGON32_LOGON_INTERACTIVE);
  HANDLE elsewhere = log_on(u"ann", u"FABRIKAM", LOGON32_LOGON_INTERACTIVE);
  HANDLE network = log_on(u"ann", u"CONTOSO", LOGON32_LOGON_NETWORK);
  HANDLE same = log_on(u"ann", u"CONTOSO", LOGON32_LOGON_NEW_CREDENTIALS);
  HANDLE process = process_token();
  CHECK(same_user(ann, other_case), "an account has one SID, however it is spelled");
  CHECK(same_user(ann, principal), "user@domain is domain\\user");
  CHECK(!same_user(ann, bob) && !same_user(ann, elsewhere), "other users and domains have other SIDs");
  CHECK(dword_of(ann, TokenType) == TokenPrimary, "a logon makes a primary token");
  CHECK(dword_of(network, TokenType) == TokenImpersonation &&
            dword_of(network, TokenImpersonationLevel) == SecurityImpersonation,
        "a network logon makes an impersonation token");
  CHECK(same_user(same, process), "new credentials keep the caller's SID");

  set_text_dial(u"Password", u"right");
  CHECK(fails_with(LogonUserW(u"ann", u"D", u"wrong", 2, 0, &token), ERROR_LOGON_FAILURE) &&
            fails_with(LogonUserW(u"ann", u"D", u"righ", 2, 0, &token), ERROR_LOGON_FAILURE) &&
            fails_with(LogonUserW(u"ann", u"D", NULL, 2, 0, &token), ERROR_LOGON_FAILURE),
        "a password other than the dialled one is error 1326");
  CHECK(LogonUserW(u"ann", u"D", u"right", 2, 0, &token) && CloseHandle(token), "the dialled one is right");
  set_text_dial(u"RefuseUser", u"Eve");
  CHECK(fails_with(LogonUserW(u"eve", u"D", u"right", 2, 0, &token), ERROR_ACCOUNT_DISABLED),
        "the dialled user is disabled, error 1331");

  HANDLE all[] = {ann, other_case, principal, bob, elsewhere, network, same, process};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) CloseHandle(all[i]);
  CHECK(handle_count() == 0, "no handle is left");
}

static void *other_thread_impersonates(void *unused) {
  (void)unused;
  HANDLE token = thread_token();
  bool impersonates = token != NULL;
  impersonate_user(5); /* and ends like that */
  CloseHandle(token);
  return (void *)(uintptr_t)impersonates;
}

static void impersonation(void) {
  HANDLE ann = log_on(u"ann", u"CONTOSO", LOGON32_LOGON_INTERACTIVE);
  CHECK(!thread_token() && GetLastError() == ERROR_NO_TOKEN, "a thread starts without a token, error 1008");
  CHECK(RevertToSelf(), "reverting without one is allowed");
  CHECK(ImpersonateLoggedOnUser(ann), "a thread impersonates");
  HANDLE token = thread_token();
  CHECK(token && same_user(token, ann) && dword_of(token, TokenType) == TokenImpersonation,
        "then its token is an impersonation token of that user");

  HANDLE credentials = log_on(u"x", u"Y", LOGON32_LOGON_NEW_CREDENTIALS);
  CHECK(same_user(credentials, ann), "new credentials keep the impersonated user");
  HANDLE process = process_token();
  CHECK(!same_user(process, ann), "the process's token stays");

  pthread_t thread;
  void *impersonates;
  pthread_create(&thread, NULL, other_thread_impersonates, NULL);
  pthread_join(thread, &impersonates);
  CHECK(!impersonates, "another thread does not impersonate");
  CloseHandle(token);
  CloseHandle(ann);
  token = thread_token();
  CHECK(token != NULL, "impersonation does not need the caller's handle");
  CloseHandle(token);
  CHECK(RevertToSelf() && !thread_token(), "reverting ends it");

  HANDLE copy;
  CHECK(fails_with(SetThreadToken(NULL, process), ERROR_BAD_TOKEN_TYPE),
        "a primary token is none for threads, error 1349");
  CHECK(
      DuplicateTokenEx(process, TOKEN_ALL_ACCESS, NULL, SecurityIdentification, TokenImpersonation, &copy) &&
          SetThreadToken(NULL, copy),
      "a copy as impersonation token is");
  HANDLE more;
  CHECK(fails_with(DuplicateTokenEx(copy, 0, NULL, SecurityImpersonation, TokenImpersonation, &more),
                   ERROR_BAD_IMPERSONATION_LEVEL) &&
            fails_with(DuplicateTokenEx(copy, 0, NULL, SecurityImpersonation, TokenPrimary, &more),
                       ERROR_BAD_IMPERSONATION_LEVEL),
        "a copy reaches no further than its original, error 1346");
  CHECK(fails_with(DuplicateTokenEx(copy, 0, NULL, 2, 3, &more), ERROR_INVALID_PARAMETER),
        "a third type of token is error 87");
  CloseHandle(copy);
  HANDLE current = GetCurrentThread();
  CHECK(SetThreadToken(&current, NULL) && !thread_token(), "no token ends impersonation too");
  CHECK(DuplicateTokenEx(process, 0, NULL, SecurityAnonymous, TokenImpersonation, &copy) &&
            ImpersonateLoggedOnUser(copy) && !thread_token() && GetLastError() == ERROR_CANT_OPEN_ANONYMOUS,
        "an anonymous token cannot be opened, error 1347");
  RevertToSelf();
  CHECK(fails_with(ImpersonateLoggedOnUser((HANDLE)(uintptr_t)0xDEADBEEF), ERROR_INVALID_HANDLE),
        "impersonating no token is error 6");
  CHECK(fails_with(OpenProcessToken((HANDLE)8, 0, &token), ERROR_INVALID_HANDLE),
        "other processes have no token here");
  CloseHandle(copy);
  CloseHandle(credentials);
  CloseHandle(process);
  CHECK(handle_count() == 0, "no handle is left");
}

const struct suite token_suites[] = {{"tokens: information", information},
                                     {"tokens: logons", logons},
                                     {"tokens: impersonation", impersonation},
                                     {0}};
