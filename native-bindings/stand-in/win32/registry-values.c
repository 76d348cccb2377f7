/* Values: reading, setting, deleting, listing (winreg.h). */
#include <string.h>

#include "registry-keys.h"
#include "text.h"

/* Answers type, size and, if there is a buffer, data: the two-call protocol of RegQueryValueEx. */
static LSTATUS copy_value(const struct reg_value *value, LPDWORD type, LPBYTE data, LPDWORD bytes) {
  bool fits = !data || *bytes >= value->bytes;
  if (type) *type = value->type;
  if (data && fits && value->bytes) memcpy(data, value->data, value->bytes);
  if (bytes) *bytes = value->bytes;
  return fits ? ERROR_SUCCESS : ERROR_MORE_DATA;
}

LSTATUS WINAPI RegQueryValueExW(HKEY handle, LPCWSTR name, LPDWORD reserved, LPDWORD type, LPBYTE data,
                                LPDWORD bytes) {
  if (reserved || (data && !bytes)) return ERROR_INVALID_PARAMETER;
  struct key_access opened;
  LSTATUS status = key_begin(handle, KEY_QUERY_VALUE, ACCESS_READ, &opened);
  if (status != ERROR_SUCCESS) return status;
  const struct reg_value *value = tree_value(opened.key, name, name ? wide_length(name) : 0);
  return key_end(&opened, value ? copy_value(value, type, data, bytes) : ERROR_FILE_NOT_FOUND, false);
}

LSTATUS WINAPI RegSetValueExW(HKEY handle, LPCWSTR name, DWORD reserved, DWORD type, const BYTE *data,
                              DWORD bytes) {
  size_t length = name ? wide_length(name) : 0;
  if (reserved || (!data && bytes) || length > VALUE_NAME_LIMIT || bytes > VALUE_DATA_LIMIT) {
    return ERROR_INVALID_PARAMETER;
  }
  struct key_access opened;
  LSTATUS status = key_begin(handle, KEY_SET_VALUE, ACCESS_WRITE, &opened);
  if (status != ERROR_SUCCESS) return status;

  const struct reg_value *old = tree_value(opened.key, name, length);
  bool changes =
      !old || old->type != type || old->bytes != bytes || (bytes && memcmp(old->data, data, bytes) != 0);
  if (changes && !tree_set_value(opened.key, name, length, type, data, bytes))
    status = ERROR_NOT_ENOUGH_MEMORY;
  return key_end(&opened, status, changes);
}

LSTATUS WINAPI RegDeleteValueW(HKEY handle, LPCWSTR name) {
  struct key_access opened;
  LSTATUS status = key_begin(handle, KEY_SET_VALUE, ACCESS_WRITE, &opened);
  if (status != ERROR_SUCCESS) return status;
  bool removed = tree_remove_value(opened.key, name, name ? wide_length(name) : 0);
  return key_end(&opened, removed ? ERROR_SUCCESS : ERROR_FILE_NOT_FOUND, removed);
}

LSTATUS WINAPI RegEnumValueW(HKEY handle, DWORD index, LPWSTR name, LPDWORD name_length, LPDWORD reserved,
                             LPDWORD type, LPBYTE data, LPDWORD bytes) {
  if (!name || !name_length || reserved || (data && !bytes)) return ERROR_INVALID_PARAMETER;
  struct key_access opened;
  LSTATUS status = key_begin(handle, KEY_QUERY_VALUE, ACCESS_READ, &opened);
  if (status != ERROR_SUCCESS) return status;

  const struct name_list *values = &opened.key->values;
  if (index >= values->count) return key_end(&opened, ERROR_NO_MORE_ITEMS, false);
  status = copy_value((const struct reg_value *)values->items[index], type, data, bytes);
  if (status == ERROR_SUCCESS) status = copy_name(values->items[index], name, name_length);
  return key_end(&opened, status, false);
}
