#ifndef MAPILEAK_PROVIDER_ENTRY_IDS_H
#define MAPILEAK_PROVIDER_ENTRY_IDS_H

#include <stdbool.h>

#include "mapi-abi.h"
#include "mapi-props.h"

/*
 * Entry ids of the stand-in: flags, the UID of the provider, what it is, and the mailbox's name with its NUL.
 */

enum entry_kind { ENTRY_STORE, ENTRY_SUBTREE, ENTRY_INBOX };

struct entry_id {
  BYTE flags[4];
  BYTE provider[16];
  BYTE kind; /* enum entry_kind */
  char mailbox[MAILBOX_NAME_LIMIT + 1];
};

/** PR_MDB_PROVIDER of a user's own mailbox, and of somebody else's (EdkMdb.h). */
extern const MAPIUID provider_primary, provider_delegate;

/** The stand-in's mailboxes have one name each: of a distinguished name what follows the last "=". */
const char *mailbox_short_name(const char *name);
/** Whether two names are of one mailbox; letters of either case. */
bool mailbox_equal(const char *left, const char *right);

/** The entry id of something in a mailbox; the number of bytes that count. */
ULONG entry_id_make(struct entry_id *entry_id, enum entry_kind kind, const char *mailbox);
/** False for what is no entry id of the stand-in. */
bool entry_id_read(ULONG bytes, const void *memory, struct entry_id *entry_id);
/**
 * An entry id as a buffer of its own, from inside the library; MAPI_E_NOT_ENOUGH_MEMORY if there is no room.
 */
HRESULT entry_id_answer(HANDLE heap, enum entry_kind kind, const char *mailbox, ULONG *bytes, void **answer);

#endif
