#ifndef MAPILEAK_WIN32_TOKENS_H
#define MAPILEAK_WIN32_TOKENS_H

#include "handles.h"
#include "sids.h"

/** An access token. Rights to a token are not modelled: whoever has a handle may do everything with it. */
struct token {
  struct object object;
  struct account_sid user;
  LUID id;
  LUID logon_session;
  TOKEN_TYPE type;
  SECURITY_IMPERSONATION_LEVEL level;
};

extern const struct object_kind token_kind;

/** A token of one reference in a logon session; NULL when memory runs out. */
struct token *token_make(struct account_sid user, LUID logon_session, TOKEN_TYPE type,
                         SECURITY_IMPERSONATION_LEVEL level);
/** The next locally unique identifier of this process. */
LUID next_luid(void);
/** The thread's token if it impersonates, else the process's, with a reference for the caller. */
struct token *effective_token(void);

#endif
