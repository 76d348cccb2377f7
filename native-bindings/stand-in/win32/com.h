/*
 * COM and Automation, as far as a program needs them that calls an in-process object through IDispatch
 * (objbase.h, combaseapi.h, oleauto.h, oaidl.h). Names and layouts are those of the Windows SDK's C headers.
 */
#ifndef MAPILEAK_COM_H
#define MAPILEAK_COM_H

#include "win32.h"

/* --- Types (wtypes.h, oaidl.h, unknwn.h) ---------------------------------------------------------------- */

typedef int16_t SHORT;
typedef uint16_t USHORT;
typedef uint32_t UINT;
typedef uint64_t ULONGLONG;
typedef WCHAR OLECHAR, *LPOLESTR, *BSTR;
typedef const WCHAR *LPCOLESTR;
typedef LONG SCODE, DISPID;
typedef DWORD LCID;
typedef SHORT VARIANT_BOOL;
typedef USHORT VARTYPE;
typedef GUID CLSID;
typedef const CLSID *REFCLSID;
typedef const GUID *REFGUID;

#define VARIANT_TRUE ((VARIANT_BOOL)(-1))
#define VARIANT_FALSE ((VARIANT_BOOL)0)

/* clang-format off */
enum {
  VT_EMPTY = 0, VT_NULL = 1, VT_I2 = 2, VT_I4 = 3, VT_R4 = 4, VT_R8 = 5, VT_CY = 6, VT_DATE = 7, VT_BSTR = 8,
  VT_DISPATCH = 9, VT_ERROR = 10, VT_BOOL = 11, VT_VARIANT = 12, VT_UNKNOWN = 13, VT_DECIMAL = 14, VT_I1 = 16,
  VT_UI1 = 17, VT_UI2 = 18, VT_UI4 = 19, VT_I8 = 20, VT_UI8 = 21, VT_INT = 22, VT_UINT = 23,
  VT_ARRAY = 0x2000, VT_BYREF = 0x4000
};
/* clang-format on */

typedef struct IUnknown IUnknown;
typedef struct IClassFactory IClassFactory;
typedef struct IDispatch IDispatch;
typedef struct ITypeInfo ITypeInfo;

typedef struct VARIANT {
  VARTYPE vt;
  WORD wReserved1, wReserved2, wReserved3;
  union {
    LONGLONG llVal;
    LONG lVal;
    BYTE bVal;
    SHORT iVal;
    float fltVal;
    double dblVal;
    VARIANT_BOOL boolVal;
    SCODE scode;
    BSTR bstrVal;
    IUnknown *punkVal;
    IDispatch *pdispVal;
    BYTE *pbVal;
    SHORT *piVal;
    LONG *plVal;
    VARIANT_BOOL *pboolVal;
    BSTR *pbstrVal;
    struct VARIANT *pvarVal;
    LPVOID byref;
    ULONGLONG ullVal;
    struct {
      LPVOID pvRecord, pRecInfo;
    };
  };
} VARIANT, VARIANTARG;

/** Arguments in reverse order: the last one comes first. Named ones precede all others. */
typedef struct {
  VARIANTARG *rgvarg;
  DISPID *rgdispidNamedArgs;
  UINT cArgs, cNamedArgs;
} DISPPARAMS;

typedef struct EXCEPINFO {
  WORD wCode, wReserved;
  BSTR bstrSource, bstrDescription, bstrHelpFile;
  DWORD dwHelpContext;
  LPVOID pvReserved;
  HRESULT(WINAPI *pfnDeferredFillIn)(struct EXCEPINFO *exception);
  SCODE scode;
} EXCEPINFO;

#if UINTPTR_MAX == UINT64_MAX
static_assert(sizeof(VARIANT) == 24 && offsetof(VARIANT, llVal) == 8, "VARIANT of 64-bit Windows");
static_assert(sizeof(DISPPARAMS) == 24 && offsetof(DISPPARAMS, rgdispidNamedArgs) == 8 &&
                  offsetof(DISPPARAMS, cArgs) == 16 && offsetof(DISPPARAMS, cNamedArgs) == 20,
              "DISPPARAMS of 64-bit Windows");
static_assert(sizeof(EXCEPINFO) == 64 && offsetof(EXCEPINFO, bstrSource) == 8 &&
                  offsetof(EXCEPINFO, bstrDescription) == 16 && offsetof(EXCEPINFO, bstrHelpFile) == 24 &&
                  offsetof(EXCEPINFO, dwHelpContext) == 32 && offsetof(EXCEPINFO, pvReserved) == 40 &&
                  offsetof(EXCEPINFO, pfnDeferredFillIn) == 48 && offsetof(EXCEPINFO, scode) == 56,
              "EXCEPINFO of 64-bit Windows");
#endif

/* --- Interfaces (unknwn.h, oaidl.h): the order is the interface ----------------------------------------- */

/* clang-format off */
typedef struct {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IUnknown *self, REFIID iid, void **object);
  ULONG (STDMETHODCALLTYPE *AddRef)(IUnknown *self);
  ULONG (STDMETHODCALLTYPE *Release)(IUnknown *self);
} IUnknownVtbl;

typedef struct {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IClassFactory *self, REFIID iid, void **object);
  ULONG (STDMETHODCALLTYPE *AddRef)(IClassFactory *self);
  ULONG (STDMETHODCALLTYPE *Release)(IClassFactory *self);
  HRESULT (STDMETHODCALLTYPE *CreateInstance)(IClassFactory *self, IUnknown *outer, REFIID iid,
      void **object);
  HRESULT (STDMETHODCALLTYPE *LockServer)(IClassFactory *self, BOOL lock);
} IClassFactoryVtbl;

typedef struct {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IDispatch *self, REFIID iid, void **object);
  ULONG (STDMETHODCALLTYPE *AddRef)(IDispatch *self);
  ULONG (STDMETHODCALLTYPE *Release)(IDispatch *self);
  HRESULT (STDMETHODCALLTYPE *GetTypeInfoCount)(IDispatch *self, UINT *count);
  HRESULT (STDMETHODCALLTYPE *GetTypeInfo)(IDispatch *self, UINT index, LCID locale, ITypeInfo **info);
  HRESULT (STDMETHODCALLTYPE *GetIDsOfNames)(IDispatch *self, REFIID iid, LPOLESTR *names, UINT count,
      LCID locale, DISPID *ids);
  HRESULT (STDMETHODCALLTYPE *Invoke)(IDispatch *self, DISPID id, REFIID iid, LCID locale, WORD flags,
      DISPPARAMS *arguments, VARIANT *result, EXCEPINFO *exception, UINT *wrong_argument);
} IDispatchVtbl;
/* clang-format on */

struct IUnknown {
  IUnknownVtbl *lpVtbl;
};
struct IClassFactory {
  IClassFactoryVtbl *lpVtbl;
};
struct IDispatch {
  IDispatchVtbl *lpVtbl;
};

#define DISPATCH_METHOD 0x1
#define DISPATCH_PROPERTYGET 0x2
#define DISPATCH_PROPERTYPUT 0x4
#define DISPATCH_PROPERTYPUTREF 0x8
#define DISPID_UNKNOWN (-1)

/* --- Codes (winerror.h) --------------------------------------------------------------------------------- */

#define COM_CODE(value) ((HRESULT)(value##u))

#define S_FALSE ((HRESULT)1)
#define E_NOTIMPL COM_CODE(0x80004001)
#define E_NOINTERFACE COM_CODE(0x80004002)
#define E_POINTER COM_CODE(0x80004003)
#define DISP_E_UNKNOWNINTERFACE COM_CODE(0x80020001)
#define DISP_E_MEMBERNOTFOUND COM_CODE(0x80020003)
#define DISP_E_PARAMNOTFOUND COM_CODE(0x80020004)
#define DISP_E_TYPEMISMATCH COM_CODE(0x80020005)
#define DISP_E_UNKNOWNNAME COM_CODE(0x80020006)
#define DISP_E_BADVARTYPE COM_CODE(0x80020008)
#define DISP_E_EXCEPTION COM_CODE(0x80020009)
#define DISP_E_BADINDEX COM_CODE(0x8002000B)
#define DISP_E_BADPARAMCOUNT COM_CODE(0x8002000E)
#define DISP_E_PARAMNOTOPTIONAL COM_CODE(0x8002000F)
#define RPC_E_CHANGED_MODE COM_CODE(0x80010106)
#define CLASS_E_NOAGGREGATION COM_CODE(0x80040110)
#define CLASS_E_CLASSNOTAVAILABLE COM_CODE(0x80040111)
#define REGDB_E_CLASSNOTREG COM_CODE(0x80040154)
#define CO_E_NOTINITIALIZED COM_CODE(0x800401F0)
#define CO_E_CLASSSTRING COM_CODE(0x800401F3)
#define CO_E_ERRORINDLL COM_CODE(0x800401F9)
#define E_OUTOFMEMORY COM_CODE(0x8007000E)
#define E_INVALIDARG COM_CODE(0x80070057)

/* --- Activation (objbase.h, combaseapi.h) --------------------------------------------------------------- */

#define COINIT_MULTITHREADED 0x0u
#define COINIT_APARTMENTTHREADED 0x2u
#define CLSCTX_INPROC_SERVER 0x1u
#define GUID_TEXT_UNITS 39 /* {00000000-0000-0000-0000-000000000000} and a NUL */

/** S_OK for the first call of a thread, S_FALSE later; RPC_E_CHANGED_MODE if it has the other apartment. */
WIN32_EXPORT HRESULT WINAPI CoInitializeEx(LPVOID reserved, DWORD flags);
/** The last one of the process lets go of the DLLs of all classes that can be unloaded. */
WIN32_EXPORT void WINAPI CoUninitialize(void);
/** Looks below HKLM\SOFTWARE\Classes; a user's own classes are not modelled. */
WIN32_EXPORT HRESULT WINAPI CLSIDFromProgID(LPCOLESTR name, CLSID *id);
WIN32_EXPORT HRESULT WINAPI CLSIDFromString(LPCOLESTR text, CLSID *id);
/** Units written, NUL included; 0 if they do not fit. */
WIN32_EXPORT int WINAPI StringFromGUID2(REFGUID id, LPOLESTR text, int capacity);
/** In-process servers, in the caller's apartment, only: what would need a proxy fails with E_NOTIMPL. */
WIN32_EXPORT HRESULT WINAPI CoCreateInstance(REFCLSID id, IUnknown *outer, DWORD context, REFIID iid,
                                             LPVOID *object);
/** Memory of the process heap. */
WIN32_EXPORT LPVOID WINAPI CoTaskMemAlloc(SIZE_T bytes);
WIN32_EXPORT void WINAPI CoTaskMemFree(LPVOID memory);

/* --- Strings and variants (oleauto.h) ------------------------------------------------------------------- */

/* Strings live in the process heap, where HeapWalk finds those that nobody freed. None is kept for reuse. */
WIN32_EXPORT BSTR WINAPI SysAllocString(LPCOLESTR text);
/** Without a text the units are zero. */
WIN32_EXPORT BSTR WINAPI SysAllocStringLen(LPCOLESTR text, UINT units);
WIN32_EXPORT void WINAPI SysFreeString(BSTR text);
WIN32_EXPORT UINT WINAPI SysStringLen(BSTR text);
WIN32_EXPORT UINT WINAPI SysStringByteLen(BSTR text);
WIN32_EXPORT void WINAPI VariantInit(VARIANTARG *variant);
/** Arrays and records are not modelled: DISP_E_BADVARTYPE. */
WIN32_EXPORT HRESULT WINAPI VariantClear(VARIANTARG *variant);

#endif
