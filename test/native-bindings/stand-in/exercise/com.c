/* Apartments, classes in the registry, strings and variants. */
#include "../../../../native-bindings/stand-in/win32/com.h"

#include <pthread.h>
#include <string.h>

#include "exercise.h"

#define CLASS_TEXT u"{3fa7deb3-6438-101B-ACC1-00AA00423326}"

static const CLSID session_class = {
    0x3FA7DEB3, 0x6438, 0x101B, {0xAC, 0xC1, 0x00, 0xAA, 0x00, 0x42, 0x33, 0x26}};
static const IID iid_unknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

static size_t busy_bytes(void) { return census_of(GetProcessHeap()).busy_bytes; }

static void *join_other_apartment(void *unused) {
  (void)unused;
  bool joined = CoInitializeEx(NULL, COINIT_MULTITHREADED) == S_OK;
  joined &= CoInitializeEx(NULL, COINIT_APARTMENTTHREADED) == RPC_E_CHANGED_MODE;
  CoUninitialize();
  joined &= CoInitializeEx(NULL, COINIT_APARTMENTTHREADED) == S_OK;
  CoUninitialize();
  return joined ? (void *)1 : NULL;
}

static void apartments(void) {
  CHECK(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED) == S_OK, "a thread enters an apartment with S_OK");
  CHECK(CoInitializeEx(NULL, COINIT_APARTMENTTHREADED | 4) == S_FALSE, "again with S_FALSE");
  CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED) == RPC_E_CHANGED_MODE, "and not another one, 0x80010106");
  pthread_t thread;
  void *joined;
  pthread_create(&thread, NULL, join_other_apartment, NULL);
  pthread_join(thread, &joined);
  CHECK(joined, "each thread has its own, and may choose again when it has left it");
  void *object = &object;
  CoUninitialize();
  CHECK(CoCreateInstance(&session_class, NULL, CLSCTX_INPROC_SERVER, &iid_unknown, &object) ==
                REGDB_E_CLASSNOTREG &&
            !object,
        "one of two calls balanced, it is still in: an unknown class is 0x80040154");
  CoUninitialize();
  CHECK(CoCreateInstance(&session_class, NULL, CLSCTX_INPROC_SERVER, &iid_unknown, &object) ==
            CO_E_NOTINITIALIZED,
        "both balanced, it is out: 0x800401F0");
  CoUninitialize();
  CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED) == S_OK, "one too many does nothing");
  CHECK(CoInitializeEx(NULL, 0x100) == E_INVALIDARG && CoInitializeEx(&object, 0) == E_INVALIDARG,
        "unknown flags and a reserved argument are refused");
}

static void set_text(LPCWSTR path, LPCWSTR name, LPCWSTR text) {
  HKEY key = create_key(path, 0);
  DWORD length = 0;
  while (text[length]) length++;
  RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)text, (length + 1) * (DWORD)sizeof *text);
  RegCloseKey(key);
}

static HRESULT create(void) {
  void *object;
  return CoCreateInstance(&session_class, NULL, CLSCTX_INPROC_SERVER, &iid_unknown, &object);
}

static void classes(void) {
  CLSID id = session_class;
  CHECK(CLSIDFromProgID(u"MAPI.Session", &id) == CO_E_CLASSSTRING && id.Data1 == 0,
        "an unregistered name is 0x800401F3");
  set_text(u"SOFTWARE\\Classes\\MAPI.Session\\CLSID", NULL, CLASS_TEXT);
  CHECK(CLSIDFromProgID(u"mapi.SESSION", &id) == S_OK && memcmp(&id, &session_class, sizeof id) == 0,
        "a registered one gives its class, in any case");
  set_text(u"SOFTWARE\\Classes\\MAPI.Session\\CLSID", NULL, u"{3fa7deb3-6438-101B-ACC1-00AA004233}");
  CHECK(CLSIDFromProgID(u"MAPI.Session", &id) == CO_E_CLASSSTRING, "a broken class is 0x800401F3 too");
  CHECK(CLSIDFromProgID(NULL, &id) == E_INVALIDARG && CLSIDFromProgID(u"x", NULL) == E_INVALIDARG &&
            CLSIDFromProgID(u"", &id) == CO_E_CLASSSTRING,
        "missing arguments are refused");

  WCHAR text[GUID_TEXT_UNITS];
  CHECK(StringFromGUID2(&session_class, text, GUID_TEXT_UNITS) == GUID_TEXT_UNITS &&
            memcmp(text, u"{3FA7DEB3-6438-101B-ACC1-00AA00423326}", sizeof text) == 0,
        "a class is written in capitals");
  CHECK(CLSIDFromString(text, &id) == S_OK && memcmp(&id, &session_class, sizeof id) == 0, "and read");
  CHECK(CLSIDFromString(u"{3FA7DEB3-6438-101B-ACC1-00AA0042332G}", &id) == CO_E_CLASSSTRING &&
            id.Data1 == 0 &&
            CLSIDFromString(u"{3FA7DEB3-6438-101B-ACC1-00AA00423326}x", &id) == CO_E_CLASSSTRING,
        "but not with something else in it");
  CHECK(StringFromGUID2(&session_class, text, GUID_TEXT_UNITS - 1) == 0, "nor into a short buffer");

  const WCHAR server[] = u"SOFTWARE\\Classes\\CLSID\\" CLASS_TEXT u"\\InprocServer32";
  CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
  set_text(server, u"ThreadingModel", u"Both");
  CHECK(create() == REGDB_E_CLASSNOTREG, "a class without a server is not registered");
  set_text(server, NULL, u"/nowhere/cdo.so");
  CHECK(create() == COM_CODE(0x8007007E), "a missing server is 0x8007007E");
  set_text(server, NULL, u"libmapi32.so");
  CHECK(create() == CO_E_ERRORINDLL, "one that has no class objects is 0x800401F9");
  set_text(server, u"ThreadingModel", u"Free");
  CHECK(create() == E_NOTIMPL, "one for another apartment would need a proxy");
  CHECK(handle_count() == 0, "no key is left open");
}

static void strings(void) {
  size_t busy = busy_bytes();
  BSTR text = SysAllocString(u"h\u00E9llo");
  CHECK(text && SysStringLen(text) == 5 && SysStringByteLen(text) == 10 && text[5] == 0,
        "a string knows its length, and ends with a NUL");
  CHECK(((const DWORD *)(const void *)text)[-1] == 10, "which lies right before it");
  CHECK(busy_bytes() >= busy + 16, "it is in the process heap");
  SysFreeString(text);
  CHECK(busy_bytes() == busy, "until it is freed");
  text = SysAllocStringLen(u"a\0b", 3);
  CHECK(SysStringLen(text) == 3 && text[1] == 0 && text[2] == 'b', "it may hold a NUL");
  SysFreeString(text);
  text = SysAllocStringLen(NULL, 2);
  CHECK(SysStringLen(text) == 2 && text[2] == 0, "or nothing yet");
  SysFreeString(text);
  text = SysAllocString(u"");
  CHECK(text && SysStringLen(text) == 0, "the empty string is a string");
  SysFreeString(text);
  CHECK(!SysAllocString(NULL) && SysStringLen(NULL) == 0 && SysStringByteLen(NULL) == 0, "NULL is none");
  SysFreeString(NULL);
  CHECK(!SysAllocStringLen(u"x", 0x7FFFFFFF), "one of 4 GiB cannot be had");
  void *memory = CoTaskMemAlloc(100);
  CHECK(memory && busy_bytes() >= busy + 100, "task memory is in the process heap");
  CoTaskMemFree(memory);
  CoTaskMemFree(NULL);
  CHECK(busy_bytes() == busy, "and freed");
}

struct counted {
  IUnknown object;
  ULONG references;
};

static ULONG STDMETHODCALLTYPE counted_release(IUnknown *self) {
  return --((struct counted *)self)->references;
}

static void variants(void) {
  size_t busy = busy_bytes();
  VARIANT variant;
  memset(&variant, 0xFF, sizeof variant);
  VariantInit(&variant);
  CHECK(variant.vt == VT_EMPTY, "a new variant is empty");
  variant = (VARIANT){.vt = VT_BSTR, .bstrVal = SysAllocString(u"text")};
  CHECK(VariantClear(&variant) == S_OK && variant.vt == VT_EMPTY && busy_bytes() == busy,
        "a string is freed");

  IUnknownVtbl methods = {.Release = counted_release};
  struct counted counted = {{&methods}, 3};
  variant = (VARIANT){.vt = VT_UNKNOWN, .punkVal = &counted.object};
  CHECK(VariantClear(&variant) == S_OK && counted.references == 2, "an object is released");
  variant = (VARIANT){.vt = VT_DISPATCH, .punkVal = &counted.object};
  CHECK(VariantClear(&variant) == S_OK && counted.references == 1, "as either interface");
  variant = (VARIANT){.vt = VT_DISPATCH};
  CHECK(VariantClear(&variant) == S_OK, "which may be none");
  BSTR kept = SysAllocString(u"kept");
  variant = (VARIANT){.vt = VT_BYREF | VT_BSTR, .pbstrVal = &kept};
  CHECK(VariantClear(&variant) == S_OK && busy_bytes() > busy, "what a variant refers to stays");
  SysFreeString(kept);

  const VARTYPE plain[] = {VT_EMPTY, VT_NULL, VT_I2, VT_I4,   VT_R8,
                           VT_ERROR, VT_BOOL, VT_I8, VT_UINT, VT_DECIMAL};
  bool right = true;
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
    variant = (VARIANT){.vt = plain[i]};
    right &= VariantClear(&variant) == S_OK && variant.vt == VT_EMPTY;
  }
  CHECK(right, "plain values just go");
  const VARTYPE bad[] = {VT_VARIANT, 15, 24, 36, VT_ARRAY | VT_I4, VT_BYREF, VT_BYREF | VT_NULL, 0xFFFF};
  right = true;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    variant = (VARIANT){.vt = bad[i]};
    right &= VariantClear(&variant) == DISP_E_BADVARTYPE && variant.vt == bad[i];
  }
  CHECK(right, "other types are 0x80020008, and stay");
  CHECK(VariantClear(NULL) == E_INVALIDARG, "no variant is refused");
}

const struct suite com_suites[] = {
    {"com: apartments", apartments},
    {"com: classes", classes},
    {"com: strings", strings},
    {"com: variants", variants},
    {0},
};
