import { type DispatchInterface, methodMember, propertyMember } from '../com/dispatch-object.ts';

/**
 * The part of CDO 1.21's object model that is called, with the DISPIDs of its type library ("Microsoft CDO
 * 1.21 Library"). Names are those that failures give.
 */

/** What CreateObject("MAPI.Session") makes. */
export const CDO_PROG_ID = 'MAPI.Session';
export const CDO_CLASS_ID = '{3FA7DEB3-6438-101B-ACC1-00AA00423326}';

export const SESSION = {
  name: 'CDO Session',
  members: { Logon: methodMember(119), Logoff: methodMember(118), Inbox: propertyMember(15) },
} as const satisfies DispatchInterface<string>;

export const FOLDER = {
  name: 'CDO Folder',
  members: { Messages: propertyMember(22) },
} as const satisfies DispatchInterface<string>;

export const MESSAGES = {
  name: 'CDO Messages',
  members: { Count: propertyMember(9) },
} as const satisfies DispatchInterface<string>;
