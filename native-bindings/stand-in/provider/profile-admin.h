#ifndef MAPILEAK_PROVIDER_PROFILE_ADMIN_H
#define MAPILEAK_PROVIDER_PROFILE_ADMIN_H

#include "mapi-objects.h"

/* IProfAdmin objects, made by MAPIAdminProfiles. */

extern const IProfAdminVtbl profile_admin_methods;

HRESULT STDMETHODCALLTYPE profile_admin_get_table(void *self, ULONG flags, void **table);
HRESULT STDMETHODCALLTYPE profile_admin_create(void *self, char *name, char *password, ULONG_PTR window,
                                               ULONG flags);
HRESULT STDMETHODCALLTYPE profile_admin_delete(void *self, char *name, ULONG flags);
HRESULT STDMETHODCALLTYPE profile_admin_services(void *self, char *name, char *password, ULONG_PTR window,
                                                 ULONG flags, void **admin);

#endif
