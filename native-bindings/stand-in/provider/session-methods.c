/*
 * The method table of IMAPISession, and the methods the stand-in does not model. Those have their full
 * signatures, since a method of 32-bit Windows removes its own arguments from the stack.
 */
#include "../objects/objects.h"
#include "answers.h"
#include "session.h"

#define METHOD static HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD open_address_book(void *self, ULONG_PTR window, const IID *iid, ULONG flags, void **book) {
  UNUSED(window), UNUSED(iid), UNUSED(flags);
  return session_unsupported(self, book);
}

METHOD open_profile_section(void *self, void *uid, const IID *iid, ULONG flags, void **section) {
  UNUSED(uid), UNUSED(iid), UNUSED(flags);
  return session_unsupported(self, section);
}

METHOD get_status_table(void *self, ULONG flags, void **table) {
  UNUSED(flags);
  return session_unsupported(self, table);
}

METHOD compare_entry_ids(void *self, ULONG left_bytes, void *left, ULONG right_bytes, void *right,
                         ULONG flags, ULONG *result) {
  UNUSED(left_bytes), UNUSED(left), UNUSED(right_bytes), UNUSED(right), UNUSED(flags), UNUSED(result);
  return session_unsupported(self, NULL);
}

METHOD advise(void *self, ULONG bytes, void *entry_id, ULONG events, void *sink, ULONG_PTR *connection) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(events), UNUSED(sink);
  if (connection) *connection = 0;
  return session_unsupported(self, NULL);
}

METHOD unadvise(void *self, ULONG_PTR connection) {
  UNUSED(connection);
  return session_unsupported(self, NULL);
}

METHOD message_options(void *self, ULONG_PTR window, ULONG flags, char *type, void *message) {
  UNUSED(window), UNUSED(flags), UNUSED(type), UNUSED(message);
  return session_unsupported(self, NULL);
}

METHOD query_default_message_options(void *self, char *type, ULONG flags, ULONG *count, void **options) {
  UNUSED(type), UNUSED(flags), UNUSED(count);
  return session_unsupported(self, options);
}

METHOD enumerate_address_types(void *self, ULONG flags, ULONG *count, char ***types) {
  UNUSED(flags), UNUSED(count);
  if (types) *types = NULL;
  return session_unsupported(self, NULL);
}

METHOD query_identity(void *self, ULONG *bytes, void **entry_id) {
  UNUSED(bytes);
  return session_unsupported(self, entry_id);
}

METHOD set_default_store(void *self, ULONG flags, ULONG bytes, void *entry_id) {
  UNUSED(flags), UNUSED(bytes), UNUSED(entry_id);
  return session_unsupported(self, NULL);
}

METHOD show_form(void *self, ULONG_PTR window, void *store, void *folder, const IID *iid, ULONG_PTR token,
                 void *sent, ULONG flags, ULONG status, ULONG message_flags, ULONG access,
                 char *message_class) {
  UNUSED(window), UNUSED(store), UNUSED(folder), UNUSED(iid), UNUSED(token), UNUSED(sent), UNUSED(flags);
  UNUSED(status), UNUSED(message_flags), UNUSED(access), UNUSED(message_class);
  return session_unsupported(self, NULL);
}

METHOD prepare_form(void *self, const IID *iid, void *message, ULONG_PTR *token) {
  UNUSED(iid), UNUSED(message);
  if (token) *token = 0;
  return session_unsupported(self, NULL);
}

const IMAPISessionVtbl session_methods = {
    UNKNOWN_METHODS,
    .GetLastError = get_last_error,
    .GetMsgStoresTable = session_get_stores_table,
    .OpenMsgStore = session_open_store,
    .OpenAddressBook = open_address_book,
    .OpenProfileSection = open_profile_section,
    .GetStatusTable = get_status_table,
    .OpenEntry = session_open_entry,
    .CompareEntryIDs = compare_entry_ids,
    .Advise = advise,
    .Unadvise = unadvise,
    .MessageOptions = message_options,
    .QueryDefaultMessageOpt = query_default_message_options,
    .EnumAdrTypes = enumerate_address_types,
    .QueryIdentity = query_identity,
    .Logoff = session_logoff,
    .SetDefaultStore = set_default_store,
    .AdminServices = session_admin_services,
    .ShowForm = show_form,
    .PrepareForm = prepare_form,
};
