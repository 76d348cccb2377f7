/* The method table of IMAPIFolder, and the methods the stand-in does not model. */
#include "../objects/objects.h"
#include "answers.h"
#include "folder.h"
#include "prop-methods.h"

#define METHOD static HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD get_contents_table(void *self, ULONG flags, void **table) {
  UNUSED(flags);
  return not_supported(self, table);
}

METHOD get_hierarchy_table(void *self, ULONG flags, void **table) {
  UNUSED(flags);
  return not_supported(self, table);
}

METHOD open_entry(void *self, ULONG bytes, void *entry_id, const IID *iid, ULONG flags, ULONG *type,
                  void **object) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(iid), UNUSED(flags), UNUSED(type);
  return not_supported(self, object);
}

METHOD set_search_criteria(void *self, SRestriction *restriction, void *containers, ULONG flags) {
  UNUSED(restriction), UNUSED(containers), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD get_search_criteria(void *self, ULONG flags, SRestriction **restriction, void **containers,
                           ULONG *state) {
  UNUSED(flags), UNUSED(restriction), UNUSED(state);
  return not_supported(self, containers);
}

METHOD create_message(void *self, const IID *iid, ULONG flags, void **message) {
  UNUSED(iid), UNUSED(flags);
  return not_supported(self, message);
}

METHOD copy_messages(void *self, void *messages, const IID *iid, void *target, ULONG_PTR window,
                     void *progress, ULONG flags) {
  UNUSED(messages), UNUSED(iid), UNUSED(target), UNUSED(window), UNUSED(progress), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD delete_messages(void *self, void *messages, ULONG_PTR window, void *progress, ULONG flags) {
  UNUSED(messages), UNUSED(window), UNUSED(progress), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD create_folder(void *self, ULONG type, char *name, char *comment, const IID *iid, ULONG flags,
                     void **folder) {
  UNUSED(type), UNUSED(name), UNUSED(comment), UNUSED(iid), UNUSED(flags);
  return not_supported(self, folder);
}

METHOD copy_folder(void *self, ULONG bytes, void *entry_id, const IID *iid, void *target, char *name,
                   ULONG_PTR window, void *progress, ULONG flags) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(iid), UNUSED(target), UNUSED(name), UNUSED(window),
      UNUSED(progress), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD delete_folder(void *self, ULONG bytes, void *entry_id, ULONG_PTR window, void *progress, ULONG flags) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(window), UNUSED(progress), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD set_read_flags(void *self, void *messages, ULONG_PTR window, void *progress, ULONG flags) {
  UNUSED(messages), UNUSED(window), UNUSED(progress), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD get_message_status(void *self, ULONG bytes, void *entry_id, ULONG flags, ULONG *status) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(flags), UNUSED(status);
  return not_supported(self, NULL);
}

METHOD set_message_status(void *self, ULONG bytes, void *entry_id, ULONG status, ULONG mask,
                          ULONG *old_status) {
  UNUSED(bytes), UNUSED(entry_id), UNUSED(status), UNUSED(mask), UNUSED(old_status);
  return not_supported(self, NULL);
}

METHOD save_contents_sort(void *self, void *order, ULONG flags) {
  UNUSED(order), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD empty_folder(void *self, ULONG_PTR window, void *progress, ULONG flags) {
  UNUSED(window), UNUSED(progress), UNUSED(flags);
  return not_supported(self, NULL);
}

const IMAPIFolderVtbl folder_methods = {
    UNKNOWN_METHODS,
    .GetLastError = get_last_error,
    PROP_METHODS,
    .GetProps = folder_get_props,
    .GetContentsTable = get_contents_table,
    .GetHierarchyTable = get_hierarchy_table,
    .OpenEntry = open_entry,
    .SetSearchCriteria = set_search_criteria,
    .GetSearchCriteria = get_search_criteria,
    .CreateMessage = create_message,
    .CopyMessages = copy_messages,
    .DeleteMessages = delete_messages,
    .CreateFolder = create_folder,
    .CopyFolder = copy_folder,
    .DeleteFolder = delete_folder,
    .SetReadFlags = set_read_flags,
    .GetMessageStatus = get_message_status,
    .SetMessageStatus = set_message_status,
    .SaveContentsSort = save_contents_sort,
    .EmptyFolder = empty_folder,
};
