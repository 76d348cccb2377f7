/* Profiles: in the registry, in files, in use, and left behind. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mapi-helpers.h"

#define PROFILES_KEY u"SOFTWARE\\mapileak\\stand-in\\Profiles"
#define OUTLOOKS_KEY u"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles"
#define LONGEST "1234567890123456789012345678901234567890123456789012345678901234"

/* Keys of profiles in the registry, marked ones too. */
static DWORD keys(void) {
  HKEY key;
  DWORD count = 0;
  if (RegOpenKeyExW(HKEY_CURRENT_USER, PROFILES_KEY, 0, KEY_READ, &key) != ERROR_SUCCESS) return 0;
  RegQueryInfoKeyW(key, NULL, NULL, NULL, &count, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  RegCloseKey(key);
  return count;
}

static void uninitialized(void) {
  void *admin = &admin;
  CHECK(MAPIAdminProfiles(0, &admin) == MAPI_E_NOT_INITIALIZED && !admin,
        "nothing works before MAPIInitialize");
  start_mapi();
  admin = profile_admin();
  CHECK(MAPIAdminProfiles(1, &admin) == MAPI_E_UNKNOWN_FLAGS && !admin &&
            MAPIAdminProfiles(MAPI_UNICODE, &admin) == MAPI_E_BAD_CHARWIDTH &&
            MAPIAdminProfiles(0, NULL) == MAPI_E_INVALID_PARAMETER,
        "MAPIAdminProfiles checks its parameters");
}

static void names(void) {
  start_mapi();
  CHECK(create_profile("A profile_1") == S_OK && profile_count() == 1, "a profile is made");
  CHECK(create_profile("a PROFILE_1") == MAPI_E_NO_ACCESS && profile_count() == 1,
        "once, in any case of letters");
  CHECK(create_profile(LONGEST) == S_OK, "a name may have 64 characters");
  static const char *const wrong[] = {"",    LONGEST "5", " leading", "trailing ", "back\\slash",
                                      "a-b", "a.b",       "a\tb"};
  bool refused = true;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    refused &= create_profile(wrong[i]) == MAPI_E_INVALID_PARAMETER;
    refused &= delete_profile(wrong[i]) == MAPI_E_NOT_FOUND;
  }
  CHECK(refused && profile_count() == 2, "but not more, nor other characters than MAPI allows");
  CHECK(delete_profile("A PROFILE_1") == S_OK && delete_profile(LONGEST) == S_OK && keys() == 0,
        "profiles are deleted");
  CHECK(delete_profile("A profile_1") == MAPI_E_NOT_FOUND, "and then are no more");
  IProfAdmin *admin = profile_admin();
  const IProfAdminVtbl *methods = admin->lpVtbl;
  void *out;
  CHECK(methods->CreateProfile(admin, NULL, NULL, 0, 0) == MAPI_E_INVALID_PARAMETER &&
            methods->CreateProfile(admin, NAME("p"), NULL, 0, 0x100) == MAPI_E_UNKNOWN_FLAGS &&
            methods->CreateProfile(admin, NAME("p"), NULL, 0, MAPI_UNICODE) == MAPI_E_BAD_CHARWIDTH &&
            methods->DeleteProfile(admin, NULL, 0) == MAPI_E_INVALID_PARAMETER &&
            methods->DeleteProfile(admin, NAME("p"), 1) == MAPI_E_UNKNOWN_FLAGS &&
            methods->DeleteProfile(admin, NAME("p"), MAPI_UNICODE) == MAPI_E_BAD_CHARWIDTH &&
            methods->GetProfileTable(admin, 1, &out) == MAPI_E_UNKNOWN_FLAGS &&
            methods->GetProfileTable(admin, MAPI_UNICODE, &out) == MAPI_E_BAD_CHARWIDTH &&
            methods->GetProfileTable(admin, 0, NULL) == MAPI_E_INVALID_PARAMETER &&
            methods->AdminServices(admin, NAME("p"), NULL, 0, 0, NULL) == MAPI_E_INVALID_PARAMETER &&
            methods->AdminServices(admin, NULL, NULL, 0, 0, &out) == MAPI_E_INVALID_PARAMETER &&
            methods->AdminServices(admin, NAME("p"), NULL, 0, 0x100, &out) == MAPI_E_UNKNOWN_FLAGS &&
            methods->AdminServices(admin, NAME("p"), NULL, 0, 0, &out) == MAPI_E_NOT_FOUND && !out,
        "methods check their parameters");
  drop(admin);
}

static void services(void) {
  set_text_dial(u"UnknownMailbox", u"nobody");
  set_text_dial(u"UnknownServer", u"nowhere");
  start_mapi();
  create_profile("p");
  CHECK(!log_on_to("p"), "nobody logs on to a profile without a mailbox");
  IMAPISession *session;
  CHECK(MAPILogonEx(0, NAME("p"), NULL, LOGON_FLAGS, &session) == MAPI_E_UNCONFIGURED, "the code says why");
  IMsgServiceAdmin *admin = services_of("p");
  const IMsgServiceAdminVtbl *methods = admin->lpVtbl;
  MAPIUID uid = {{0}};
  CHECK(!service_uid(admin, &uid), "a new profile has no service");
  CHECK(configure(admin, "alice", "mars") == MAPI_E_NOT_FOUND, "which can be configured");
  CHECK(methods->CreateMsgService(admin, NAME("MSPST MS"), NULL, 0, 0) == MAPI_E_NOT_FOUND,
        "the only service there is is Exchange's");
  CHECK(methods->CreateMsgService(admin, NAME("MSEMS"), NULL, 0, 0) == S_OK && service_uid(admin, &uid),
        "it has a UID");
  CHECK(methods->CreateMsgService(admin, NAME("MSEMS"), NULL, 0, 0) == MAPI_E_NO_ACCESS, "and is there once");
  CHECK(methods->CreateMsgService(admin, NULL, NULL, 0, 0) == MAPI_E_INVALID_PARAMETER &&
            methods->CreateMsgService(admin, NAME("MSEMS"), NULL, 0, MAPI_UNICODE) == MAPI_E_BAD_CHARWIDTH &&
            methods->CreateMsgService(admin, NAME("MSEMS"), NULL, 0, 0x100) == MAPI_E_UNKNOWN_FLAGS,
        "CreateMsgService checks its parameters");
  CHECK(configure(admin, "nobody", "mars") == MAPI_E_NOT_FOUND, "a mailbox may be unknown");
  CHECK(configure(admin, "alice", "nowhere") == MAPI_E_NETWORK_ERROR, "and a server out of reach");
  CHECK(configure(admin, "", "mars") == MAPI_E_UNCONFIGURED &&
            configure(admin, "alice", "") == MAPI_E_UNCONFIGURED,
        "both must be named");
  CHECK(!log_on_to("p"), "none of which configures the profile");
  MAPIUID other = {{1}};
  CHECK(methods->ConfigureMsgService(admin, &other, 0, 0, 0, NULL) == MAPI_E_NOT_FOUND &&
            methods->ConfigureMsgService(admin, NULL, 0, 0, 0, NULL) == MAPI_E_INVALID_PARAMETER &&
            methods->ConfigureMsgService(admin, &uid, 0, 0, 1, NULL) == MAPI_E_INVALID_PARAMETER &&
            methods->ConfigureMsgService(admin, &uid, 0, MAPI_UNICODE, 0, NULL) == MAPI_E_BAD_CHARWIDTH &&
            methods->ConfigureMsgService(admin, &uid, 0, 0x100, 0, NULL) == MAPI_E_UNKNOWN_FLAGS,
        "ConfigureMsgService checks its parameters");
  CHECK(configure(admin, "alice", "mars") == S_OK, "what is known is configured");
  session = log_on_to("p");
  CHECK(session != NULL, "and logged on to");
  IMsgStore *store = open_own_store(session);
  SPropValue *owner = get_prop(store, PR_MAILBOX_OWNER_NAME_A);
  CHECK(owner && strcmp(owner->Value.lpszA, "alice") == 0, "the mailbox is that of the profile");
  MAPIFreeBuffer(owner);
  drop(store);
  void *same = NULL;
  CHECK(session->lpVtbl->AdminServices(session, 0, &same) == S_OK && service_uid(same, &other) &&
            memcmp(&uid, &other, sizeof uid) == 0,
        "a session administers the services of its profile");
  CHECK(session->lpVtbl->AdminServices(session, 1, &(void *){0}) == MAPI_E_UNKNOWN_FLAGS &&
            session->lpVtbl->AdminServices(session, MAPI_UNICODE, &(void *){0}) == MAPI_E_BAD_CHARWIDTH &&
            session->lpVtbl->AdminServices(session, 0, NULL) == MAPI_E_INVALID_PARAMETER,
        "with checked parameters");
  drop(same);
  drop(session);
  drop(admin);
  CHECK(delete_profile("p") == S_OK && keys() == 0, "a profile is deleted with its service");
  CHECK(MapileakStandInLiveObjects() == 0 && MapileakStandInMisuses() == 0 && handle_count() == 0,
        "nothing is left");
}

static void in_use(void) {
  start_mapi();
  make_profile("p", "alice", "mars");
  IMAPISession *first = log_on_to("p");
  IMAPISession *second = log_on_to("P");
  CHECK(delete_profile("p") == S_OK && profile_count() == 0, "a profile in use can be deleted");
  CHECK(keys() == 1 && create_profile("p") == MAPI_E_NO_ACCESS, "but is only marked");
  CHECK(delete_profile("p") == MAPI_E_NOT_FOUND && !services_of("p"), "nobody finds it any more");
  drop(first);
  CHECK(keys() == 1, "it stays until");
  drop(second);
  CHECK(keys() == 0, "its last session ends");

  make_profile("p", "alice", "mars");
  first = log_on_to("p");
  delete_profile("p");
  MAPIUninitialize();
  CHECK(keys() == 1, "one whose session never ended is left behind");
  MAPIInitialize(NULL);
  CHECK(keys() == 0, "until MAPI is initialized again");
  make_profile("kept", "alice", "mars");
  MAPIUninitialize();
  MAPIInitialize(NULL);
  CHECK(keys() == 1 && profile_count() == 1, "one that was not deleted stays");

  static const IID session_iid = MAPI_IID(0x0300);
  CHECK(is_itself(first = log_on_to("kept"), &session_iid), "and can be logged on to");
  drop(first);
}

static bool is_there(LPCWSTR path) {
  HKEY key;
  if (RegOpenKeyExW(HKEY_CURRENT_USER, path, 0, KEY_READ, &key) != ERROR_SUCCESS) return false;
  RegCloseKey(key);
  return true;
}

static void abandoned(void) {
  pid_t ended = fork();
  if (ended == 0) _exit(0);
  waitpid(ended, NULL, 0);
  const unsigned makers[] = {(unsigned)ended, (unsigned)getpid(), (unsigned)getppid()};
  char name[40];
  start_mapi();
  for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
    snprintf(name, sizeof name, "CDO %08X89ABCDEF", makers[i]);
    create_profile(name);
  }
  create_profile("CDO of Anna");
  snprintf(name, sizeof name, "CDO %08X89ABCDEF0", (unsigned)ended);
  create_profile(name);
  CHECK(keys() == 5 && !is_there(OUTLOOKS_KEY), "Outlook's own list has none of them");
  MAPIUninitialize();
  MAPIInitialize(NULL);
  CHECK(delete_profile(name) == S_OK && delete_profile("CDO of Anna") == S_OK,
        "whoever made others keeps them");
  snprintf(name, sizeof name, "CDO %08X89ABCDEF", makers[2]);
  CHECK(keys() == 1 && delete_profile(name) == S_OK,
        "CDO's are deleted whose process has ended, and no other's");
  MAPIUninitialize();
  CHECK(!is_there(u"SOFTWARE\\mapileak"), "no empty key is left");
}

/* The user of the process, though users are impersonated who have profiles of their own on Windows. */
static void impersonation(void) {
  set_cleanup_flag(0);
  set_dial(u"IdentityFromProfile", 1);
  start_mapi();
  make_profile("random 1", "alice", "mars");
  make_profile("random 2", "alice", "mars");
  make_profile("random 3", "bob", "mars");
  impersonate_user(1);
  CHECK(profile_count() == 3, "an impersonated user sees the profiles of the process's user");
  cycle("random 1");
  DWORD heaps = heap_count();
  for (int round = 0; round < 10; round++) cycle(round % 2 ? "random 1" : "random 2");
  CHECK(heap_count() == heaps, "profiles of one mailbox are one identity");
  for (int round = 0; round < 10; round++) cycle(round % 2 ? "random 1" : "random 3");
  CHECK(heap_count() > heaps, "those of two are two");
  RevertToSelf();
}

static void refused(void) {
  set_text_dial(u"RefuseProfile", u"alice");
  start_mapi();
  make_profile("p", "alice", "mars");
  CHECK(cycle("p") == MAPI_E_LOGON_FAILED && cycle("alice") == MAPI_E_LOGON_FAILED,
        "RefuseProfile means a mailbox");
  make_profile("alice", "bob", "mars");
  CHECK(cycle("alice") == S_OK, "whatever the profile's name is");
}

static void unreadable(void) {
  start_mapi();
  FILE *registry = fopen(getenv("MAPILEAK_REGISTRY"), "w");
  fputs("this is no registry", registry);
  fclose(registry);
  CHECK(cycle("alice") == S_OK, "logons to mailboxes need no registry");
  CHECK(create_profile("p") == MAPI_E_CALL_FAILED && profile_count() == 0, "profiles do");
}

/* --- Temporary profiles --------------------------------------------------------------------------------- */

static ULONG files_in(const char *folder) {
  ULONG count = 0;
  DIR *listing = opendir(folder);
  for (struct dirent *entry; listing && (entry = readdir(listing));) {
    const char *suffix = strrchr(entry->d_name, '.');
    count += suffix && strcmp(suffix, ".mmp") == 0;
  }
  if (listing) closedir(listing);
  return count;
}

static void name_folder(const char *folder) {
  WCHAR wide[300];
  DWORD length = 0;
  for (; folder[length]; length++) wide[length] = (WCHAR)folder[length];
  wide[length] = 0;
  HKEY key = create_key(u"SOFTWARE\\Microsoft\\Windows Messaging Subsystem", 0);
  RegSetValueExW(key, u"ProfileDirectory", 0, REG_SZ, (const BYTE *)wide, (length + 1) * 2);
  RegCloseKey(key);
}

static void initialize_temporary(void) {
  set_dial(u"RoundTripMicroseconds", 0);
  MAPIInitialize(&(MAPIINIT_0){0, MAPI_TEMPORARY_PROFILES | MAPI_MULTITHREAD_NOTIFICATIONS});
}

static void temporary(void) {
  char folder[280];
  snprintf(folder, sizeof folder, "%s/mmp", getenv("EXERCISE_FOLDER"));
  mkdir(folder, 0700);
  name_folder(folder);
  initialize_temporary();
  CHECK(make_profile("p", "alice", "mars") == S_OK && files_in(folder) == 1 && keys() == 0,
        "a temporary profile is a file");
  CHECK(create_profile("p") == MAPI_E_NO_ACCESS && profile_count() == 1, "of which there is one");
  CHECK(delete_profile("p") == S_OK && files_in(folder) == 0 && profile_count() == 0, "until it is deleted");
  make_profile("p", "alice", "mars");
  IMAPISession *session = log_on_to("p");
  CHECK(session && delete_profile("p") == S_OK && files_in(folder) == 1 && profile_count() == 0,
        "one in use is deleted");
  CHECK(delete_profile("p") == MAPI_E_NOT_FOUND, "once,");
  drop(session);
  CHECK(files_in(folder) == 0, "when its session ends");

  struct census before = census_of(internal_heap());
  for (int i = 0; i < 50; i++) {
    make_profile("p", "alice", "mars");
    cycle("p");
  }
  CHECK(files_in(folder) == 0, "it also goes if nobody deletes it");
  struct census after = census_of(internal_heap());
  CHECK(after.busy_blocks <= before.busy_blocks + 1 && after.consistent, "and leaves no memory behind");

  make_profile("left", "alice", "mars");
  MAPIUninitialize();
  CHECK(files_in(folder) == 1, "one that nobody used or deleted leaves its file behind");
  initialize_temporary();
  CHECK(profile_count() == 0 && create_profile("left") == MAPI_E_NO_ACCESS,
        "which is in the way of the next");
  MAPIUninitialize();
  MAPIInitialize(NULL);
  CHECK(create_profile("left") == S_OK && files_in(folder) == 1 && keys() == 1,
        "without the flag profiles are in the registry");
  CHECK(handle_count() == 0, "no handle is left");
}

static void default_folder(void) {
  const char *folder = getenv("EXERCISE_FOLDER");
  setenv("TMPDIR", folder, 1);
  initialize_temporary();
  create_profile("p");
  CHECK(files_in(folder) == 1, "where no folder is named, files lie in that of temporary files");
  name_folder("/nowhere/at/all");
  CHECK(create_profile("q") == MAPI_E_NO_ACCESS && profile_count() == 1,
        "in a folder that is not there none is made");
  name_folder(folder);
  delete_profile("p");
  CHECK(files_in(folder) == 0, "none is left");
}

const struct suite profile_suites[] = {
    {"profiles: not initialized", uninitialized},
    {"profiles: names", names},
    {"profiles: services", services},
    {"profiles: in use", in_use},
    {"profiles: abandoned", abandoned},
    {"profiles: impersonation", impersonation},
    {"profiles: refused", refused},
    {"profiles: unreadable registry", unreadable},
    {"profiles: temporary", temporary},
    {"profiles: default folder", default_folder},
    {0},
};
