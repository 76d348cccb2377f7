import { stdcall } from '../ffi/signature.ts';

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

/** What scenarios with profiles of their own need besides (MAPIX.h). */
export const MAPI32_PROFILES = {
  /** flags, out IProfAdmin */
  MAPIAdminProfiles: stdcall('i32', 'u32', 'pointer'),
} as const;

/** Simple MAPI (MAPI.h); a provider of Extended MAPI need not have it. LHANDLE is pointer-sized. */
export const SIMPLE_MAPI = {
  /** window, profile name, password, flags, reserved, out LHANDLE */
  MAPILogon: stdcall('u32', 'pointer', 'pointer', 'pointer', 'u32', 'u32', 'pointer'),
  /** LHANDLE, window, flags, reserved */
  MAPILogoff: stdcall('u32', 'pointer', 'pointer', 'u32', 'u32'),
} as const;

/** An export of the project's own provider; whoever has it is the stand-in and not Exchange. */
export const STAND_IN_IDENTITY = { name: 'MapileakStandInIdentity', signature: stdcall('pointer') } as const;

/** What the stand-in says of its objects, for tests (mapi-abi.h). */
export const STAND_IN_LEDGER = {
  MapileakStandInLiveObjects: stdcall('u32'),
  MapileakStandInMisuses: stdcall('u32'),
} as const;
