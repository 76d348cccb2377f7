/*
 * Reads texts of the stand-in's registry from stdin, each behind its length (32 bits, little-endian), and answers each with a
 * character: c for corrupt, r for read. x: what was read and written again is not read as the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pool.h"
#include "registry-tree.h"

/* The text of what was read; NULL if it was refused. */
static char *written_again(const char *text, size_t length, size_t *written_length) {
  struct reg_key *root = tree_make();
  if (!root) exit(70);
  LSTATUS status = text_read(root, text, length);
  if (status != ERROR_SUCCESS && status != ERROR_REGISTRY_CORRUPT) exit(71);
  char *written = status == ERROR_SUCCESS ? text_write(root, written_length) : NULL;
  tree_free(root);
  return written;
}

static char judge(const char *text, size_t length) {
  size_t first_length = 0;
  size_t second_length = 0;
  char *first = written_again(text, length, &first_length);
  if (!first) return 'c';
  char *second = written_again(first, first_length, &second_length);
  bool same = second && first_length == second_length && memcmp(first, second, first_length) == 0;
  pool_free(first);
  pool_free(second);
  return same ? 'r' : 'x';
}

int main(void) {
  unsigned char header[4];
  while (fread(header, 1, sizeof header, stdin) == sizeof header) {
    size_t length = header[0] | (size_t)header[1] << 8 | (size_t)header[2] << 16 | (size_t)header[3] << 24;
    /* Exactly as long as the text, so that AddressSanitizer sees a step beyond its end. */
    char *text = malloc(length ? length : 1);
    if (!text || fread(text, 1, length, stdin) != length) return 72;
    putchar(judge(text, length));
    fflush(stdout);
    free(text);
  }
  return 0;
}
