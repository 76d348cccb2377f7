#include "automation.h"

#include <string.h>

const CLSID cdo_class = {0x3FA7DEB3, 0x6438, 0x101B, {0xAC, 0xC1, 0x00, 0xAA, 0x00, 0x42, 0x33, 0x26}};
const IID iid_of_unknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
const IID iid_of_dispatch = {0x00020400, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID iid_null;

static size_t length_of(LPCWSTR text) {
  size_t length = 0;
  while (text[length]) length++;
  return length;
}

void set_registry_text(LPCWSTR path, LPCWSTR name, LPCWSTR text) {
  HKEY key = create_key(path, 0);
  RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (DWORD)((length_of(text) + 1) * sizeof *text));
  RegCloseKey(key);
}

void register_cdo(void) {
  const WCHAR server[] = u"SOFTWARE\\Classes\\CLSID\\" CDO_CLASS_TEXT u"\\InprocServer32";
  set_registry_text(u"SOFTWARE\\Classes\\MAPI.Session\\CLSID", NULL, CDO_CLASS_TEXT);
  set_registry_text(server, NULL, u"libcdo.so");
  set_registry_text(server, u"ThreadingModel", u"Both");
  set_dial(u"RoundTripMicroseconds", 0);
}

IDispatch *create_session(void) {
  CLSID id;
  void *object = NULL;
  CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
  if (CLSIDFromProgID(u"MAPI.Session", &id) != S_OK) return NULL;
  CoCreateInstance(&id, NULL, CLSCTX_INPROC_SERVER, &iid_of_dispatch, &object);
  return object;
}

FARPROC cdo_export(LPCSTR name) { return GetProcAddress(GetModuleHandleW(u"libcdo.so"), name); }

static ULONG count_of(LPCSTR name) {
  ULONG (*count)(void) = (ULONG (*)(void))(uintptr_t)cdo_export(name);
  return count ? count() : 0xFFFFFFFF;
}

ULONG cdo_live_objects(void) { return count_of("MapileakCdoLiveObjects"); }

ULONG cdo_misuses(void) { return count_of("MapileakCdoMisuses"); }

DISPID id_of(IDispatch *object, LPCWSTR name) {
  WCHAR copy[64];
  memcpy(copy, name, (length_of(name) + 1) * sizeof *copy);
  LPOLESTR names[] = {copy};
  DISPID id = 7;
  object->lpVtbl->GetIDsOfNames(object, &iid_null, names, 1, 0x409, &id);
  return id;
}

struct answer call(IDispatch *object, LPCWSTR name, VARIANT *arguments, UINT count) {
  struct answer answer = {.wrong_argument = 99};
  DISPPARAMS parameters = {.rgvarg = arguments, .cArgs = count};
  answer.code = object->lpVtbl->Invoke(object, id_of(object, name), &iid_null, 0x409,
                                       DISPATCH_METHOD | DISPATCH_PROPERTYGET, &parameters, &answer.result,
                                       &answer.exception, &answer.wrong_argument);
  return answer;
}

void clear_answer(struct answer *answer) {
  VariantClear(&answer->result);
  SysFreeString(answer->exception.bstrSource);
  SysFreeString(answer->exception.bstrDescription);
  SysFreeString(answer->exception.bstrHelpFile);
}

HRESULT failure_of(struct answer answer) {
  clear_answer(&answer);
  return answer.code == DISP_E_EXCEPTION ? answer.exception.scode : answer.code;
}

IDispatch *object_of(IDispatch *object, LPCWSTR name) {
  struct answer answer = call(object, name, NULL, 0);
  if (answer.code == S_OK && answer.result.vt == VT_DISPATCH) return answer.result.pdispVal;
  clear_answer(&answer);
  return NULL;
}

LONG number_of(IDispatch *object, LPCWSTR name) {
  struct answer answer = call(object, name, NULL, 0);
  LONG number = answer.code == S_OK && answer.result.vt == VT_I4 ? answer.result.lVal : -1;
  clear_answer(&answer);
  return number;
}

bool text_is(IDispatch *object, LPCWSTR name, LPCWSTR expected) {
  struct answer answer = call(object, name, NULL, 0);
  bool is = answer.code == S_OK && answer.result.vt == VT_BSTR &&
            SysStringLen(answer.result.bstrVal) == length_of(expected) &&
            memcmp(answer.result.bstrVal, expected, length_of(expected) * sizeof *expected) == 0;
  clear_answer(&answer);
  return is;
}

void release(IDispatch *object) {
  if (object) object->lpVtbl->Release(object);
}

HRESULT cdo_log_on(IDispatch *session, LPCWSTR server_and_mailbox) {
  const VARIANT omitted = {.vt = VT_ERROR, .scode = DISP_E_PARAMNOTFOUND};
  VARIANT arguments[] = {
      {.vt = VT_BSTR, .bstrVal = SysAllocString(server_and_mailbox)},
      {.vt = VT_BOOL, .boolVal = VARIANT_TRUE},
      omitted,
      {.vt = VT_BOOL, .boolVal = VARIANT_TRUE},
      {.vt = VT_BOOL, .boolVal = VARIANT_FALSE},
      omitted,
      omitted,
  };
  HRESULT result = failure_of(call(session, u"Logon", arguments, 7));
  VariantClear(&arguments[0]);
  return result;
}

HRESULT cdo_log_off(IDispatch *session) { return failure_of(call(session, u"Logoff", NULL, 0)); }
