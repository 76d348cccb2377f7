/* LogonUserW: every account exists and has any password, unless a dial says otherwise. */
#include <stdbool.h>
#include <string.h>

#include "dials.h"
#include "errors.h"
#include "text.h"
#include "tokens.h"

static bool is_logon_type(DWORD type) {
  return type >= LOGON32_LOGON_INTERACTIVE && type <= LOGON32_LOGON_NEW_CREDENTIALS && type != 6;
}

/* The account a caller names: `domain` and `user`, or a user principal name `user@domain` and no domain. */
static struct account_sid sid_of_logon(LPCWSTR user, LPCWSTR domain) {
  size_t length = wide_length(user);
  size_t domain_length = domain ? wide_length(domain) : 0;
  if (domain_length == 0) {
    for (size_t at = length; at-- > 0;) {
      if (user[at] == '@') return sid_of_account(user + at + 1, length - at - 1, user, at);
    }
    return sid_of_account(u".", 1, user, length);
  }
  return sid_of_account(domain, domain_length, user, length);
}

static DWORD refusal(LPCWSTR user, LPCWSTR password) {
  WCHAR dial[DIAL_TEXT_UNITS];
  if (user[0] == 0) return ERROR_LOGON_FAILURE;
  if (read_text_dial(u"Password", dial)) {
    LPCWSTR given = password ? password : u"";
    size_t at = 0;
    while (dial[at] && dial[at] == given[at]) at++;
    bool is_right = dial[at] == given[at];
    explicit_bzero(dial, sizeof dial); /* the stack keeps what is left on it */
    if (!is_right) return ERROR_LOGON_FAILURE;
  }
  if (read_text_dial(u"RefuseUser", dial) && equal_folded(dial, user)) return ERROR_ACCOUNT_DISABLED;
  return ERROR_SUCCESS;
}

BOOL WINAPI LogonUserW(LPCWSTR user, LPCWSTR domain, LPCWSTR password, DWORD type, DWORD provider,
                       PHANDLE handle) {
  if (!user || !handle || !is_logon_type(type) || provider > LOGON32_PROVIDER_WINNT50) {
    return fail(ERROR_INVALID_PARAMETER);
  }

  struct account_sid sid;
  if (type == LOGON32_LOGON_NEW_CREDENTIALS) {
    /* Nothing is checked: the credentials are for other computers, here the caller stays who it is. */
    struct token *caller = effective_token();
    if (!caller) return fail(ERROR_NOT_ENOUGH_MEMORY);
    sid = caller->user;
    object_release(&caller->object);
  } else {
    DWORD refused = refusal(user, password);
    if (refused) return fail(refused);
    sid = sid_of_logon(user, domain);
  }

  TOKEN_TYPE token_type = type == LOGON32_LOGON_NETWORK ? TokenImpersonation : TokenPrimary;
  struct token *token = token_make(sid, next_luid(), token_type, SecurityImpersonation);
  if (!token) return fail(ERROR_NOT_ENOUGH_MEMORY);
  *handle = handle_open(&token->object);
  return *handle != NULL;
}
