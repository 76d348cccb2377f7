/* What a call answers with: a value in a variant, or an exception. */
#include <stdio.h>
#include <string.h>

#include "members.h"

HRESULT put_number(VARIANT *result, LONG number) {
  result->vt = VT_I4;
  result->lVal = number;
  return S_OK;
}

static HRESULT put_string(VARIANT *result, BSTR text) {
  if (!text) return MAPI_E_NOT_ENOUGH_MEMORY;
  result->vt = VT_BSTR;
  result->bstrVal = text;
  return S_OK;
}

HRESULT put_text(VARIANT *result, LPCWSTR text) { return put_string(result, SysAllocString(text)); }

static BSTR widen(const char *text) {
  UINT length = (UINT)strlen(text);
  BSTR wide = SysAllocStringLen(NULL, length);
  for (UINT i = 0; wide && i < length; i++) wide[i] = (BYTE)text[i];
  return wide;
}

HRESULT put_narrow(VARIANT *result, const char *text) { return put_string(result, widen(text)); }

HRESULT put_bytes(VARIANT *result, const BYTE *bytes, ULONG count) {
  static const char digits[] = "0123456789ABCDEF";
  BSTR text = SysAllocStringLen(NULL, 2 * count);
  for (ULONG i = 0; text && i < count; i++) {
    text[2 * i] = (WCHAR)digits[bytes[i] >> 4];
    text[2 * i + 1] = (WCHAR)digits[bytes[i] & 0xF];
  }
  return put_string(result, text);
}

HRESULT put_object(VARIANT *result, struct cdo_object *object) {
  if (object) unknown_add_ref(object);
  result->vt = VT_DISPATCH;
  result->pdispVal = (IDispatch *)object;
  return S_OK;
}

HRESULT put_new_object(VARIANT *result, struct cdo_object *object) {
  if (!object) return MAPI_E_NOT_ENOUGH_MEMORY;
  result->vt = VT_DISPATCH;
  result->pdispVal = (IDispatch *)object;
  return S_OK;
}

/* --- Exceptions ----------------------------------------------------------------------------------------- */

static const struct {
  HRESULT code;
  const char *name;
} names[] = {
#define NAME(code) {code, #code}
    NAME(MAPI_E_CALL_FAILED),     NAME(MAPI_E_NO_SUPPORT),        NAME(MAPI_E_INVALID_OBJECT),
    NAME(MAPI_E_NOT_FOUND),       NAME(MAPI_E_LOGON_FAILED),      NAME(MAPI_E_NETWORK_ERROR),
    NAME(MAPI_E_SESSION_LIMIT),   NAME(MAPI_E_USER_CANCEL),       NAME(MAPI_E_UNCONFIGURED),
    NAME(MAPI_E_FAILONEPROVIDER), NAME(MAPI_E_TIMEOUT),           NAME(MAPI_E_NOT_INITIALIZED),
    NAME(MAPI_E_NO_ACCESS),       NAME(MAPI_E_NOT_ENOUGH_MEMORY), NAME(MAPI_E_INVALID_PARAMETER),
    NAME(MAPI_E_UNKNOWN_FLAGS),   NAME(MAPI_E_BAD_CHARWIDTH),     NAME(MAPI_E_INVALID_ENTRYID),
    NAME(MAPI_E_UNKNOWN_ENTRYID),
#undef NAME
};

static const char *name_of(HRESULT code) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (names[i].code == code) return names[i].name;
  }
  return "";
}

HRESULT raise_exception(HRESULT code, EXCEPINFO *exception) {
  if (!exception) return DISP_E_EXCEPTION;
  char text[96];
  snprintf(text, sizeof text, "[Collaboration Data Objects - [%s(%08X)]]", name_of(code), (unsigned)code);
  memset(exception, 0, sizeof *exception);
  exception->bstrSource = SysAllocString(u"Collaboration Data Objects");
  exception->bstrDescription = widen(text);
  exception->scode = code;
  return DISP_E_EXCEPTION;
}
