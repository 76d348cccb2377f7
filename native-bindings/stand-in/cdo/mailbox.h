#ifndef MAPILEAK_CDO_MAILBOX_H
#define MAPILEAK_CDO_MAILBOX_H

#include "members.h"

/* Stores and folders. What is opened is the object's that stands for it, and released with it. */

enum default_folder { INBOX = 1, OUTBOX = 2 }; /* CdoDefaultFolderTypes */

/** Answers a call with a folder of the default store. */
HRESULT open_default_folder(struct call *call, enum default_folder which);
/** Answers a call with the store of an entry id in hexadecimal digits; NULL is the default store. */
HRESULT open_store_of_id(struct call *call, LPCWSTR id);

#endif
