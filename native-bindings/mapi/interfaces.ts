import { method } from '../ffi/signature.ts';

/*
 * Methods of MAPI's interfaces by vtable index (MAPIX.h, MAPIDefS.h, EdkMdb.h). `this` comes first in every one and
 * is not listed.
 */

/** What every interface begins with (unknwn.h). */
export const UNKNOWN = {
  /** IID, out interface */
  QueryInterface: { index: 0, signature: method('i32', 'pointer', 'pointer') },
  Release: { index: 2, signature: method('u32') },
} as const;

/** What all of MAPI's own interfaces have at the same place, those of Exchange alone do not. */
export const ERROR_SOURCE = {
  /** the HRESULT, flags, out MAPIERROR */
  GetLastError: { index: 3, signature: method('i32', 'i32', 'u32', 'pointer') },
} as const;

export const IMAPI_SESSION = {
  Release: { index: 2, signature: method('u32') },
  /** flags, out table */
  GetMsgStoresTable: { index: 4, signature: method('i32', 'u32', 'pointer') },
  /** window, bytes, entry identifier, IID, flags, out store */
  OpenMsgStore: {
    index: 5,
    signature: method('i32', 'pointer', 'u32', 'pointer', 'pointer', 'u32', 'pointer'),
  },
  /** window, flags, reserved */
  Logoff: { index: 17, signature: method('i32', 'pointer', 'u32', 'u32') },
} as const;

export const PROF_ADMIN = {
  /** flags, out table */
  GetProfileTable: { index: 4, signature: method('i32', 'u32', 'pointer') },
  /** name, password, window, flags */
  CreateProfile: { index: 5, signature: method('i32', 'pointer', 'pointer', 'pointer', 'u32') },
  /** name, flags */
  DeleteProfile: { index: 6, signature: method('i32', 'pointer', 'u32') },
  /** name, password, window, flags, out IMsgServiceAdmin */
  AdminServices: { index: 11, signature: method('i32', 'pointer', 'pointer', 'pointer', 'u32', 'pointer') },
} as const;

export const MSG_SERVICE_ADMIN = {
  /** flags, out table */
  GetMsgServiceTable: { index: 4, signature: method('i32', 'u32', 'pointer') },
  /** service, display name, window, flags */
  CreateMsgService: { index: 5, signature: method('i32', 'pointer', 'pointer', 'pointer', 'u32') },
  /** MAPIUID, window, flags, number of properties, properties */
  ConfigureMsgService: {
    index: 9,
    signature: method('i32', 'pointer', 'pointer', 'u32', 'u32', 'pointer'),
  },
} as const;

export const MAPI_TABLE = {
  /** SPropTagArray, flags */
  SetColumns: { index: 7, signature: method('i32', 'pointer', 'u32') },
  /** SRestriction, flags */
  Restrict: { index: 14, signature: method('i32', 'pointer', 'u32') },
  /** number of rows, flags, out SRowSet */
  QueryRows: { index: 19, signature: method('i32', 'i32', 'u32', 'pointer') },
} as const;

export const MSG_STORE = {
  /** bytes, entry identifier, IID, flags, out object type, out object */
  OpenEntry: {
    index: 17,
    signature: method('i32', 'u32', 'pointer', 'pointer', 'u32', 'pointer', 'pointer'),
  },
  /** message class, flags, out bytes, out entry identifier, out class that was found */
  GetReceiveFolder: {
    index: 19,
    signature: method('i32', 'pointer', 'u32', 'pointer', 'pointer', 'pointer'),
  },
} as const;

export const MAPI_FOLDER = {
  /** SPropTagArray, flags, out number of values, out SPropValue array */
  GetProps: { index: 5, signature: method('i32', 'pointer', 'u32', 'pointer', 'pointer') },
} as const;

export const EXCHANGE_MANAGE_STORE = {
  /** store's DN, mailbox's DN, flags, out bytes, out entry identifier */
  CreateStoreEntryID: {
    index: 3,
    signature: method('i32', 'pointer', 'pointer', 'u32', 'pointer', 'pointer'),
  },
} as const;
