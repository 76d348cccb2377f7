/* The method table of IProfAdmin, and the methods the stand-in does not model. */
#include "../objects/objects.h"
#include "answers.h"
#include "profile-admin.h"

#define METHOD static HRESULT STDMETHODCALLTYPE
#define UNUSED(argument) ((void)(argument))

METHOD change_profile_password(void *self, char *name, char *old_password, char *new_password, ULONG flags) {
  UNUSED(name), UNUSED(old_password), UNUSED(new_password), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD copy_profile(void *self, char *name, char *password, char *new_name, ULONG_PTR window, ULONG flags) {
  UNUSED(name), UNUSED(password), UNUSED(new_name), UNUSED(window), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD rename_profile(void *self, char *name, char *password, char *new_name, ULONG_PTR window, ULONG flags) {
  UNUSED(name), UNUSED(password), UNUSED(new_name), UNUSED(window), UNUSED(flags);
  return not_supported(self, NULL);
}

METHOD set_default_profile(void *self, char *name, ULONG flags) {
  UNUSED(name), UNUSED(flags);
  return not_supported(self, NULL);
}

const IProfAdminVtbl profile_admin_methods = {
    UNKNOWN_METHODS,
    .GetLastError = get_last_error,
    .GetProfileTable = profile_admin_get_table,
    .CreateProfile = profile_admin_create,
    .DeleteProfile = profile_admin_delete,
    .ChangeProfilePassword = change_profile_password,
    .CopyProfile = copy_profile,
    .RenameProfile = rename_profile,
    .SetDefaultProfile = set_default_profile,
    .AdminServices = profile_admin_services,
};
