/* The method table of IMsgStore, and the methods the stand-in does not model. */
#include "../objects/objects.h"
#include "answers.h"
#include "store.h"
#include "prop-methods.h"

#define METHOD static HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD advise(void *self, ULONG bytes, void *entry_id, ULONG events, void *sink, ULONG_PTR *connection) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(events), UNUSED(sink);
  return not_supported(self, connection);
}

METHOD unadvise(void *self, ULONG_PTR connection) {
  UNUSED(connection);
  return not_supported(self, NULL);
}

METHOD compare_entry_ids(void *self, ULONG left_bytes, void *left, ULONG right_bytes, void *right,
                         ULONG flags, ULONG *result) {
  UNUSED(left_bytes), UNUSED(left), UNUSED(right_bytes), UNUSED(right), UNUSED(flags), UNUSED(result);
  return not_supported(self, NULL);
}

METHOD set_receive_folder(void *self, char *message_class, ULONG flags, ULONG bytes, void *entry_id) {
  UNUSED(message_class), UNUSED(flags), UNUSED(bytes), UNUSED(entry_id);
  return not_supported(self, NULL);
}

METHOD get_receive_folder_table(void *self, ULONG flags, void **table) {
  UNUSED(flags);
  return not_supported(self, table);
}

METHOD abort_submit(void *self, ULONG bytes, void *entry_id, ULONG flags) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD get_outgoing_queue(void *self, ULONG flags, void **table) {
  UNUSED(flags);
  return not_supported(self, table);
}

METHOD set_lock_state(void *self, void *message, ULONG state) {
  UNUSED(message), UNUSED(state);
  return not_supported(self, NULL);
}

METHOD finished_msg(void *self, ULONG flags, ULONG bytes, void *entry_id) {
  UNUSED(flags), UNUSED(bytes), UNUSED(entry_id);
  return not_supported(self, NULL);
}

METHOD notify_new_mail(void *self, void *notification) {
  UNUSED(notification);
  return not_supported(self, NULL);
}

const IMsgStoreVtbl store_methods = {
    UNKNOWN_METHODS,
    .GetLastError = get_last_error,
    PROP_METHODS,
    .GetProps = store_get_props,
    .Advise = advise,
    .Unadvise = unadvise,
    .CompareEntryIDs = compare_entry_ids,
    .OpenEntry = store_open_entry,
    .SetReceiveFolder = set_receive_folder,
    .GetReceiveFolder = store_get_receive_folder,
    .GetReceiveFolderTable = get_receive_folder_table,
    .StoreLogoff = store_logoff,
    .AbortSubmit = abort_submit,
    .GetOutgoingQueue = get_outgoing_queue,
    .SetLockState = set_lock_state,
    .FinishedMsg = finished_msg,
    .NotifyNewMail = notify_new_mail,
};
