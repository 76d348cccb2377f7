/* The registry: keys, values, views, handles to deleted keys, and files that are garbage. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exercise.h"

static HKEY create(LPCWSTR path, REGSAM view) {
  HKEY key = NULL;
  RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, 0, KEY_ALL_ACCESS | view, NULL, &key, NULL);
  return key;
}

static LSTATUS try_open(LPCWSTR path, REGSAM access) {
  HKEY key;
  LSTATUS status = RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, access, &key);
  if (status == ERROR_SUCCESS) RegCloseKey(key);
  return status;
}

static LSTATUS set_number(HKEY key, LPCWSTR name, DWORD number) {
  return RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof number);
}

static DWORD get_number(HKEY key, LPCWSTR name) {
  DWORD number = 0;
  DWORD bytes = sizeof number;
  return RegQueryValueExW(key, name, NULL, NULL, (LPBYTE)&number, &bytes) == ERROR_SUCCESS ? number
                                                                                           : 0xFFFFFFFF;
}

static void keys(void) {
  HKEY key;
  HKEY again;
  DWORD disposition = 0;
  CHECK(try_open(u"SOFTWARE\\Nobody", KEY_READ) == ERROR_FILE_NOT_FOUND, "a missing key is error 2");
  CHECK(access(getenv("MAPILEAK_REGISTRY"), F_OK) != 0, "reading makes no file");
  CHECK(RegCreateKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\One\\Two", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key,
                        &disposition) == ERROR_SUCCESS &&
            disposition == REG_CREATED_NEW_KEY,
        "a key is made with those above it");
  struct stat state;
  CHECK(stat(getenv("MAPILEAK_REGISTRY"), &state) == 0 && (state.st_mode & 0777) == 0600,
        "its file is the owner's only");
  CHECK(RegCreateKeyExW(HKEY_LOCAL_MACHINE, u"software\\ONE\\two\\", 0, NULL, 0, KEY_READ, NULL, &again,
                        &disposition) == ERROR_SUCCESS &&
            disposition == REG_OPENED_EXISTING_KEY,
        "names have no case");
  CHECK(set_number(again, u"a", 1) == ERROR_ACCESS_DENIED, "a handle for reading does not write");
  RegCloseKey(again);

  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\One", 0, 0) == ERROR_ACCESS_DENIED,
        "a key with subkeys is not deleted, error 5");
  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\One\\Two", 0, 0) == ERROR_SUCCESS, "one without is");
  CHECK(set_number(key, u"a", 1) == ERROR_KEY_DELETED, "its handle says 1018");
  again = create(u"SOFTWARE\\One\\Two", 0);
  CHECK(get_number(key, u"a") == 0xFFFFFFFF &&
            RegQueryValueExW(key, u"a", NULL, NULL, NULL, NULL) == ERROR_KEY_DELETED,
        "even when a key of that name is back");
  CHECK(RegOpenKeyExW(key, u"Three", 0, KEY_READ, &(HKEY){0}) == ERROR_KEY_DELETED,
        "and nothing is opened below it");
  CHECK(RegDeleteKeyExW(again, u"", 0, 0) == ERROR_SUCCESS, "a key is deleted through its own handle");
  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"", 0, 0) == ERROR_ACCESS_DENIED, "a hive is not");
  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\One\\Two", 0, 0) == ERROR_FILE_NOT_FOUND,
        "a missing key cannot be deleted, error 2");
  RegCloseKey(again);
  RegCloseKey(key);

  CHECK(try_open(u"\\SOFTWARE", KEY_READ) == ERROR_BAD_PATHNAME &&
            try_open(u"A\\\\B", KEY_READ) == ERROR_BAD_PATHNAME,
        "empty names are error 161");
  CHECK(create(u"SOFTWARE\\line\nbreak", 0) == NULL && create(u"SOFTWARE\\\xD800", 0) == NULL,
        "names the file cannot hold are refused");
  WCHAR name[300] = u"";
  for (size_t i = 0; i < 255; i++) name[i] = 'n';
  key = create(name, 0);
  CHECK(key != NULL, "a name may have 255 characters");
  RegCloseKey(key);
  name[255] = 'n';
  CHECK(create(name, 0) == NULL, "and no more");
  CHECK(RegOpenKeyExW((HKEY)64, u"x", 0, KEY_READ, &key) == ERROR_INVALID_HANDLE, "no key is error 6");
  CHECK(RegCloseKey(HKEY_USERS) == ERROR_SUCCESS, "closing a hive is allowed");
  CHECK(handle_count() == 0, "no handle is left");
}

static void values(void) {
  HKEY key = create(u"SOFTWARE\\Values", 0);
  static const struct {
    LPCWSTR name;
    DWORD type, bytes;
    const void *data;
  } samples[] = {
      {u"Number", REG_DWORD, 4, "\xFE\xFF\xFF\xFF"},
      {u"Short number", REG_DWORD, 3, "abc"},
      {u"", REG_SZ, 8, u"yes"},
      {u"Text", REG_SZ, 24, u"a\"b\\c\n\t\r\x01\xE9\u4E2D"},
      {u"Emoji \U0001F600 \"=\\", REG_SZ, 6, u"\U0001F600"},
      {u"Half a pair \xD800", REG_SZ, 6, u"x\xDC00"},
      {u"No end", REG_SZ, 4, u"ab"},
      {u"Odd", REG_SZ, 3, "abc"},
      {u"NUL inside", REG_SZ, 8, u"a\0b"},
      {u"Empty text", REG_SZ, 2, u""},
      {u"No bytes", REG_SZ, 0, NULL},
      {u"Expand", REG_EXPAND_SZ, 8, u"%X%"},
      {u"Bytes", REG_BINARY, 5, "\0\1\2\xFF\0"},
      {u"Strange type", 0xFFFFFFFF, 1, "x"},
  };
  enum { SAMPLES = sizeof samples / sizeof *samples };
  for (size_t i = 0; i < SAMPLES; i++) {
    BYTE data[64];
    DWORD bytes = sizeof data;
    DWORD type;
    bool kept = RegSetValueExW(key, samples[i].name, 0, samples[i].type, samples[i].data, samples[i].bytes) ==
                    ERROR_SUCCESS &&
                RegQueryValueExW(key, samples[i].name, NULL, &type, data, &bytes) == ERROR_SUCCESS &&
                type == samples[i].type && bytes == samples[i].bytes &&
                (!bytes || memcmp(data, samples[i].data, bytes) == 0);
    CHECK(kept, "sample value %zu comes back from the file as it was", i);
  }

  DWORD subkeys;
  DWORD count;
  DWORD longest_name;
  DWORD longest_data;
  FILETIME written;
  create(u"SOFTWARE\\Values\\Sub", 0);
  CHECK(RegQueryInfoKeyW(key, NULL, NULL, NULL, &subkeys, NULL, NULL, &count, &longest_name, &longest_data,
                         NULL, &written) == ERROR_SUCCESS &&
            subkeys == 1 && count == SAMPLES && longest_name == 13 && longest_data == 24 &&
            written.dwHighDateTime > 0x01D00000,
        "a key knows its numbers");
  WCHAR name[32];
  DWORD length;
  size_t listed = 0;
  do length = 32;
  while (RegEnumValueW(key, (DWORD)listed, name, &length, NULL, NULL, NULL, NULL) == ERROR_SUCCESS &&
         ++listed);
  CHECK(listed == SAMPLES &&
            RegEnumValueW(key, SAMPLES, name, &length, NULL, NULL, NULL, NULL) == ERROR_NO_MORE_ITEMS,
        "all values are listed, then 259");
  length = 3;
  CHECK(RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL) == ERROR_MORE_DATA,
        "a name of 3 needs room for 4, error 234");
  length = 4;
  CHECK(RegEnumKeyExW(key, 0, name, &length, NULL, NULL, NULL, NULL) == ERROR_SUCCESS && length == 3 &&
            memcmp(name, u"Sub", 8) == 0,
        "and gets it");
  CHECK(RegEnumKeyExW(key, 1, name, &length, NULL, NULL, NULL, NULL) == ERROR_NO_MORE_ITEMS,
        "after the last key comes 259");

  DWORD bytes = 3;
  BYTE data[4];
  CHECK(RegQueryValueExW(key, u"number", NULL, NULL, data, &bytes) == ERROR_MORE_DATA && bytes == 4,
        "a short buffer is error 234");
  CHECK(RegQueryValueExW(key, u"NUMBER", NULL, NULL, NULL, &bytes) == ERROR_SUCCESS && bytes == 4,
        "no buffer asks for the size");
  CHECK(RegQueryValueExW(key, u"Number", NULL, NULL, data, NULL) == ERROR_INVALID_PARAMETER,
        "a buffer without size is error 87");
  CHECK(RegDeleteValueW(key, u"nUMBER") == ERROR_SUCCESS &&
            RegDeleteValueW(key, u"Number") == ERROR_FILE_NOT_FOUND,
        "a value is deleted once");
  struct stat before;
  struct stat after;
  stat(getenv("MAPILEAK_REGISTRY"), &before);
  RegSetValueExW(key, u"Expand", 0, REG_EXPAND_SZ, (const BYTE *)u"%X%", 8);
  stat(getenv("MAPILEAK_REGISTRY"), &after);
  CHECK(before.st_ino == after.st_ino && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec,
        "setting what is set writes nothing");
  RegCloseKey(key);
}

static void views(void) {
  CHECK(try_open(u"SOFTWARE", KEY_READ | KEY_WOW64_32KEY | KEY_WOW64_64KEY) == ERROR_INVALID_PARAMETER,
        "both views at once are error 87");
  HKEY narrow = create(u"SOFTWARE\\App", KEY_WOW64_32KEY);
  CHECK(try_open(u"SOFTWARE\\App", KEY_READ) == ERROR_FILE_NOT_FOUND,
        "a key of the 32-bit view is not in the 64-bit one");
  CHECK(try_open(u"SOFTWARE\\WOW6432Node\\App", KEY_READ) == ERROR_SUCCESS, "which has it under Wow6432Node");
  CHECK(try_open(u"SOFTWARE\\Wow6432Node\\App", KEY_READ | KEY_WOW64_32KEY) == ERROR_SUCCESS,
        "and that name works in both");
  HKEY wide = create(u"SOFTWARE\\App", KEY_WOW64_64KEY);
  set_number(narrow, u"n", 32);
  set_number(wide, u"n", 64);
  CHECK(get_number(narrow, u"n") == 32 && get_number(wide, u"n") == 64, "each view has its own values");
  RegCloseKey(create(u"SOFTWARE\\Clients\\Mail", KEY_WOW64_32KEY));
  CHECK(try_open(u"SOFTWARE\\Clients\\Mail", KEY_READ | KEY_WOW64_64KEY) == ERROR_SUCCESS &&
            try_open(u"SOFTWARE\\Wow6432Node\\Clients\\Mail", KEY_READ) == ERROR_SUCCESS,
        "Clients is shared by both");
  CHECK(try_open(u"SOFTWARE\\ClientsOfMine", KEY_READ | KEY_WOW64_32KEY) == ERROR_FILE_NOT_FOUND &&
            create(u"SOFTWAREX\\A", KEY_WOW64_32KEY) &&
            try_open(u"SOFTWAREX\\A", KEY_READ | KEY_WOW64_64KEY) == ERROR_SUCCESS,
        "names that only begin alike are not redirected, or shared");
  HKEY root;
  RegOpenKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE", 0, KEY_READ | KEY_WOW64_32KEY, &root);
  HKEY below;
  CHECK(RegOpenKeyExW(root, u"App", 0, KEY_READ | KEY_WOW64_32KEY, &below) == ERROR_SUCCESS &&
            get_number(below, u"n") == 32,
        "a handle to SOFTWARE in the 32-bit view leads to its keys");
  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\App", KEY_WOW64_32KEY, 0) == ERROR_SUCCESS &&
            get_number(wide, u"n") == 64,
        "a key is deleted in one view");
}

static void write_file(const char *text, size_t length) {
  int file = open(getenv("MAPILEAK_REGISTRY"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (write(file, text, length) != (ssize_t)length) exit(65);
  close(file);
}

static size_t read_file(char *text, size_t room) {
  int file = open(getenv("MAPILEAK_REGISTRY"), O_RDONLY);
  ssize_t length = read(file, text, room);
  close(file);
  return length < 0 ? 0 : (size_t)length;
}

static void garbage(void) {
  static const char *const broken[] = {
      "",
      "mapileak registry 2\n",
      "mapileak registry 1",
      "\xEF\xBB\xBFmapileak registry 1\n",
      "mapileak registry 1\n; a comment\n",
      "mapileak registry 1\n[HKEY_NOWHERE\\A]\n",
      "mapileak registry 1\n[]\n",
      "mapileak registry 1\n[HKEY_USERS\\]\n",
      "mapileak registry 1\n[\\A]\n",
      "mapileak registry 1\n[HKEY_USERS\\A\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n[HKEY_USERS\\a]\n",
      "mapileak registry 1\n\"a\"=dword:00000001\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=dword:1\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=dword:000000001\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=dword:0000000G\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"x\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"\\\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"\\q\"\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"\\u0000\"\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"\xC0\x80\"\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"\xED\xA0\x80\"\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"\"=\"x\"\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=hex(00000003):0\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=hex(00000003):00,\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=hex(3):00\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"x\"\r\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"x\"\n\"A\"=\"y\"\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n@\n",
      "mapileak registry 1\n[HKEY_USERS\\A]\n\"a\"=\"x\" \n",
  };
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    char after[256];
    write_file(broken[i], strlen(broken[i]));
    bool refused =
        try_open(u"SOFTWARE", KEY_READ) == ERROR_REGISTRY_CORRUPT && create(u"SOFTWARE\\New", 0) == NULL;
    bool kept = read_file(after, sizeof after) == strlen(broken[i]) &&
                memcmp(after, broken[i], strlen(broken[i])) == 0;
    CHECK(refused && kept, "garbage %zu is error 1015 and is left alone", i);
  }

  unlink(getenv("MAPILEAK_REGISTRY"));
  HKEY key = create(u"SOFTWARE\\A\\B", 0);
  set_number(key, u"n", 7);
  RegSetValueExW(key, u"text \u20AC", 0, REG_SZ, (const BYTE *)u"a\"b\u20AC", 10);
  RegSetValueExW(key, NULL, 0, REG_BINARY, (const BYTE *)"abc", 3);
  static char text[4096];
  static char mutated[4096];
  size_t length = read_file(text, sizeof text);
  uint64_t random = 293150;
  size_t corrupt = 0;
  bool sound = true;
  for (int round = 0; round < 5000; round++) {
    memcpy(mutated, text, length);
    size_t mutated_length = next_random(&random) % 8 == 0 ? next_random(&random) % length : length;
    for (uint64_t changes = next_random(&random) % 4; changes > 0 && mutated_length; changes--) {
      static const char likely[] = "[]\\\"=:,@\nx0\x80\xFF";
      bool any = next_random(&random) % 2;
      mutated[next_random(&random) % mutated_length] =
          any ? (char)next_random(&random) : likely[next_random(&random) % (sizeof likely - 1)];
    }
    write_file(mutated, mutated_length);
    LSTATUS status = try_open(u"SOFTWARE\\A\\B", KEY_READ);
    sound &= status == ERROR_SUCCESS || status == ERROR_FILE_NOT_FOUND || status == ERROR_REGISTRY_CORRUPT;
    corrupt += status == ERROR_REGISTRY_CORRUPT;
  }
  CHECK(sound && corrupt > 1000 && corrupt < 5000, "5000 mutated files are read or refused");
  write_file(text, length);
  CHECK(get_number(key, u"n") == 7, "the right file is read again afterwards");
}

static void places(void) {
  static char folder[256];
  static char file[512];
  snprintf(folder, sizeof folder, "%s/state", getenv("EXERCISE_FOLDER"));
  HKEY first = create(u"SOFTWARE\\First", 0);
  set_number(first, u"n", 1);
  setenv("XDG_STATE_HOME", folder, 1);
  unsetenv("MAPILEAK_REGISTRY");
  CHECK(try_open(u"SOFTWARE\\First", KEY_READ) == ERROR_FILE_NOT_FOUND,
        "the place of the file is looked up at each open");
  CHECK(get_number(first, u"n") == 1, "an open key stays in its file");
  CHECK(create(u"SOFTWARE\\Second", 0) != NULL, "a key is made in the default place");
  snprintf(file, sizeof file, "%s/mapileak/registry.txt", folder);
  struct stat state;
  CHECK(stat(file, &state) == 0 && stat(folder, &state) == 0 && (state.st_mode & 0777) == 0700,
        "in folders that are the owner's only");
  unsetenv("XDG_STATE_HOME");
  setenv("HOME", folder, 1);
  CHECK(create(u"SOFTWARE\\Third", 0) != NULL, "without XDG_STATE_HOME");
  snprintf(file, sizeof file, "%s/.local/state/mapileak/registry.txt", folder);
  CHECK(access(file, F_OK) == 0, "it is in ~/.local/state");
  unsetenv("HOME");
  CHECK(try_open(u"SOFTWARE", KEY_READ) == ERROR_PATH_NOT_FOUND, "without HOME there is no place, error 3");
  snprintf(file, sizeof file, "%s/mapileak/registry.txt/registry.txt", folder);
  setenv("MAPILEAK_REGISTRY", file, 1);
  HKEY key;
  CHECK(RegCreateKeyExW(HKEY_LOCAL_MACHINE, u"A", 0, NULL, 0, KEY_READ, NULL, &key, NULL) ==
            ERROR_ACCESS_DENIED,
        "a place that cannot be written is error 5");
  setenv("MAPILEAK_REGISTRY", folder, 1);
  CHECK(try_open(u"SOFTWARE", KEY_READ) == ERROR_REGISTRY_CORRUPT, "a folder is no registry");
}

/* For several processes at once: counts up a value of its own, and one key for each step. */
static void writer(void) {
  const char *name = getenv("EXERCISE_WRITER");
  WCHAR value[] = u"writer 0";
  value[7] = (WCHAR)*name;
  bool right = true;
  for (DWORD step = 1; step <= 40; step++) {
    WCHAR path[] = u"SOFTWARE\\Shared\\0\\00";
    path[16] = (WCHAR)*name;
    path[18] = (WCHAR)('0' + step / 10);
    path[19] = (WCHAR)('0' + step % 10);
    HKEY own = create(path, 0);
    HKEY shared = create(u"SOFTWARE\\Shared", 0);
    right &= own && shared && (step == 1 || get_number(shared, value) == step - 1);
    right &= set_number(shared, value, step) == ERROR_SUCCESS;
    RegCloseKey(own);
    RegCloseKey(shared);
  }
  CHECK(right, "writer %s finds its own last number at each step", name);
}

/* Never ends; somebody kills it. */
static void endless_writer(void) {
  HKEY key = create(u"SOFTWARE\\Endless", 0);
  for (DWORD step = 1;; step++) {
    set_number(key, u"step", step);
    if (step == 20) CHECK(true, "under way");
  }
}

const struct suite registry_suites[] = {
    {"registry: keys", keys},           {"registry: values", values},
    {"registry: views", views},         {"registry: garbage", garbage},
    {"registry: places", places},       {"writer", writer},
    {"endless writer", endless_writer}, {0},
};
