/* Tokens of the process and its threads, and impersonation. */
#include "tokens.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#include "errors.h"

const struct object_kind token_kind = {NULL};

static struct token *process_token;
static pthread_key_t thread_token_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_uint luids_given;

static void release_thread_token(void *token) { object_release(token); }

static void start(void) {
  pthread_key_create(&thread_token_key, release_thread_token);
  process_token = token_make(sid_of_process(), next_luid(), TokenPrimary, SecurityImpersonation);
}

LUID next_luid(void) {
  /* Windows keeps the numbers below 1000 for its own logon sessions. */
  return (LUID){.LowPart = 1000u + atomic_fetch_add(&luids_given, 1)};
}

struct token *token_make(struct account_sid user, LUID logon_session, TOKEN_TYPE type,
                         SECURITY_IMPERSONATION_LEVEL level) {
  struct token *token = (struct token *)object_make(&token_kind, sizeof *token);
  if (!token) return NULL;
  token->user = user;
  token->id = next_luid();
  token->logon_session = logon_session;
  token->type = type;
  token->level = level;
  return token;
}

/* --- The thread's token --------------------------------------------------------------------------------- */

static struct token *thread_token(void) {
  pthread_once(&once, start);
  return pthread_getspecific(thread_token_key);
}

/* Takes over the reference; NULL ends impersonation. */
static BOOL set_thread_token(struct token *token) {
  struct token *previous = thread_token();
  if (pthread_setspecific(thread_token_key, token) != 0) {
    if (token) object_release(&token->object);
    return fail(ERROR_NOT_ENOUGH_MEMORY);
  }
  if (previous) object_release(&previous->object);
  return TRUE;
}

struct token *effective_token(void) {
  struct token *token = thread_token();
  if (!token) token = process_token;
  return token ? (struct token *)object_retain(&token->object) : NULL;
}

BOOL WINAPI ImpersonateLoggedOnUser(HANDLE handle) {
  struct token *token = (struct token *)handle_borrow(handle, &token_kind);
  if (!token) return fail(ERROR_INVALID_HANDLE);
  if (token->type == TokenImpersonation) return set_thread_token(token);

  struct token *copy =
      token_make(token->user, token->logon_session, TokenImpersonation, SecurityImpersonation);
  object_release(&token->object);
  return copy ? set_thread_token(copy) : fail(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL WINAPI RevertToSelf(void) { return set_thread_token(NULL); }

BOOL WINAPI SetThreadToken(PHANDLE thread, HANDLE handle) {
  if (thread && *thread != GetCurrentThread()) return fail(ERROR_INVALID_HANDLE);
  if (!handle) return set_thread_token(NULL);

  struct token *token = (struct token *)handle_borrow(handle, &token_kind);
  if (!token) return fail(ERROR_INVALID_HANDLE);
  if (token->type == TokenImpersonation) return set_thread_token(token);
  object_release(&token->object);
  return fail(ERROR_BAD_TOKEN_TYPE);
}

/* --- Handles to tokens ---------------------------------------------------------------------------------- */

static BOOL open_token(struct token *token, PHANDLE handle) {
  *handle = handle_open(object_retain(&token->object));
  return *handle != NULL;
}

BOOL WINAPI OpenProcessToken(HANDLE process, DWORD access, PHANDLE handle) {
  (void)access;
  pthread_once(&once, start);
  if (!handle) return fail(ERROR_NOACCESS);
  if (process != GetCurrentProcess()) return fail(ERROR_INVALID_HANDLE);
  return process_token ? open_token(process_token, handle) : fail(ERROR_NOT_ENOUGH_MEMORY);
}

BOOL WINAPI OpenThreadToken(HANDLE thread, DWORD access, BOOL open_as_self, PHANDLE handle) {
  (void)access;
  (void)open_as_self;
  if (!handle) return fail(ERROR_NOACCESS);
  if (thread != GetCurrentThread()) return fail(ERROR_INVALID_HANDLE);
  struct token *token = thread_token();
  if (!token) return fail(ERROR_NO_TOKEN);
  if (token->level == SecurityAnonymous) return fail(ERROR_CANT_OPEN_ANONYMOUS);
  return open_token(token, handle);
}

BOOL WINAPI DuplicateTokenEx(HANDLE handle, DWORD access, SECURITY_ATTRIBUTES *attributes,
                             SECURITY_IMPERSONATION_LEVEL level, TOKEN_TYPE type, PHANDLE duplicate) {
  (void)access;
  (void)attributes;
  if (!duplicate) return fail(ERROR_NOACCESS);
  if (type != TokenPrimary && type != TokenImpersonation) return fail(ERROR_INVALID_PARAMETER);
  if (level < SecurityAnonymous || level > SecurityDelegation) return fail(ERROR_BAD_IMPERSONATION_LEVEL);

  struct token *token = (struct token *)handle_borrow(handle, &token_kind);
  if (!token) return fail(ERROR_INVALID_HANDLE);
  /* A copy may not reach further than its original: neither in level nor by becoming primary. */
  SECURITY_IMPERSONATION_LEVEL wanted = type == TokenPrimary ? SecurityImpersonation : level;
  bool allowed = token->type == TokenPrimary || token->level >= wanted;
  struct token *copy = allowed ? token_make(token->user, token->logon_session, type, level) : NULL;
  object_release(&token->object);
  if (!copy) return fail(allowed ? ERROR_NOT_ENOUGH_MEMORY : ERROR_BAD_IMPERSONATION_LEVEL);
  *duplicate = handle_open(&copy->object);
  return *duplicate != NULL;
}

/* --- What a token says ---------------------------------------------------------------------------------- */

/* Bytes the answer takes, 0 if the token has none to that question. */
static DWORD answer_bytes(const struct token *token, TOKEN_INFORMATION_CLASS question) {
  switch (question) {
    case TokenUser: return (DWORD)sizeof(TOKEN_USER) + ACCOUNT_SID_BYTES;
    case TokenType: return sizeof(TOKEN_TYPE);
    case TokenImpersonationLevel: return token->type == TokenImpersonation ? sizeof token->level : 0;
    case TokenStatistics: return sizeof(TOKEN_STATISTICS);
    default: return 0;
  }
}

static void answer(const struct token *token, TOKEN_INFORMATION_CLASS question, void *buffer) {
  switch (question) {
    case TokenUser: {
      /* The SID lies behind the structure, in the caller's buffer, which need not be aligned. */
      char *sid = (char *)buffer + sizeof(TOKEN_USER);
      TOKEN_USER user = {.User = {.Sid = sid}};
      memcpy(buffer, &user, sizeof user);
      memcpy(sid, &token->user, ACCOUNT_SID_BYTES);
      break;
    }
    case TokenType: memcpy(buffer, &token->type, sizeof token->type); break;
    case TokenImpersonationLevel: memcpy(buffer, &token->level, sizeof token->level); break;
    default: {
      TOKEN_STATISTICS statistics = {.TokenId = token->id,
                                     .AuthenticationId = token->logon_session,
                                     .ExpirationTime = {.QuadPart = INT64_MAX},
                                     .TokenType = token->type,
                                     .ImpersonationLevel = token->level,
                                     .ModifiedId = token->id};
      memcpy(buffer, &statistics, sizeof statistics);
    }
  }
}

BOOL WINAPI GetTokenInformation(HANDLE handle, TOKEN_INFORMATION_CLASS question, LPVOID buffer,
                                DWORD capacity, PDWORD needed) {
  if (!needed) return fail(ERROR_NOACCESS);
  struct token *token = (struct token *)handle_borrow(handle, &token_kind);
  if (!token) return fail(ERROR_INVALID_HANDLE);

  DWORD bytes = answer_bytes(token, question);
  bool fits = bytes && buffer && capacity >= bytes;
  if (bytes) *needed = bytes;
  if (fits) answer(token, question, buffer);
  object_release(&token->object);
  return fits ? TRUE : fail(bytes ? ERROR_INSUFFICIENT_BUFFER : ERROR_INVALID_PARAMETER);
}
