/*
 * Reads the registry's text: regedit's notation in UTF-8, under a first line of its own.
 *
 * The reader is strict: whatever the writer would not keep (comments, a second section for one key, carriage
 * returns) makes the file corrupt, so that no write ever loses what a person put there.
 */
#include <string.h>

#include "pool.h"
#include "registry-tree.h"
#include "text.h"

struct reader {
  const char *at, *line_end;
  struct reg_key *root, *key;
  WCHAR *units; /* room for the longest line */
  BYTE *bytes;
};

static bool skip(struct reader *reader, const char *token) {
  size_t length = strlen(token);
  if ((size_t)(reader->line_end - reader->at) < length || memcmp(reader->at, token, length) != 0)
    return false;
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

  struct reader reader = {
      .root = root, .units = pool_alloc((length + 1) * sizeof(WCHAR)), .bytes = pool_alloc(length)};
  LSTATUS status = ERROR_NOT_ENOUGH_MEMORY;
  if (reader.units && reader.bytes) status = read_lines(&reader, text + first, text + length);
  pool_free(reader.units);
  pool_free(reader.bytes);
  return status;
}
