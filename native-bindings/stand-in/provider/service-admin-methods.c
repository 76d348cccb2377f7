/* The method table of IMsgServiceAdmin, and the methods the stand-in does not model. */
#include "../objects/objects.h"
#include "answers.h"
#include "service-admin.h"

#define METHOD static HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD delete_msg_service(void *self, MAPIUID *uid) {
  UNUSED(uid);
  return not_supported(self, NULL);
}

METHOD copy_msg_service(void *self, MAPIUID *uid, char *display_name, const IID *copied, const IID *iid,
                        void *target, ULONG_PTR window, ULONG flags) {
  UNUSED(uid), UNUSED(display_name), UNUSED(copied), UNUSED(iid), UNUSED(target), UNUSED(window),
      UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD rename_msg_service(void *self, MAPIUID *uid, ULONG flags, char *display_name) {
  UNUSED(uid), UNUSED(flags), UNUSED(display_name);
  return not_supported(self, NULL);
}

METHOD open_profile_section(void *self, MAPIUID *uid, const IID *iid, ULONG flags, void **section) {
  UNUSED(uid), UNUSED(iid), UNUSED(flags);
  return not_supported(self, section);
}

METHOD msg_service_transport_order(void *self, ULONG count, MAPIUID *uids, ULONG flags) {
  UNUSED(count), UNUSED(uids), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD admin_providers(void *self, MAPIUID *uid, ULONG flags, void **admin) {
  UNUSED(uid), UNUSED(flags);
  return not_supported(self, admin);
}

METHOD set_primary_identity(void *self, MAPIUID *uid, ULONG flags) {
  UNUSED(uid), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD get_provider_table(void *self, ULONG flags, void **table) {
  UNUSED(flags);
  return not_supported(self, table);
}

const IMsgServiceAdminVtbl service_admin_methods = {
    UNKNOWN_METHODS,
    .GetLastError = get_last_error,
    .GetMsgServiceTable = service_admin_get_table,
    .CreateMsgService = service_admin_create,
    .DeleteMsgService = delete_msg_service,
    .CopyMsgService = copy_msg_service,
    .RenameMsgService = rename_msg_service,
    .ConfigureMsgService = service_admin_configure,
    .OpenProfileSection = open_profile_section,
    .MsgServiceTransportOrder = msg_service_transport_order,
    .AdminProviders = admin_providers,
    .SetPrimaryIdentity = set_primary_identity,
    .GetProviderTable = get_provider_table,
};
