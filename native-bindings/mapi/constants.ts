/** MAPIInitialize flags (MAPIX.h). */
export const MAPI_MULTITHREAD_NOTIFICATIONS = 0x1;

/** MAPILogonEx flags (MAPIX.h, MAPIDefS.h). */
export const MAPI_NEW_SESSION = 0x2;
export const MAPI_EXPLICIT_PROFILE = 0x10;
export const MAPI_EXTENDED = 0x20;
export const MAPI_NO_MAIL = 0x8000;

/** A session of its own for the named profile, without dialogs and without the spooler. */
export const LOGON_FLAGS = MAPI_NEW_SESSION | MAPI_EXPLICIT_PROFILE | MAPI_EXTENDED | MAPI_NO_MAIL;

/** MAPI profile names have at most 64 characters (IProfAdmin::CreateProfile). */
export const PROFILE_NAME_BYTES = 65;
