/* Writes the registry's text. What it writes, registry-read.c reads back as it was. */
#include <string.h>

#include "pool.h"
#include "registry-tree.h"
#include "text.h"

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
static void put_key(struct writer *writer, const struct reg_key *key, const struct named *path[],
                    size_t depth) {
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
  for (size_t i = 0; i < key->values.count; i++)
    put_value(writer, (const struct reg_value *)key->values.items[i]);
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
