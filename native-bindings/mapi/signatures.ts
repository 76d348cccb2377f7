import { method, stdcall } from '../ffi/signature.ts';

/** Exports of a MAPI provider that every run needs (MAPIX.h). ULONG_PTR and strings are `pointer`. */
export const MAPI32 = {
  /** MAPIINIT_0 or NULL */
  MAPIInitialize: stdcall('i32', 'pointer'),
  MAPIUninitialize: stdcall('void'),
  /** window, profile name, password, flags, out session */
  MAPILogonEx: stdcall('i32', 'pointer', 'pointer', 'pointer', 'u32', 'pointer'),
  /** bytes, out buffer */
  MAPIAllocateBuffer: stdcall('i32', 'u32', 'pointer'),
  MAPIFreeBuffer: stdcall('i32', 'pointer'),
} as const;

/** Methods of IMAPISession by vtable index (MAPIX.h); QueryInterface, AddRef and Release are 0 to 2. */
export const IMAPI_SESSION = {
  Release: { index: 2, signature: method('u32') },
  /** window, flags, reserved */
  Logoff: { index: 17, signature: method('i32', 'pointer', 'u32', 'u32') },
} as const;

/** An export of the project's own provider; whoever has it is the stand-in and not Exchange. */
export const STAND_IN_IDENTITY = { name: 'MapileakStandInIdentity', signature: stdcall('pointer') } as const;
