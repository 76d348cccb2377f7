#include "profiles.h"

#include <string.h>

#include "profile-files.h"
#include "profile-registry.h"
#include "wide-names.h"

/* A temporary profile has one for as long as it exists, another only while it is in use. */
struct profile {
  struct profile *next;
  ULONG sessions;
  bool temporary, deleted;
  char name[PROFILE_NAME_LIMIT + 1];
  struct profile_settings settings; /* of a temporary one */
};

static struct profile *known;
static bool makes_temporary;

void profiles_open(bool temporary) {
  makes_temporary = temporary;
  if (!temporary) registry_profiles_sweep();
}

void profiles_forget(void) {
  known = NULL;
  registry_profiles_tidy();
}

/* --- Names ---------------------------------------------------------------------------------------------- */

/* Letters, accented ones too, digits, underscores, and spaces within (IProfAdmin::CreateProfile). */
static bool is_name(const char *name) {
  size_t length = strlen(name);
  if (length == 0 || length > PROFILE_NAME_LIMIT) return false;
  if (name[0] == ' ' || name[length - 1] == ' ') return false;
  for (size_t i = 0; i < length; i++) {
    char letter = lower_case(name[i]);
    bool allowed = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_' ||
                   letter == ' ' || (unsigned char)letter >= 0xA0;
    if (!allowed) return false;
  }
  return true;
}

static struct profile *find(const char *name) {
  struct profile *profile = known;
  while (profile && !names_equal(profile->name, name)) profile = profile->next;
  return profile;
}

static struct profile *find_temporary(const char *name) {
  struct profile *profile = find(name);
  return profile && profile->temporary && !profile->deleted ? profile : NULL;
}

static struct profile *add(HANDLE heap, const char *name) {
  struct profile *profile = HeapAlloc(heap, HEAP_ZERO_MEMORY, sizeof *profile);
  if (!profile) return NULL;
  strncpy(profile->name, name, PROFILE_NAME_LIMIT);
  profile->next = known;
  known = profile;
  return profile;
}

static void remove_profile(HANDLE heap, struct profile *profile) {
  struct profile **link = &known;
  while (*link != profile) link = &(*link)->next;
  *link = profile->next;
  HeapFree(heap, 0, profile);
}

/* --- What there is -------------------------------------------------------------------------------------- */

static HRESULT create_temporary(HANDLE heap, const char *name) {
  struct profile *profile = find(name) ? NULL : add(heap, name);
  if (!profile) return find(name) ? MAPI_E_NO_ACCESS : MAPI_E_NOT_ENOUGH_MEMORY;
  profile->temporary = true;
  if (profile_file_create(name)) return S_OK;
  remove_profile(heap, profile);
  return MAPI_E_NO_ACCESS;
}

HRESULT profile_create(HANDLE heap, const char *name) {
  if (!is_name(name)) return MAPI_E_INVALID_PARAMETER;
  return makes_temporary ? create_temporary(heap, name) : registry_profile_create(name);
}

static void remove_temporary(HANDLE heap, struct profile *profile) {
  profile_file_delete(profile->name);
  remove_profile(heap, profile);
}

HRESULT profile_delete(HANDLE heap, const char *name) {
  if (!is_name(name)) return MAPI_E_NOT_FOUND;
  struct profile *profile = find(name);
  if (!makes_temporary) {
    if (!profile) return registry_profile_delete(name);
    HRESULT result = registry_profile_mark(name);
    if (result == S_OK) profile->deleted = true;
    return result;
  }
  if (!profile || profile->deleted) return MAPI_E_NOT_FOUND;
  if (profile->sessions) profile->deleted = true;
  else remove_temporary(heap, profile);
  return S_OK;
}

HRESULT profile_read(const char *name, struct profile_settings *settings) {
  *settings = (struct profile_settings){0};
  if (!is_name(name)) return MAPI_E_NOT_FOUND;
  if (!makes_temporary) return registry_profile_read(name, settings);
  const struct profile *profile = find_temporary(name);
  if (!profile) return MAPI_E_NOT_FOUND;
  *settings = profile->settings;
  return S_OK;
}

HRESULT profile_write(const char *name, const struct profile_settings *settings) {
  if (!makes_temporary) return registry_profile_write(name, settings);
  struct profile *profile = find_temporary(name);
  if (!profile) return MAPI_E_NOT_FOUND;
  profile->settings = *settings;
  return S_OK;
}

void profiles_list(bool (*each)(void *context, const char *name), void *context) {
  if (!makes_temporary) {
    registry_profiles_list(each, context);
    return;
  }
  for (const struct profile *profile = known; profile; profile = profile->next) {
    if (!profile->deleted && !each(context, profile->name)) return;
  }
}

/* --- Who uses it ---------------------------------------------------------------------------------------- */

struct profile *profile_join(HANDLE heap, const char *name) {
  struct profile *profile = find(name);
  if (!profile) profile = add(heap, name);
  if (profile) profile->sessions++;
  return profile;
}

void profile_leave(HANDLE heap, struct profile *profile) {
  if (!profile || --profile->sessions > 0) return;
  if (profile->temporary) {
    remove_temporary(heap, profile);
    return;
  }
  if (profile->deleted) registry_profile_delete_marked(profile->name);
  remove_profile(heap, profile);
}
