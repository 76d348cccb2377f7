#include "logon.h"

#include <string.h>

#include "profiles.h"

/* The text as one of the ANSI code page, of which only Latin-1 is modelled; false if it is too long or empty.
 */
static bool narrow(LPCWSTR text, size_t length, char *out, size_t capacity) {
  if (length == 0 || length >= capacity) return false;
  for (size_t i = 0; i < length; i++) out[i] = (char)(text[i] < 0x100 ? text[i] : '?');
  out[length] = '\0';
  return true;
}

static size_t length_until(LPCWSTR text, WCHAR end) {
  size_t length = 0;
  while (text[length] && text[length] != end) length++;
  return length;
}

static HRESULT open_session(struct holding *holding, ULONG flags) {
  return MAPILogonEx(0, holding->profile, NULL, flags | MAPI_EXPLICIT_PROFILE, &holding->session);
}

HRESULT log_on_with_profile(struct holding *holding, LPCWSTR profile, ULONG flags) {
  if (!narrow(profile, length_until(profile, 0), holding->profile, sizeof holding->profile)) {
    return MAPI_E_LOGON_FAILED;
  }
  return open_session(holding, flags);
}

HRESULT log_on_to_mailbox(struct holding *holding, LPCWSTR server_and_mailbox, ULONG flags) {
  char server[MAILBOX_NAME_LIMIT + 1];
  char mailbox[MAILBOX_NAME_LIMIT + 1];
  size_t length = length_until(server_and_mailbox, '\n');
  LPCWSTR rest = server_and_mailbox + length + (server_and_mailbox[length] == '\n');
  /* An empty server would be an anonymous logon to public folders, which is not modelled. */
  if (!narrow(server_and_mailbox, length, server, sizeof server)) return MAPI_E_LOGON_FAILED;
  if (!narrow(rest, length_until(rest, 0), mailbox, sizeof mailbox)) return MAPI_E_LOGON_FAILED;

  HRESULT result = make_profile(holding->profile, server, mailbox);
  if (FAILED(result)) return result;
  result = open_session(holding, flags);
  holding->temporary = !FAILED(result);
  if (FAILED(result)) delete_profile(holding->profile);
  return result;
}

HRESULT log_off(struct holding *holding) {
  IMAPISession *session = holding->session;
  if (!session) return S_OK;
  holding->session = NULL;
  HRESULT result = session->lpVtbl->Logoff(session, 0, 0, 0);
  session->lpVtbl->Release(session);
  HRESULT deleted = holding->temporary ? delete_profile(holding->profile) : S_OK;
  holding->temporary = false;
  return FAILED(result) ? result : deleted;
}
