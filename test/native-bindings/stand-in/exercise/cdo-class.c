/* CDO's class object, and the Session as an Automation object. */
#include <pthread.h>
#include <string.h>

#include "automation.h"

typedef HRESULT (*get_class_object)(REFCLSID id, REFIID iid, void **object);
static const IID iid_null;
static const IID iid_of_factory = {1, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const IID iid_of_session = {
    0x3FA7DEA8, 0x6438, 0x101B, {0xAC, 0xC1, 0x00, 0xAA, 0x00, 0x42, 0x33, 0x26}};

static void activation(void) {
  register_cdo();
  CHECK(!GetModuleHandleW(u"libcdo.so"), "CDO is not loaded before somebody needs it");
  DWORD heaps = heap_count();
  IDispatch *session = create_session();
  CHECK(session && cdo_live_objects() == 1, "a Session is created by its name");
  void *other = NULL;
  CHECK(session->lpVtbl->QueryInterface(session, &iid_of_session, &other) == S_OK && other == session,
        "it answers to its dispinterface");
  CHECK(session->lpVtbl->AddRef(session) == 3 && session->lpVtbl->Release(session) == 2 &&
            session->lpVtbl->Release(session) == 1,
        "and counts its references");
  other = session;
  CHECK(session->lpVtbl->QueryInterface(session, &iid_of_factory, &other) == E_NOINTERFACE && !other,
        "other interfaces are 0x80004002");
  CHECK(MAPILogonEx(0, NULL, NULL, 0x80000000u, &(IMAPISession *){NULL}) != MAPI_E_NOT_INITIALIZED,
        "a Session initializes MAPI");

  CoUninitialize();
  CHECK(cdo_live_objects() == 1, "CDO stays loaded as long as a Session lives");
  release(session);
  CHECK(MAPILogonEx(0, NULL, NULL, 0, &(IMAPISession *){NULL}) == MAPI_E_NOT_INITIALIZED,
        "the last release uninitializes MAPI");
  session = create_session();
  CHECK(session, "another one can be created");
  release(session);
  CHECK(cdo_misuses() == 0 && cdo_live_objects() == 0, "nothing was misused");
  CoUninitialize();
  CHECK(!GetModuleHandleW(u"libcdo.so"), "the last CoUninitialize unloads CDO");
  CHECK(heap_count() == heaps && handle_count() == 0, "with its heap");
}

static void *create_in_other_apartment(void *unused) {
  (void)unused;
  void *object;
  CoInitializeEx(NULL, COINIT_MULTITHREADED);
  HRESULT result = CoCreateInstance(&cdo_class, NULL, CLSCTX_INPROC_SERVER, &iid_of_dispatch, &object);
  CoUninitialize();
  return (void *)(intptr_t)result;
}

static void class_object(void) {
  register_cdo();
  pthread_t thread;
  void *result;
  pthread_create(&thread, NULL, create_in_other_apartment, NULL);
  pthread_join(thread, &result);
  CHECK((HRESULT)(intptr_t)result == REGDB_E_CLASSNOTREG,
        "in an apartment of several threads it is 0x80040154 (KB 239096)");

  const WCHAR other_class[] =
      u"SOFTWARE\\Classes\\CLSID\\{00000001-0002-0003-0004-000000000005}\\InprocServer32";
  const CLSID other = {1, 2, 3, {0, 4, 0, 0, 0, 0, 0, 5}};
  void *object;
  set_registry_text(other_class, NULL, u"libcdo.so");
  CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
  CHECK(CoCreateInstance(&other, NULL, CLSCTX_INPROC_SERVER, &iid_of_dispatch, &object) ==
            CLASS_E_CLASSNOTAVAILABLE,
        "a class that it does not have is 0x80040111");

  get_class_object get = (get_class_object)(uintptr_t)cdo_export("DllGetClassObject");
  HRESULT (*can_unload)(void) = (HRESULT (*)(void))(uintptr_t)cdo_export("DllCanUnloadNow");
  CHECK(get(&cdo_class, &iid_of_session, &object) == E_NOINTERFACE && !object,
        "a class object is no Session");
  CHECK(get(&cdo_class, &iid_of_factory, &object) == S_OK && can_unload() == S_FALSE,
        "as long as somebody has it, the library cannot go");
  IClassFactory *factory = object;
  IUnknown *outer = object;
  CHECK(factory->lpVtbl->CreateInstance(factory, outer, &iid_of_unknown, &object) == CLASS_E_NOAGGREGATION &&
            !object,
        "it is not aggregated, 0x80040110");
  CHECK(factory->lpVtbl->CreateInstance(factory, NULL, &iid_of_factory, &object) == E_NOINTERFACE &&
            cdo_live_objects() == 0,
        "a Session without the interface that was asked for goes at once");
  factory->lpVtbl->LockServer(factory, TRUE);
  factory->lpVtbl->Release(factory);
  CHECK(can_unload() == S_FALSE, "a lock holds the library too");
  factory->lpVtbl->LockServer(factory, FALSE);
  CHECK(can_unload() == S_OK, "without either it can go");
}

static HRESULT find(IDispatch *object, WCHAR *names[], UINT count, DISPID *ids) {
  return object->lpVtbl->GetIDsOfNames(object, &iid_null, names, count, 0x409, ids);
}

static void names(void) {
  register_cdo();
  IDispatch *session = create_session();
  const struct {
    LPCWSTR name;
    DISPID id;
  } known[] = {{u"Logon", 119},     {u"LOGOFF", 118},       {u"inbox", 15},           {u"Outbox", 16},
               {u"InfoStores", 57}, {u"Name", 23},          {u"OperatingSystem", 24}, {u"Version", 44},
               {u"MAPIOBJECT", 49}, {u"SetLocaleIDs", 145}, {u"GetInfoStore", 122},   {u"CurrentUser", 1},
               {u"Class", 6},       {u"Application", 20},   {u"Parent", 25},          {u"Session", 34}};
  bool right = true;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    right &= id_of(session, known[i].name) == known[i].id;
  CHECK(right, "members have the ids of the type library, in any case of their names");
  CHECK(id_of(session, u"Logonn") == DISPID_UNKNOWN && id_of(session, u"Logo") == DISPID_UNKNOWN,
        "other names have none");

  WCHAR logon[] = u"Logon", info[] = u"profileinfo", mail[] = u"NoMail", wrong[] = u"Mailbox";
  DISPID ids[3];
  CHECK(find(session, (WCHAR *[]){logon, info, mail}, 3, ids) == S_OK && ids[0] == 119 && ids[1] == 6 &&
            ids[2] == 5,
        "parameters of a method have theirs");
  CHECK(find(session, (WCHAR *[]){logon, wrong, mail}, 3, ids) == DISP_E_UNKNOWNNAME && ids[0] == 119 &&
            ids[1] == DISPID_UNKNOWN && ids[2] == 5,
        "an unknown one is 0x80020006 and -1, and the others are found");
  CHECK(find(session, (WCHAR *[]){wrong, info, mail}, 3, ids) == DISP_E_UNKNOWNNAME &&
            ids[0] == DISPID_UNKNOWN && ids[1] == DISPID_UNKNOWN,
        "without the member there are no parameters");
  CHECK(session->lpVtbl->GetIDsOfNames(session, &iid_of_dispatch, (WCHAR *[]){logon}, 1, 0, ids) ==
            DISP_E_UNKNOWNINTERFACE,
        "the reserved interface id must be null, 0x80020001");
  UINT count = 7;
  ITypeInfo *info_object = (ITypeInfo *)(void *)&count;
  CHECK(session->lpVtbl->GetTypeInfoCount(session, &count) == S_OK && count == 0 &&
            session->lpVtbl->GetTypeInfo(session, 0, 0, &info_object) == DISP_E_BADINDEX && !info_object,
        "there is no type information");
  release(session);
}

static VARIANT boolean(bool value) {
  return (VARIANT){.vt = VT_BOOL, .boolVal = value ? VARIANT_TRUE : VARIANT_FALSE};
}

static HRESULT invoke(IDispatch *object, DISPID id, REFIID iid, WORD flags, DISPPARAMS *parameters,
                      UINT *wrong) {
  return object->lpVtbl->Invoke(object, id, iid, 0x409, flags, parameters, NULL, NULL, wrong);
}

static void arguments(void) {
  register_cdo();
  IDispatch *session = create_session();
  DISPPARAMS none = {0};
  UINT wrong = 99;
  CHECK(invoke(session, 119, &iid_of_dispatch, DISPATCH_METHOD, &none, &wrong) == DISP_E_UNKNOWNINTERFACE,
        "the reserved interface id must be null, 0x80020001");
  CHECK(invoke(session, 4711, &iid_null, DISPATCH_METHOD, &none, &wrong) == DISP_E_MEMBERNOTFOUND &&
            invoke(session, 119, &iid_null, DISPATCH_PROPERTYGET, &none, &wrong) == DISP_E_MEMBERNOTFOUND &&
            invoke(session, 23, &iid_null, DISPATCH_PROPERTYPUT, &none, &wrong) == DISP_E_MEMBERNOTFOUND,
        "an unknown id, a method read and a property written are 0x80020003");
  CHECK(invoke(session, 119, &iid_null, DISPATCH_METHOD, NULL, &wrong) == E_INVALIDARG,
        "parameters must be there");

  VARIANT many[8] = {{.vt = VT_EMPTY}};
  CHECK(call(session, u"Logon", many, 8).code == DISP_E_BADPARAMCOUNT &&
            call(session, u"Logoff", many, 1).code == DISP_E_BADPARAMCOUNT &&
            call(session, u"Version", many, 1).code == DISP_E_BADPARAMCOUNT,
        "too many arguments are 0x8002000E");
  CHECK(call(session, u"SetLocaleIDs", many, 1).code == DISP_E_PARAMNOTOPTIONAL, "too few are 0x8002000F");

  VARIANT number = {.vt = VT_I4, .lVal = 1031};
  VARIANT text = {.vt = VT_BSTR, .bstrVal = SysAllocString(u"three")};
  struct answer answer = call(session, u"SetLocaleIDs", (VARIANT[]){number, text}, 2);
  CHECK(answer.code == DISP_E_TYPEMISMATCH && answer.wrong_argument == 1,
        "a text for a number is 0x80020005, by its place from the end");
  answer = call(session, u"SetLocaleIDs", (VARIANT[]){text, number}, 2);
  CHECK(answer.code == DISP_E_TYPEMISMATCH && answer.wrong_argument == 0, "the last one is 0");
  answer = call(session, u"Logon", (VARIANT[]){boolean(false), number, {.vt = VT_EMPTY}}, 3);
  CHECK(answer.code == DISP_E_TYPEMISMATCH && answer.wrong_argument == 1, "a number is no password");
  CHECK(call(session, u"SetLocaleIDs", (VARIANT[]){number, number}, 2).code == S_OK, "numbers are taken");

  VARIANT reference = {.vt = VT_BYREF | VT_VARIANT, .pvarVal = &number};
  VARIANT direct = {.vt = VT_BYREF | VT_I4, .plVal = &number.lVal};
  CHECK(call(session, u"SetLocaleIDs", (VARIANT[]){reference, direct}, 2).code == S_OK,
        "by reference to a variant or to a variable too");
  reference.pvarVal = &text;
  answer = call(session, u"SetLocaleIDs", (VARIANT[]){reference, direct}, 2);
  CHECK(answer.code == DISP_E_TYPEMISMATCH && answer.wrong_argument == 0, "of the right type");

  VARIANT omitted = {.vt = VT_ERROR, .scode = DISP_E_PARAMNOTFOUND};
  VARIANT other_error = {.vt = VT_ERROR, .scode = E_INVALIDARG};
  CHECK(call(session, u"SetLocaleIDs", (VARIANT[]){omitted, number}, 2).code == DISP_E_PARAMNOTOPTIONAL,
        "what must be there cannot be left out");
  CHECK(call(session, u"Logon", (VARIANT[]){other_error}, 1).code == DISP_E_TYPEMISMATCH,
        "another error is no argument left out");

  VARIANT two[] = {number, number};
  DISPPARAMS named = {two, (DISPID[]){1, 0}, 2, 2};
  CHECK(invoke(session, 145, &iid_null, DISPATCH_METHOD, &named, &wrong) == S_OK, "arguments may have names");
  named.rgdispidNamedArgs = (DISPID[]){1, 7};
  CHECK(
      invoke(session, 145, &iid_null, DISPATCH_METHOD, &named, &wrong) == DISP_E_PARAMNOTFOUND && wrong == 1,
      "an unknown one is 0x80020004");
  named.cNamedArgs = 1;
  named.rgdispidNamedArgs = (DISPID[]){0};
  CHECK(
      invoke(session, 145, &iid_null, DISPATCH_METHOD, &named, &wrong) == DISP_E_PARAMNOTFOUND && wrong == 0,
      "so is one that is there already");
  named.cNamedArgs = 3;
  CHECK(invoke(session, 145, &iid_null, DISPATCH_METHOD, &named, &wrong) == DISP_E_BADPARAMCOUNT,
        "more names than arguments are 0x8002000E");
  VariantClear(&text);
  release(session);
}

static void before_logon(void) {
  register_cdo();
  IDispatch *session = create_session();
  LPCWSTR members[] = {u"Logoff",  u"Inbox", u"InfoStores", u"Name",
                       u"Version", u"Class", u"Session",    u"MAPIOBJECT"};
  bool right = true;
  for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
    right &= failure_of(call(session, members[i], NULL, 0)) == MAPI_E_NOT_INITIALIZED;
  }
  CHECK(right, "before Logon everything but SetLocaleIDs is CdoE_NOT_INITIALIZED");
  struct answer answer = call(session, u"Inbox", NULL, 0);
  const WCHAR source[] = u"Collaboration Data Objects";
  const WCHAR description[] = u"[Collaboration Data Objects - [MAPI_E_NOT_INITIALIZED(80040605)]]";
  CHECK(answer.code == DISP_E_EXCEPTION && answer.exception.scode == MAPI_E_NOT_INITIALIZED &&
            answer.exception.wCode == 0 && answer.result.vt == VT_EMPTY,
        "which is an exception with that code, and no result");
  CHECK(memcmp(answer.exception.bstrSource, source, sizeof source) == 0 &&
            memcmp(answer.exception.bstrDescription, description, sizeof description) == 0 &&
            !answer.exception.bstrHelpFile,
        "and says so");
  clear_answer(&answer);
  DISPPARAMS none = {0};
  CHECK(session->lpVtbl->Invoke(session, 15, &iid_null, 0, DISPATCH_PROPERTYGET, &none, NULL, NULL, NULL) ==
            DISP_E_EXCEPTION,
        "nobody need ask for more than the code");
  release(session);
}

const struct suite cdo_class_suites[] = {
    {"cdo: activation", activation}, {"cdo: class object", class_object}, {"cdo: names", names},
    {"cdo: arguments", arguments},   {"cdo: before logon", before_logon}, {0},
};
