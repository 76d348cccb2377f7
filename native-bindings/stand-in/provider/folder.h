#ifndef MAPILEAK_PROVIDER_FOLDER_H
#define MAPILEAK_PROVIDER_FOLDER_H

#include <stdbool.h>

#include "../objects/objects.h"
#include "mapi-objects.h"

/* IMAPIFolder objects. */

/** Whether a caller of OpenEntry may ask for that interface. NULL asks for the usual one. */
bool folder_has_interface(const IID *iid);
/**
 * A folder of one reference, from inside the library. `kind` is an enum entry_kind. NULL when memory runs
 * out.
 */
IMAPIFolder *folder_make(HANDLE heap, struct object *store, BYTE kind);

extern const IMAPIFolderVtbl folder_methods;

HRESULT STDMETHODCALLTYPE folder_get_props(void *self, SPropTagArray *tags, ULONG flags, ULONG *count,
                                           SPropValue **values);

#endif
