#include "profile-admin.h"

#include "../objects/objects.h"
#include "library.h"
#include "profiles.h"
#include "props.h"
#include "service-admin.h"
#include "table.h"

#define MAPI_DEFAULT_SERVICES 0x1u
#define MAPI_DIALOG 0x8u

struct profile_admin {
  struct object object;
};

static const IID iid_profile_admin = MAPI_IID(0x031C);
static const IID *const interfaces[] = {&iid_profile_admin, NULL};
static const struct object_kind profile_admin_kind = {.methods = &profile_admin_methods,
                                                      .interfaces = interfaces};

HRESULT STDAPICALLTYPE MAPIAdminProfiles(ULONG flags, void **admin) {
  if (!admin) return MAPI_E_INVALID_PARAMETER;
  *admin = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  HANDLE heap = library_enter();
  if (!heap) return MAPI_E_NOT_INITIALIZED;
  *admin = object_make(heap, &profile_admin_kind, NULL);
  library_leave();
  return *admin ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

/* --- Methods -------------------------------------------------------------------------------------------- */

static bool count_name(void *context, const char *name) {
  (void)name;
  ++*(ULONG *)context;
  return true;
}

struct filling {
  HANDLE heap;
  struct rows *rows;
  bool failed;
};

static bool add_name(void *context, const char *name) {
  struct filling *filling = context;
  const SPropValue props[] = {prop_text(PR_DISPLAY_NAME_A, name), prop_bool(PR_DEFAULT_PROFILE, false)};
  filling->failed = !rows_add(filling->heap, filling->rows, props, sizeof props / sizeof *props);
  return !filling->failed;
}

/* Another process may make a profile between the two lists: it may be in the table or not. */
static struct rows *profiles_now(HANDLE heap) {
  ULONG count = 0;
  profiles_list(count_name, &count);
  struct filling filling = {heap, rows_make(heap, count + 1), false};
  if (!filling.rows) return NULL;
  profiles_list(add_name, &filling);
  return filling.rows;
}

HRESULT STDMETHODCALLTYPE profile_admin_get_table(void *self, ULONG flags, void **table) {
  if (!table) return MAPI_E_INVALID_PARAMETER;
  *table = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  if (!object_enter(self, &profile_admin_kind)) return MAPI_E_INVALID_OBJECT;
  HANDLE heap = library_heap();
  struct rows *rows = profiles_now(heap);
  if (rows) *table = table_make(heap, rows, NULL);
  library_leave();
  return *table ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

HRESULT STDMETHODCALLTYPE profile_admin_create(void *self, char *name, char *password, ULONG_PTR window,
                                               ULONG flags) {
  (void)password; /* profiles of the NT family have none */
  (void)window;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags & ~(MAPI_DEFAULT_SERVICES | MAPI_DIALOG)) return MAPI_E_UNKNOWN_FLAGS;
  if (!name) return MAPI_E_INVALID_PARAMETER;
  if (!object_enter(self, &profile_admin_kind)) return MAPI_E_INVALID_OBJECT;
  HRESULT result = profile_create(library_heap(), name);
  library_leave();
  return result;
}

HRESULT STDMETHODCALLTYPE profile_admin_delete(void *self, char *name, ULONG flags) {
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  if (!name) return MAPI_E_INVALID_PARAMETER;
  if (!object_enter(self, &profile_admin_kind)) return MAPI_E_INVALID_OBJECT;
  HRESULT result = profile_delete(library_heap(), name);
  library_leave();
  return result;
}

HRESULT STDMETHODCALLTYPE profile_admin_services(void *self, char *name, char *password, ULONG_PTR window,
                                                 ULONG flags, void **admin) {
  (void)password;
  (void)window;
  if (!admin) return MAPI_E_INVALID_PARAMETER;
  *admin = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags & ~MAPI_DIALOG) return MAPI_E_UNKNOWN_FLAGS;
  if (!name) return MAPI_E_INVALID_PARAMETER;
  if (!object_enter(self, &profile_admin_kind)) return MAPI_E_INVALID_OBJECT;
  struct profile_settings settings;
  HRESULT result = profile_read(name, &settings);
  if (result == S_OK) {
    *admin = service_admin_make(library_heap(), name, NULL);
    if (!*admin) result = MAPI_E_NOT_ENOUGH_MEMORY;
  }
  library_leave();
  return result;
}
