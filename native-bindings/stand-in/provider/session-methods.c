/*
 * The method table of IMAPISession, and the methods the stand-in does not model. Those have their full
 * signatures, since a method of 32-bit Windows removes its own arguments from the stack.
 */
#include <assert.h>

#include "../objects/objects.h"
#include "session.h"

/* Answers for a method that was given no out-pointer, or one that is to be cleared. */
static HRESULT refuse(IMAPISession *self, void **object) {
  if (object) *object = NULL;
  return session_unsupported(self);
}

#define METHOD static HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD get_stores_table(IMAPISession *self, ULONG flags, void **table) {
  UNUSED(flags);
  return refuse(self, table);
}

METHOD open_store(IMAPISession *self, ULONG_PTR window, ULONG bytes, void *entry_id, const IID *iid,
                  ULONG flags, void **store) {
  UNUSED(window), UNUSED(bytes), UNUSED(entry_id), UNUSED(iid), UNUSED(flags);
  return refuse(self, store);
}

METHOD open_address_book(IMAPISession *self, ULONG_PTR window, const IID *iid, ULONG flags, void **book) {
  UNUSED(window), UNUSED(iid), UNUSED(flags);
  return refuse(self, book);
}

METHOD open_profile_section(IMAPISession *self, void *uid, const IID *iid, ULONG flags, void **section) {
  UNUSED(uid), UNUSED(iid), UNUSED(flags);
  return refuse(self, section);
}

METHOD get_status_table(IMAPISession *self, ULONG flags, void **table) {
  UNUSED(flags);
  return refuse(self, table);
}

METHOD open_entry(IMAPISession *self, ULONG bytes, void *entry_id, const IID *iid, ULONG flags, ULONG *type,
                  void **object) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(iid), UNUSED(flags), UNUSED(type);
  return refuse(self, object);
}

METHOD compare_entry_ids(IMAPISession *self, ULONG left_bytes, void *left, ULONG right_bytes, void *right,
                         ULONG flags, ULONG *result) {
  UNUSED(left_bytes), UNUSED(left), UNUSED(right_bytes), UNUSED(right), UNUSED(flags), UNUSED(result);
  return refuse(self, NULL);
}

METHOD advise(IMAPISession *self, ULONG bytes, void *entry_id, ULONG events, void *sink,
              ULONG_PTR *connection) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(events), UNUSED(sink);
  if (connection) *connection = 0;
  return refuse(self, NULL);
}

METHOD unadvise(IMAPISession *self, ULONG_PTR connection) {
  UNUSED(connection);
  return refuse(self, NULL);
}

METHOD message_options(IMAPISession *self, ULONG_PTR window, ULONG flags, char *type, void *message) {
  UNUSED(window), UNUSED(flags), UNUSED(type), UNUSED(message);
  return refuse(self, NULL);
}

METHOD query_default_message_options(IMAPISession *self, char *type, ULONG flags, ULONG *count,
                                     void **options) {
  UNUSED(type), UNUSED(flags), UNUSED(count);
  return refuse(self, options);
}

METHOD enumerate_address_types(IMAPISession *self, ULONG flags, ULONG *count, char ***types) {
  UNUSED(flags), UNUSED(count);
  if (types) *types = NULL;
  return refuse(self, NULL);
}

METHOD query_identity(IMAPISession *self, ULONG *bytes, void **entry_id) {
  UNUSED(bytes);
  return refuse(self, entry_id);
}

METHOD set_default_store(IMAPISession *self, ULONG flags, ULONG bytes, void *entry_id) {
  UNUSED(flags), UNUSED(bytes), UNUSED(entry_id);
  return refuse(self, NULL);
}

METHOD admin_services(IMAPISession *self, ULONG flags, void **admin) {
  UNUSED(flags);
  return refuse(self, admin);
}

METHOD show_form(IMAPISession *self, ULONG_PTR window, void *store, void *folder, const IID *iid,
                 ULONG_PTR token, void *sent, ULONG flags, ULONG status, ULONG message_flags, ULONG access,
                 char *message_class) {
  UNUSED(window), UNUSED(store), UNUSED(folder), UNUSED(iid), UNUSED(token), UNUSED(sent), UNUSED(flags);
  UNUSED(status), UNUSED(message_flags), UNUSED(access), UNUSED(message_class);
  return refuse(self, NULL);
}

METHOD prepare_form(IMAPISession *self, const IID *iid, void *message, ULONG_PTR *token) {
  UNUSED(iid), UNUSED(message);
  if (token) *token = 0;
  return refuse(self, NULL);
}

const IMAPISessionVtbl session_methods = {
    UNKNOWN_METHODS,
    .GetLastError = session_get_last_error,
    .GetMsgStoresTable = get_stores_table,
    .OpenMsgStore = open_store,
    .OpenAddressBook = open_address_book,
    .OpenProfileSection = open_profile_section,
    .GetStatusTable = get_status_table,
    .OpenEntry = open_entry,
    .CompareEntryIDs = compare_entry_ids,
    .Advise = advise,
    .Unadvise = unadvise,
    .MessageOptions = message_options,
    .QueryDefaultMessageOpt = query_default_message_options,
    .EnumAdrTypes = enumerate_address_types,
    .QueryIdentity = query_identity,
    .Logoff = session_logoff,
    .SetDefaultStore = set_default_store,
    .AdminServices = admin_services,
    .ShowForm = show_form,
    .PrepareForm = prepare_form,
};

static_assert(sizeof(IMAPISessionVtbl) == 22 * sizeof(void (*)(void)), "IMAPISession has 22 methods");
