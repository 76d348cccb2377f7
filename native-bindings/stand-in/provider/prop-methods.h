#ifndef MAPILEAK_PROVIDER_PROP_METHODS_H
#define MAPILEAK_PROVIDER_PROP_METHODS_H

#include "mapi-objects.h"

/* The methods of IMAPIProp that no object of the stand-in models, for their method tables. */

HRESULT STDMETHODCALLTYPE prop_save_changes(void *self, ULONG flags);
HRESULT STDMETHODCALLTYPE prop_get_prop_list(void *self, ULONG flags, SPropTagArray **tags);
HRESULT STDMETHODCALLTYPE prop_open_property(void *self, ULONG tag, const IID *iid, ULONG options,
                                             ULONG flags, void **object);
HRESULT STDMETHODCALLTYPE prop_set_props(void *self, ULONG count, SPropValue *values, void **problems);
HRESULT STDMETHODCALLTYPE prop_delete_props(void *self, SPropTagArray *tags, void **problems);
HRESULT STDMETHODCALLTYPE prop_copy_to(void *self, ULONG excluded, const IID *excluded_iids,
                                       SPropTagArray *excluded_tags, ULONG_PTR window, void *progress,
                                       const IID *iid, void *target, ULONG flags, void **problems);
HRESULT STDMETHODCALLTYPE prop_copy_props(void *self, SPropTagArray *tags, ULONG_PTR window, void *progress,
                                          const IID *iid, void *target, ULONG flags, void **problems);
HRESULT STDMETHODCALLTYPE prop_get_names_from_ids(void *self, SPropTagArray **tags, GUID *set, ULONG flags,
                                                  ULONG *count, void ***names);
HRESULT STDMETHODCALLTYPE prop_get_ids_from_names(void *self, ULONG count, void **names, ULONG flags,
                                                  SPropTagArray **tags);

/* clang-format off */
#define PROP_METHODS \
  .SaveChanges = prop_save_changes, \
  .GetPropList = prop_get_prop_list, \
  .OpenProperty = prop_open_property, \
  .SetProps = prop_set_props, \
  .DeleteProps = prop_delete_props, \
  .CopyTo = prop_copy_to, \
  .CopyProps = prop_copy_props, \
  .GetNamesFromIDs = prop_get_names_from_ids, \
  .GetIDsFromNames = prop_get_ids_from_names
/* clang-format on */

#endif
