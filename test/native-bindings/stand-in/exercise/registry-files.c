/* The registry's file: garbage, its places, and several writers. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "exercise.h"

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
        try_open(u"SOFTWARE", KEY_READ) == ERROR_REGISTRY_CORRUPT && create_key(u"SOFTWARE\\New", 0) == NULL;
    bool kept = read_file(after, sizeof after) == strlen(broken[i]) &&
                memcmp(after, broken[i], strlen(broken[i])) == 0;
    CHECK(refused && kept, "garbage %zu is error 1015 and is left alone", i);
  }

  unlink(getenv("MAPILEAK_REGISTRY"));
  HKEY key = create_key(u"SOFTWARE\\A\\B", 0);
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

/* Gives the file the time a kernel with a coarse clock would have given it. */
static void round_file_time(void) {
  struct timespec times[2];
  clock_gettime(CLOCK_REALTIME, &times[1]);
  times[1].tv_nsec -= times[1].tv_nsec % 4000000;
  times[0] = times[1];
  if (utimensat(AT_FDCWD, getenv("MAPILEAK_REGISTRY"), times, 0) != 0) exit(65);
}

/* Between two ticks of that clock a file can change and keep its size, inode and time. */
static void quick_changes(void) {
  char text[] = "mapileak registry 1\n[HKEY_LOCAL_MACHINE\\A]\n\"n\"=dword:00000000\n";
  HKEY key = NULL;
  bool right = true;
  for (DWORD round = 0; round < 500; round++) {
    text[sizeof text - 3] = (char)('0' + round % 10);
    write_file(text, sizeof text - 1);
    round_file_time();
    if (!key) RegOpenKeyExW(HKEY_LOCAL_MACHINE, u"A", 0, KEY_READ, &key);
    right &= get_number(key, u"n") == round % 10;
  }
  CHECK(right, "a file that changes 500 times within some ticks of the clock is never read stale");
}

static void places(void) {
  static char folder[256];
  static char file[512];
  snprintf(folder, sizeof folder, "%s/state", getenv("EXERCISE_FOLDER"));
  HKEY first = create_key(u"SOFTWARE\\First", 0);
  set_number(first, u"n", 1);
  setenv("XDG_STATE_HOME", folder, 1);
  unsetenv("MAPILEAK_REGISTRY");
  CHECK(try_open(u"SOFTWARE\\First", KEY_READ) == ERROR_FILE_NOT_FOUND,
        "the place of the file is looked up at each open");
  CHECK(get_number(first, u"n") == 1, "an open key stays in its file");
  CHECK(create_key(u"SOFTWARE\\Second", 0) != NULL, "a key is made in the default place");
  snprintf(file, sizeof file, "%s/mapileak/registry.txt", folder);
  struct stat state;
  CHECK(stat(file, &state) == 0 && stat(folder, &state) == 0 && (state.st_mode & 0777) == 0700,
        "in folders that are the owner's only");
  unsetenv("XDG_STATE_HOME");
  setenv("HOME", folder, 1);
  CHECK(create_key(u"SOFTWARE\\Third", 0) != NULL, "without XDG_STATE_HOME");
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
    HKEY own = create_key(path, 0);
    HKEY shared = create_key(u"SOFTWARE\\Shared", 0);
    right &= own && shared && (step == 1 || get_number(shared, value) == step - 1);
    right &= set_number(shared, value, step) == ERROR_SUCCESS;
    RegCloseKey(own);
    RegCloseKey(shared);
  }
  CHECK(right, "writer %s finds its own last number at each step", name);
}

/* Never ends; somebody kills it. */
static void endless_writer(void) {
  HKEY key = create_key(u"SOFTWARE\\Endless", 0);
  for (DWORD step = 1;; step++) {
    set_number(key, u"step", step);
    if (step == 20) CHECK(true, "under way");
  }
}

const struct suite registry_file_suites[] = {
    {"registry: garbage", garbage},     {"registry: quick changes", quick_changes},
    {"registry: places", places},       {"writer", writer},
    {"endless writer", endless_writer}, {0},
};
