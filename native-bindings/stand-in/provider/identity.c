#include "identity.h"

#include <string.h>

bool identity_of_caller(struct identity *identity, const char *mailbox) {
  /* openAsSelf: the impersonated user may have no right to its own token. */
  HANDLE token;
  bool impersonates = OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token);
  if (!impersonates) {
    if (GetLastError() != ERROR_NO_TOKEN) return false;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) return false;
  }

  union {
    TOKEN_USER user;
    BYTE bytes[sizeof(TOKEN_USER) + SECURITY_MAX_SID_SIZE];
  } answer;
  DWORD bytes;
  bool known = GetTokenInformation(token, TokenUser, &answer, sizeof answer, &bytes);
  CloseHandle(token);
  if (!known) return false;

  *identity = (struct identity){.sid_bytes = GetLengthSid(answer.user.User.Sid)};
  memcpy(identity->sid, answer.user.User.Sid, identity->sid_bytes);
  if (impersonates && mailbox) strncpy(identity->mailbox, mailbox, MAILBOX_NAME_LIMIT);
  return true;
}

bool identity_equal(const struct identity *left, const struct identity *right) {
  return left->sid_bytes == right->sid_bytes && memcmp(left->sid, right->sid, left->sid_bytes) == 0 &&
         strcmp(left->mailbox, right->mailbox) == 0;
}
