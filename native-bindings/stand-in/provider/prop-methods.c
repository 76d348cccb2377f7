#include "prop-methods.h"

#include "answers.h"

#define METHOD HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD prop_save_changes(void *self, ULONG flags) {
  UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD prop_get_prop_list(void *self, ULONG flags, SPropTagArray **tags) {
  UNUSED(flags);
  return not_supported(self, tags);
}

METHOD prop_open_property(void *self, ULONG tag, const IID *iid, ULONG options, ULONG flags, void **object) {
  UNUSED(tag), UNUSED(iid), UNUSED(options), UNUSED(flags);
  return not_supported(self, object);
}

METHOD prop_set_props(void *self, ULONG count, SPropValue *values, void **problems) {
  UNUSED(count), UNUSED(values);
  return not_supported(self, problems);
}

METHOD prop_delete_props(void *self, SPropTagArray *tags, void **problems) {
  UNUSED(tags);
  return not_supported(self, problems);
}

METHOD prop_copy_to(void *self, ULONG excluded, const IID *excluded_iids, SPropTagArray *excluded_tags,
                    ULONG_PTR window, void *progress, const IID *iid, void *target, ULONG flags,
                    void **problems) {
  UNUSED(excluded), UNUSED(excluded_iids), UNUSED(excluded_tags), UNUSED(window), UNUSED(progress),
      UNUSED(iid), UNUSED(target), UNUSED(flags);
  return not_supported(self, problems);
}

METHOD prop_copy_props(void *self, SPropTagArray *tags, ULONG_PTR window, void *progress, const IID *iid,
                       void *target, ULONG flags, void **problems) {
  UNUSED(tags), UNUSED(window), UNUSED(progress), UNUSED(iid), UNUSED(target), UNUSED(flags);
  return not_supported(self, problems);
}

METHOD prop_get_names_from_ids(void *self, SPropTagArray **tags, GUID *set, ULONG flags, ULONG *count,
                               void ***names) {
  UNUSED(tags), UNUSED(set), UNUSED(flags), UNUSED(count);
  return not_supported(self, names);
}

METHOD prop_get_ids_from_names(void *self, ULONG count, void **names, ULONG flags, SPropTagArray **tags) {
  UNUSED(count), UNUSED(names), UNUSED(flags);
  return not_supported(self, tags);
}
