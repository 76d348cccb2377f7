#ifndef MAPILEAK_PROVIDER_SERVICE_ADMIN_H
#define MAPILEAK_PROVIDER_SERVICE_ADMIN_H

#include "../objects/objects.h"
#include "mapi-objects.h"

/* IMsgServiceAdmin objects: the services of one profile, which are the Exchange service or none. */

/** One reference, from inside the library; NULL when memory runs out. */
IMsgServiceAdmin *service_admin_make(HANDLE heap, const char *profile, struct object *parent);

extern const IMsgServiceAdminVtbl service_admin_methods;

HRESULT STDMETHODCALLTYPE service_admin_get_table(void *self, ULONG flags, void **table);
HRESULT STDMETHODCALLTYPE service_admin_create(void *self, char *service, char *display_name,
                                               ULONG_PTR window, ULONG flags);
HRESULT STDMETHODCALLTYPE service_admin_configure(void *self, MAPIUID *uid, ULONG_PTR window, ULONG flags,
                                                  ULONG count, SPropValue *values);

#endif
