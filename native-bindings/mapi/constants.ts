/** MAPIInitialize flags (MAPIX.h); MAPI_TEMPORARY_PROFILES is known to Exchange's MAPI of its time (KB 891425). */
export const MAPI_MULTITHREAD_NOTIFICATIONS = 0x1;
export const MAPI_TEMPORARY_PROFILES = 0x4;

/** MAPILogonEx flags (MAPIX.h, MAPIDefS.h). */
export const MAPI_NEW_SESSION = 0x2;
export const MAPI_EXPLICIT_PROFILE = 0x10;
export const MAPI_EXTENDED = 0x20;
export const MAPI_NO_MAIL = 0x8000;

/** A session of its own for the named profile, without dialogs and without the spooler. */
export const LOGON_FLAGS = MAPI_NEW_SESSION | MAPI_EXPLICIT_PROFILE | MAPI_EXTENDED | MAPI_NO_MAIL;

/** MAPI profile names have at most 64 characters (IProfAdmin::CreateProfile). */
export const PROFILE_NAME_BYTES = 65;

/** Flags of OpenMsgStore and OpenEntry (MAPIDefS.h). */
export const MDB_NO_DIALOG = 0x1;
export const MAPI_BEST_ACCESS = 0x10;
export const MDB_TEMPORARY = 0x20;
export const MDB_NO_MAIL = 0x80;

/** Flags of IExchangeManageStore::CreateStoreEntryID (EdkMdb.h). */
export const OPENSTORE_USE_ADMIN_PRIVILEGE = 0x1;
export const OPENSTORE_TAKE_OWNERSHIP = 0x8;

/** Property tags (MAPITags.h, EdkMdb.h): the lower half is the type. Texts are ANSI. */
export const PR_ENTRYID = 0x0fff0102;
export const PR_DISPLAY_NAME_A = 0x3001001e;
export const PR_DEFAULT_STORE = 0x3400000b;
export const PR_CONTENT_COUNT = 0x36020003;
export const PR_SERVICE_NAME_A = 0x3d09001e;
export const PR_SERVICE_UID = 0x3d0c0102;
export const PR_PROFILE_UNRESOLVED_NAME = 0x6607001e;
export const PR_PROFILE_UNRESOLVED_SERVER = 0x6608001e;
