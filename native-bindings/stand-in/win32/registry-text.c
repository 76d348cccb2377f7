/*
 * The registry as text: regedit's notation in UTF-8, under a first line of its own.
 *
 * The reader is strict: whatever the writer would not keep (comments, a second section for one key, carriage
 * returns) makes the file corrupt, so that no write ever loses what a person put there.
 */
#include <string.h>

#include "pool.h"
#include "registry-tree.h"
#include "text.h"

#define FIRST_LINE "mapileak registry 1\n"

/* --- Reading ------------------------------------------------------------------------------------------------ */

struct reader {
  const char *at, *line_end;
  struct reg_key *root, *key;
  WCHAR *units; /* room for the longest line */
  BYTE *bytes;
};

static bool skip(struct reader *reader, const char *token) {
  size_t length = strlen(token);
  if ((size_t)(reader->line_end - reader->at) < length || memcmp(reader->at, token, length) != 0) return false;
  reader->at += length;
  return true;
}

/* Hexadecimal of exactly that many digits, in lower case as the writer has it. */
static bool read_hex(struct reader *reader, size_t digits, uint32_t *number) {
  if ((size_t)(reader->line_end - reader->at) < digits) return false;
  *number = 0;
  for (size_t i = 0; i < digits; i++) {
    char digit = *reader->at++;
    bool decimal = digit >= '0' && digit <= '9';
    if (!decimal && (digit < 'a' || digit > 'f')) return false;
    *number = *number << 4 | (uint32_t)(decimal ? digit - '0' : digit - 'a' + 10);
  }
  return true;
}

static bool read_escape(struct reader *reader, uint32_t *code_point) {
  static const char escapes[][2] = {{'\\', '\\'}, {'"', '"'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}};
  if (reader->at == reader->line_end) return false;
  char letter = *reader->at++;
  if (letter == 'u') return read_hex(reader, 4, code_point);
  for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
    if (escapes[i][0] != letter) continue;
    *code_point = (unsigned char)escapes[i][1];
    return true;
  }
  return false;
}

/* A quoted string into reader->units, with a NUL behind it. */
static bool read_string(struct reader *reader, size_t *length) {
  if (!skip(reader, "\"")) return false;
  *length = 0;
  while (reader->at < reader->line_end) {
    uint32_t code_point;
    if (skip(reader, "\"")) {
      reader->units[*length] = 0;
      return true;
    }
    bool escaped = skip(reader, "\\");
    if (escaped ? !read_escape(reader, &code_point)
                : !utf8_decode(&reader->at, reader->line_end, &code_point) || code_point < ' ') {
      return false;
    }
    if (code_point == 0) return false;
    *length += utf16_encode(code_point, reader->units + *length);
  }
  return false;
}

static bool read_bytes(struct reader *reader, DWORD *count) {
  *count = 0;
  while (reader->at < reader->line_end) {
    uint32_t byte;
    if (*count > 0 && !skip(reader, ",")) return false;
    if (!read_hex(reader, 2, &byte)) return false;
    reader->bytes[(*count)++] = (BYTE)byte;
  }
  return true;
}

static LSTATUS read_data(struct reader *reader, LPCWSTR name, size_t name_length) {
  uint32_t number;
  DWORD type;
  DWORD bytes;
  const void *data = reader->bytes;
  if (skip(reader, "dword:")) {
    if (!read_hex(reader, 8, &number)) return ERROR_REGISTRY_CORRUPT;
    type = REG_DWORD;
    bytes = sizeof number;
    data = &number;
  } else if (skip(reader, "hex(")) {
    if (!read_hex(reader, 8, &type) || !skip(reader, "):") || !read_bytes(reader, &bytes)) {
      return ERROR_REGISTRY_CORRUPT;
    }
  } else {
    size_t length;
    if (!read_string(reader, &length)) return ERROR_REGISTRY_CORRUPT;
    type = REG_SZ;
    bytes = (DWORD)((length + 1) * sizeof(WCHAR));
    data = reader->units;
  }
  if (reader->at != reader->line_end || bytes > VALUE_DATA_LIMIT) return ERROR_REGISTRY_CORRUPT;
  return tree_set_value(reader->key, name, name_length, type, data, bytes) ? ERROR_SUCCESS
                                                                          : ERROR_NOT_ENOUGH_MEMORY;
}

static LSTATUS read_value(struct reader *reader) {
  size_t length = 0;
  if (!skip(reader, "@") && (!read_string(reader, &length) || length == 0)) return ERROR_REGISTRY_CORRUPT;
  if (!reader->key || length > VALUE_NAME_LIMIT || !skip(reader, "=")) return ERROR_REGISTRY_CORRUPT;
  if (tree_value(reader->key, reader->units, length)) return ERROR_REGISTRY_CORRUPT;

  WCHAR *name = pool_alloc((length + 1) * sizeof *name); /* the data overwrites reader->units */
  if (!name) return ERROR_NOT_ENOUGH_MEMORY;
  memcpy(name, reader->units, length * sizeof *name);
  LSTATUS status = read_data(reader, name, length);
  pool_free(name);
  return status;
}

/* A section header: the full path of a key whose values follow. */
static LSTATUS read_key(struct reader *reader) {
  if (reader->line_end[-1] != ']') return ERROR_REGISTRY_CORRUPT;
  const char *end = reader->line_end - 1;
  size_t length = 0;
  size_t name_length = 0;
  size_t depth = 1;
  for (reader->at++; reader->at < end;) {
    uint32_t code_point;
    if (!utf8_decode(&reader->at, end, &code_point) || code_point < ' ') return ERROR_REGISTRY_CORRUPT;
    if (code_point == '\\') {
      if (name_length == 0 || ++depth > KEY_DEPTH_LIMIT) return ERROR_REGISTRY_CORRUPT;
      name_length = 0;
      reader->units[length++] = '\\';
    } else {
      size_t count = utf16_encode(code_point, reader->units + length);
      length += count;
      name_length += count;
    }
    if (name_length > KEY_NAME_LIMIT || length >= KEY_PATH_UNITS) return ERROR_REGISTRY_CORRUPT;
  }
  if (name_length == 0) return ERROR_REGISTRY_CORRUPT;
  reader->units[length] = 0;

  size_t hive_length = 0;
  while (reader->units[hive_length] && reader->units[hive_length] != '\\') hive_length++;
  if (!tree_subkey(reader->root, reader->units, hive_length)) return ERROR_REGISTRY_CORRUPT;
  reader->key = tree_find_or_add(reader->root, reader->units);
  if (!reader->key) return ERROR_NOT_ENOUGH_MEMORY;
  if (reader->key->listed) return ERROR_REGISTRY_CORRUPT;
  reader->key->listed = true;
  return ERROR_SUCCESS;
}

static LSTATUS read_lines(struct reader *reader, const char *text, const char *end) {
  LSTATUS status = ERROR_SUCCESS;
  while (text < end && status == ERROR_SUCCESS) {
    reader->at = text;
    reader->line_end = memchr(text, '\n', (size_t)(end - text));
    text = reader->line_end + 1;
    if (reader->at == reader->line_end) continue;
    status = *reader->at == '[' ? read_key(reader) : read_value(reader);
  }
  return status;
}

LSTATUS text_read(struct reg_key *root, const char *text, size_t length) {
  size_t first = strlen(FIRST_LINE);
  if (length < first || memcmp(text, FIRST_LINE, first) != 0) return ERROR_REGISTRY_CORRUPT;
  /* A file cut off in the middle of a line is not read up to there: it is corrupt. */
  if (text[length - 1] != '\n') return ERROR_REGISTRY_CORRUPT;

  struct reader reader = {.root = root, .units = pool_alloc((length + 1) * sizeof(WCHAR)), .bytes = pool_alloc(length)};
  LSTATUS status = ERROR_NOT_ENOUGH_MEMORY;
  if (reader.units && reader.bytes) status = read_lines(&reader, text + first, text + length);
  pool_free(reader.units);
  pool_free(reader.bytes);
  return status;
}

/* --- Writing ------------------------------------------------------------------------------------------------ */

struct writer {
  char *text;
  size_t length, room;
  bool failed;
};

static void put(struct writer *writer, const char *bytes, size_t count) {
  if (writer->failed) return;
  if (writer->room - writer->length < count) {
    size_t room = (writer->room + count) * 2;
    char *text = pool_grow(writer->text, writer->length, room);
    if (!text) {
      writer->failed = true;
      return;
    }
    writer->text = text;
    writer->room = room;
  }
  memcpy(writer->text + writer->length, bytes, count);
  writer->length += count;
}

static void put_text(struct writer *writer, const char *text) { put(writer, text, strlen(text)); }

static void put_hex(struct writer *writer, uint32_t number, size_t digits) {
  char text[8];
  for (size_t i = digits; i-- > 0; number >>= 4) text[i] = "0123456789abcdef"[number & 0xF];
  put(writer, text, digits);
}

static void put_name(struct writer *writer, const struct named *named) {
  const WCHAR *at = named->name;
  const WCHAR *end = at + named->name_length;
  while (at < end) {
    char bytes[4];
    put(writer, bytes, utf8_encode(utf16_decode(&at, end), bytes));
  }
}

static void put_string(struct writer *writer, const WCHAR *text, size_t length) {
  const WCHAR *end = text + length;
  put_text(writer, "\"");
  while (text < end) {
    uint32_t code_point = utf16_decode(&text, end);
    bool surrogate = code_point >= 0xD800 && code_point < 0xE000;
    char bytes[4];
    if (code_point == '"' || code_point == '\\') {
      put_text(writer, "\\");
      put(writer, (char[]){(char)code_point}, 1);
    } else if (code_point == '\n') {
      put_text(writer, "\\n");
    } else if (code_point == '\r') {
      put_text(writer, "\\r");
    } else if (code_point == '\t') {
      put_text(writer, "\\t");
    } else if (code_point < ' ' || surrogate) {
      put_text(writer, "\\u");
      put_hex(writer, code_point, 4);
    } else {
      put(writer, bytes, utf8_encode(code_point, bytes));
    }
  }
  put_text(writer, "\"");
}

/* Whether data is what a REG_SZ ought to be: text without a NUL but the last. */
static bool is_plain_string(const struct reg_value *value) {
  if (value->type != REG_SZ || value->bytes % sizeof(WCHAR) != 0 || value->bytes == 0) return false;
  const WCHAR *units = (const WCHAR *)(const void *)value->data;
  size_t length = value->bytes / sizeof(WCHAR) - 1;
  for (size_t i = 0; i < length; i++) {
    if (units[i] == 0) return false;
  }
  return units[length] == 0;
}

static void put_value(struct writer *writer, const struct reg_value *value) {
  if (value->named.name_length) put_string(writer, value->named.name, value->named.name_length);
  else put_text(writer, "@");
  put_text(writer, "=");

  if (value->type == REG_DWORD && value->bytes == sizeof(DWORD)) {
    DWORD number;
    memcpy(&number, value->data, sizeof number);
    put_text(writer, "dword:");
    put_hex(writer, number, 8);
  } else if (is_plain_string(value)) {
    put_string(writer, (const WCHAR *)(const void *)value->data, value->bytes / sizeof(WCHAR) - 1);
  } else {
    put_text(writer, "hex(");
    put_hex(writer, value->type, 8);
    put_text(writer, "):");
    for (DWORD i = 0; i < value->bytes; i++) {
      if (i > 0) put_text(writer, ",");
      put_hex(writer, value->data[i], 2);
    }
  }
  put_text(writer, "\n");
}

/* `path` holds the keys from the hive down to this one. */
static void put_key(struct writer *writer, const struct reg_key *key, const struct named *path[], size_t depth) {
  path[depth++] = &key->named;
  /* A hive always exists; it needs a section only for values of its own. */
  if (depth > 1 || key->values.count) {
    put_text(writer, "\n[");
    for (size_t i = 0; i < depth; i++) {
      if (i > 0) put_text(writer, "\\");
      put_name(writer, path[i]);
    }
    put_text(writer, "]\n");
  }
  for (size_t i = 0; i < key->values.count; i++) put_value(writer, (const struct reg_value *)key->values.items[i]);
  for (size_t i = 0; i < key->subkeys.count; i++) {
    put_key(writer, (const struct reg_key *)key->subkeys.items[i], path, depth);
  }
}

char *text_write(const struct reg_key *root, size_t *length) {
  struct writer writer = {0};
  const struct named *path[KEY_DEPTH_LIMIT + 1];
  put_text(&writer, FIRST_LINE);
  for (size_t i = 0; i < root->subkeys.count; i++) {
    put_key(&writer, (const struct reg_key *)root->subkeys.items[i], path, 0);
  }
  *length = writer.length;
  if (!writer.failed) return writer.text;
  pool_free(writer.text);
  return NULL;
}
