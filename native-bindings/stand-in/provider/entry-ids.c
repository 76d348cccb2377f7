#include "entry-ids.h"

#include <string.h>

#include "buffers.h"
#include "wide-names.h"

const MAPIUID provider_primary = {
    {0x54, 0x94, 0xA1, 0xC0, 0x29, 0x7F, 0x10, 0x1B, 0xA5, 0x87, 0x08, 0x00, 0x2B, 0x2A, 0x25, 0x17}};
const MAPIUID provider_delegate = {
    {0x9E, 0xB4, 0x77, 0x00, 0x74, 0xE4, 0x11, 0xCE, 0x8C, 0x5E, 0x00, 0xAA, 0x00, 0x42, 0x54, 0xE2}};

/* Ours alone, so that nobody takes an entry id of Exchange's for one of these. */
static const BYTE provider_uid[17] = "mapileak standin";

#define HEAD_BYTES offsetof(struct entry_id, mailbox)

const char *mailbox_short_name(const char *name) {
  const char *last = strrchr(name, '=');
  return last ? last + 1 : name;
}

bool mailbox_equal(const char *left, const char *right) {
  return names_equal(mailbox_short_name(left), mailbox_short_name(right));
}

ULONG entry_id_make(struct entry_id *entry_id, enum entry_kind kind, const char *mailbox) {
  *entry_id = (struct entry_id){.kind = (BYTE)kind};
  memcpy(entry_id->provider, provider_uid, sizeof entry_id->provider);
  strncpy(entry_id->mailbox, mailbox, MAILBOX_NAME_LIMIT);
  return (ULONG)(HEAD_BYTES + strlen(entry_id->mailbox) + 1);
}

bool entry_id_read(ULONG bytes, const void *memory, struct entry_id *entry_id) {
  if (!memory || bytes <= HEAD_BYTES || bytes > sizeof *entry_id) return false;
  *entry_id = (struct entry_id){0};
  memcpy(entry_id, memory, bytes);
  size_t last = bytes - HEAD_BYTES - 1;
  return memcmp(entry_id->provider, provider_uid, sizeof entry_id->provider) == 0 &&
         entry_id->kind <= ENTRY_INBOX &&
         memchr(entry_id->mailbox, '\0', last + 1) == entry_id->mailbox + last;
}

HRESULT entry_id_answer(HANDLE heap, enum entry_kind kind, const char *mailbox, ULONG *bytes, void **answer) {
  struct entry_id entry_id;
  ULONG count = entry_id_make(&entry_id, kind, mailbox);
  *answer = buffer_make(heap, count);
  if (!*answer) return MAPI_E_NOT_ENOUGH_MEMORY;
  memcpy(*answer, &entry_id, count);
  *bytes = count;
  return S_OK;
}
