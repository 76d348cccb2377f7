import { method, stdcall } from '../ffi/signature.ts';

/** Apartments and activation (objbase.h). */
export const OLE32 = {
  /** reserved, COINIT flags */
  CoInitializeEx: stdcall('i32', 'pointer', 'u32'),
  CoUninitialize: stdcall('void'),
  /** LPCWSTR, out CLSID */
  CLSIDFromProgID: stdcall('i32', 'pointer', 'pointer'),
  /** CLSID, outer object, CLSCTX, IID, out interface */
  CoCreateInstance: stdcall('i32', 'pointer', 'pointer', 'u32', 'pointer', 'pointer'),
} as const;

/** Automation's strings and values (oleauto.h). */
export const OLEAUT32 = {
  /** text, UTF-16 units; NULL if there is no memory */
  SysAllocStringLen: stdcall('pointer', 'pointer', 'u32'),
  SysFreeString: stdcall('void', 'pointer'),
  /** UTF-16 units; 0 for NULL, which is a legal empty string */
  SysStringLen: stdcall('u32', 'pointer'),
  VariantClear: stdcall('i32', 'pointer'),
} as const;

/** Methods of IUnknown and IDispatch by vtable index (unknwn.h, oaidl.h). */
export const IDISPATCH = {
  Release: { index: 2, signature: method('u32') },
  /** IID_NULL, array of LPWSTR, its length, LCID, out DISPIDs */
  GetIDsOfNames: { index: 5, signature: method('i32', 'pointer', 'pointer', 'u32', 'u32', 'pointer') },
  /** DISPID, IID_NULL, LCID, DISPATCH flags (a WORD), DISPPARAMS, out VARIANT, out EXCEPINFO, out argument */
  Invoke: {
    index: 6,
    signature: method('i32', 'i32', 'pointer', 'u32', 'u32', 'pointer', 'pointer', 'pointer', 'pointer'),
  },
} as const;

/**
 * The function pointer in an EXCEPINFO (oaidl.h), which takes the EXCEPINFO itself; by pointer-sized index.
 */
export const EXCEPTION_CALLBACKS = {
  pfnDeferredFillIn: { index: 6, signature: method('i32') },
} as const;
