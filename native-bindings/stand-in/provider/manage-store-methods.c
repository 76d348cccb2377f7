/* The method table of IExchangeManageStore, and the methods the stand-in does not model. */
#include "../objects/objects.h"
#include "answers.h"
#include "manage-store.h"

#define METHOD static HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD entry_id_from_source_key(void *self, ULONG folder_bytes, BYTE *folder_key, ULONG message_bytes,
                                BYTE *message_key, ULONG *bytes, void **entry_id) {
  UNUSED(folder_bytes), UNUSED(folder_key), UNUSED(message_bytes), UNUSED(message_key), UNUSED(bytes);
  return not_supported(self, entry_id);
}

METHOD get_rights(void *self, ULONG user_bytes, void *user, ULONG bytes, void *entry_id, ULONG *rights) {
  UNUSED(user_bytes), UNUSED(user), UNUSED(bytes), UNUSED(entry_id), UNUSED(rights);
  return not_supported(self, NULL);
}

METHOD get_mailbox_table(void *self, char *server, void **table, ULONG flags) {
  UNUSED(server), UNUSED(flags);
  return not_supported(self, table);
}

METHOD get_public_folder_table(void *self, char *server, void **table, ULONG flags) {
  UNUSED(server), UNUSED(flags);
  return not_supported(self, table);
}

const IExchangeManageStoreVtbl manage_store_methods = {
    UNKNOWN_METHODS,
    .CreateStoreEntryID = manage_store_create_entry_id,
    .EntryIDFromSourceKey = entry_id_from_source_key,
    .GetRights = get_rights,
    .GetMailboxTable = get_mailbox_table,
    .GetPublicFolderTable = get_public_folder_table,
};
