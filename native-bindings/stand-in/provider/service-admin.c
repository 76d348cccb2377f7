#include "service-admin.h"

#include <stdint.h>
#include <string.h>

#include "library.h"
#include "profiles.h"
#include "props.h"
#include "table.h"
#include "wide-names.h"

#define EXCHANGE_SERVICE "MSEMS"
#define SERVICE_FLAGS 0x6u /* SERVICE_UI_ALLOWED's, UI_SERVICE; no dialog is ever shown */
#define FNV_OFFSET UINT64_C(0xCBF29CE484222325)
#define FNV_PRIME UINT64_C(0x100000001B3)

struct service_admin {
  struct object object;
  char profile[PROFILE_NAME_LIMIT + 1];
};

static const IID iid_service_admin = MAPI_IID(0x031D);
static const IID *const interfaces[] = {&iid_service_admin, NULL};
static const struct object_kind service_admin_kind = {.methods = &service_admin_methods,
                                                      .interfaces = interfaces};
static_assert(sizeof(struct service_admin) <= OBJECT_BYTES, "an IMsgServiceAdmin fits into a block");

IMsgServiceAdmin *service_admin_make(HANDLE heap, const char *profile, struct object *parent) {
  struct service_admin *admin = object_make(heap, &service_admin_kind, parent);
  if (!admin) return NULL;
  strncpy(admin->profile, profile, PROFILE_NAME_LIMIT);
  return (IMsgServiceAdmin *)admin;
}

/* A profile has one service at most, so its name is enough to make a UID of, and nothing need be stored. */
static MAPIUID uid_of(const char *profile) {
  MAPIUID uid = {"mapileakxxxxxxx"};
  uint64_t hash = FNV_OFFSET;
  for (; *profile; profile++) hash = (hash ^ (unsigned char)lower_case(*profile)) * FNV_PRIME;
  memcpy(uid.ab + 8, &hash, sizeof hash);
  return uid;
}

/* --- Methods -------------------------------------------------------------------------------------------- */

static struct rows *services_of(HANDLE heap, const char *profile) {
  struct profile_settings settings;
  struct rows *rows = rows_make(heap, 1);
  if (!rows || profile_read(profile, &settings) != S_OK || !settings.has_service) return rows;
  MAPIUID uid = uid_of(profile);
  const SPropValue props[] = {
      prop_text(PR_SERVICE_NAME_A, EXCHANGE_SERVICE),
      prop_bytes(PR_SERVICE_UID, &uid, sizeof uid),
      prop_text(PR_DISPLAY_NAME_A, "Microsoft Exchange Server"),
      prop_long(PR_RESOURCE_FLAGS, 0),
  };
  if (rows_add(heap, rows, props, sizeof props / sizeof *props)) return rows;
  rows_free(heap, rows);
  return NULL;
}

HRESULT STDMETHODCALLTYPE service_admin_get_table(void *self, ULONG flags, void **table) {
  if (!table) return MAPI_E_INVALID_PARAMETER;
  *table = NULL;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags) return MAPI_E_UNKNOWN_FLAGS;
  struct service_admin *admin = object_enter(self, &service_admin_kind);
  if (!admin) return MAPI_E_INVALID_OBJECT;
  HANDLE heap = library_heap();
  struct rows *rows = services_of(heap, admin->profile);
  if (rows) *table = table_make(heap, rows, NULL);
  library_leave();
  return *table ? S_OK : MAPI_E_NOT_ENOUGH_MEMORY;
}

/* MAPI_E_NO_ACCESS where the service is already: a profile can have it once. */
static HRESULT add_service(const char *profile) {
  struct profile_settings settings;
  HRESULT result = profile_read(profile, &settings);
  if (result != S_OK) return result;
  if (settings.has_service) return MAPI_E_NO_ACCESS;
  settings.has_service = true;
  return profile_write(profile, &settings);
}

HRESULT STDMETHODCALLTYPE service_admin_create(void *self, char *service, char *display_name,
                                               ULONG_PTR window, ULONG flags) {
  (void)display_name;
  (void)window;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags & ~SERVICE_FLAGS) return MAPI_E_UNKNOWN_FLAGS;
  if (!service) return MAPI_E_INVALID_PARAMETER;
  struct service_admin *admin = object_enter(self, &service_admin_kind);
  if (!admin) return MAPI_E_INVALID_OBJECT;
  HRESULT result = strcmp(service, EXCHANGE_SERVICE) == 0 ? add_service(admin->profile) : MAPI_E_NOT_FOUND;
  library_leave();
  return result;
}

/* Asks the server, as the dials say it would answer, and writes down what it was asked. */
static HRESULT configure(const char *profile, const char *mailbox, const char *server) {
  const struct dials *dials = library_dials();
  struct profile_settings settings;
  HRESULT result = profile_read(profile, &settings);
  if (result != S_OK) return result;
  if (!settings.has_service) return MAPI_E_NOT_FOUND;
  if (*dials->unknown_server && names_equal(dials->unknown_server, server)) return MAPI_E_NETWORK_ERROR;
  if (*dials->unknown_mailbox && names_equal(dials->unknown_mailbox, mailbox)) return MAPI_E_NOT_FOUND;
  strncpy(settings.mailbox, mailbox, MAILBOX_NAME_LIMIT);
  strncpy(settings.server, server, MAILBOX_NAME_LIMIT);
  return profile_write(profile, &settings);
}

HRESULT STDMETHODCALLTYPE service_admin_configure(void *self, MAPIUID *uid, ULONG_PTR window, ULONG flags,
                                                  ULONG count, SPropValue *values) {
  (void)window;
  if (flags & MAPI_UNICODE) return MAPI_E_BAD_CHARWIDTH;
  if (flags & ~SERVICE_FLAGS) return MAPI_E_UNKNOWN_FLAGS;
  if (!uid || (count && !values)) return MAPI_E_INVALID_PARAMETER;
  struct service_admin *admin = object_enter(self, &service_admin_kind);
  if (!admin) return MAPI_E_INVALID_OBJECT;

  MAPIUID expected = uid_of(admin->profile);
  const char *mailbox = prop_text_of(values, count, PR_PROFILE_UNRESOLVED_NAME_A);
  const char *server = prop_text_of(values, count, PR_PROFILE_UNRESOLVED_SERVER);
  HRESULT result;
  if (memcmp(uid, &expected, sizeof expected) != 0) result = MAPI_E_NOT_FOUND;
  else if (!mailbox || !server) result = MAPI_E_UNCONFIGURED;
  else if (strlen(mailbox) > MAILBOX_NAME_LIMIT || strlen(server) > MAILBOX_NAME_LIMIT)
    result = MAPI_E_INVALID_PARAMETER;
  else result = configure(admin->profile, mailbox, server);
  library_leave();
  return result;
}
