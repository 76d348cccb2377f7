/* The registry: keys, values, views, and handles to deleted keys. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exercise.h"

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

  HKEY unused = create_key(u"software\\one\\two", 0);
  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\One", 0, 0) == ERROR_ACCESS_DENIED,
        "a key with subkeys is not deleted, error 5");
  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\One\\Two", 0, 0) == ERROR_SUCCESS, "one without is");
  CHECK(set_number(key, u"a", 1) == ERROR_KEY_DELETED, "its handle says 1018");
  again = create_key(u"SOFTWARE\\One\\Two", 0);
  CHECK(get_number(key, u"a") == 0xFFFFFFFF &&
            RegQueryValueExW(key, u"a", NULL, NULL, NULL, NULL) == ERROR_KEY_DELETED,
        "even when a key of that name is back");
  CHECK(set_number(unused, u"a", 1) == ERROR_KEY_DELETED, "and so for a handle that was not used meanwhile");
  CHECK(RegOpenKeyExW(key, u"Three", 0, KEY_READ, &(HKEY){0}) == ERROR_KEY_DELETED,
        "and nothing is opened below it");
  CHECK(RegDeleteKeyExW(again, u"", 0, 0) == ERROR_SUCCESS, "a key is deleted through its own handle");
  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"", 0, 0) == ERROR_ACCESS_DENIED, "a hive is not");
  CHECK(RegDeleteKeyExW(HKEY_LOCAL_MACHINE, u"SOFTWARE\\One\\Two", 0, 0) == ERROR_FILE_NOT_FOUND,
        "a missing key cannot be deleted, error 2");
  RegCloseKey(unused);
  RegCloseKey(again);
  RegCloseKey(key);

  CHECK(try_open(u"\\SOFTWARE", KEY_READ) == ERROR_BAD_PATHNAME &&
            try_open(u"A\\\\B", KEY_READ) == ERROR_BAD_PATHNAME,
        "empty names are error 161");
  CHECK(create_key(u"SOFTWARE\\line\nbreak", 0) == NULL && create_key(u"SOFTWARE\\\xD800", 0) == NULL,
        "names the file cannot hold are refused");
  WCHAR name[300] = u"";
  for (size_t i = 0; i < 255; i++) name[i] = 'n';
  key = create_key(name, 0);
  CHECK(key != NULL, "a name may have 255 characters");
  RegCloseKey(key);
  name[255] = 'n';
  CHECK(create_key(name, 0) == NULL, "and no more");
  CHECK(RegOpenKeyExW((HKEY)64, u"x", 0, KEY_READ, &key) == ERROR_INVALID_HANDLE, "no key is error 6");
  CHECK(RegCloseKey(HKEY_USERS) == ERROR_SUCCESS, "closing a hive is allowed");
  CHECK(RegFlushKey(HKEY_LOCAL_MACHINE) == ERROR_SUCCESS && RegFlushKey(NULL) != ERROR_SUCCESS,
        "a hive can be flushed");
  CHECK(handle_count() == 0, "no handle is left");
}

static void values(void) {
  HKEY key = create_key(u"SOFTWARE\\Values", 0);
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
  create_key(u"SOFTWARE\\Values\\Sub", 0);
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
  HKEY narrow = create_key(u"SOFTWARE\\App", KEY_WOW64_32KEY);
  CHECK(try_open(u"SOFTWARE\\App", KEY_READ) == ERROR_FILE_NOT_FOUND,
        "a key of the 32-bit view is not in the 64-bit one");
  CHECK(try_open(u"SOFTWARE\\WOW6432Node\\App", KEY_READ) == ERROR_SUCCESS, "which has it under Wow6432Node");
  CHECK(try_open(u"SOFTWARE\\Wow6432Node\\App", KEY_READ | KEY_WOW64_32KEY) == ERROR_SUCCESS,
        "and that name works in both");
  HKEY wide = create_key(u"SOFTWARE\\App", KEY_WOW64_64KEY);
  set_number(narrow, u"n", 32);
  set_number(wide, u"n", 64);
  CHECK(get_number(narrow, u"n") == 32 && get_number(wide, u"n") == 64, "each view has its own values");
  RegCloseKey(create_key(u"SOFTWARE\\Clients\\Mail", KEY_WOW64_32KEY));
  CHECK(try_open(u"SOFTWARE\\Clients\\Mail", KEY_READ | KEY_WOW64_64KEY) == ERROR_SUCCESS &&
            try_open(u"SOFTWARE\\Wow6432Node\\Clients\\Mail", KEY_READ) == ERROR_SUCCESS,
        "Clients is shared by both");
  CHECK(try_open(u"SOFTWARE\\ClientsOfMine", KEY_READ | KEY_WOW64_32KEY) == ERROR_FILE_NOT_FOUND &&
            create_key(u"SOFTWAREX\\A", KEY_WOW64_32KEY) &&
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

const struct suite registry_suites[] = {
    {"registry: keys", keys}, {"registry: values", values}, {"registry: views", views}, {0}};
