#ifndef MAPILEAK_PROVIDER_MAPI_ABI_H
#define MAPILEAK_PROVIDER_MAPI_ABI_H

#include "platform.h"

/* The binary interface of Extended MAPI, as far as it is needed (MAPIX.h, MAPIDefS.h, MAPICode.h). */

/* --- Codes (MAPICode.h) --------------------------------------------------------------------------------- */

#define MAPI_CODE(value) ((HRESULT)(value##u))

#define MAPI_E_INTERFACE_NOT_SUPPORTED MAPI_CODE(0x80004002)
#define MAPI_E_NO_SUPPORT MAPI_CODE(0x80040102)
#define MAPI_E_BAD_CHARWIDTH MAPI_CODE(0x80040103)
#define MAPI_E_UNKNOWN_FLAGS MAPI_CODE(0x80040106)
#define MAPI_E_INVALID_ENTRYID MAPI_CODE(0x80040107)
#define MAPI_E_INVALID_OBJECT MAPI_CODE(0x80040108)
#define MAPI_E_NOT_FOUND MAPI_CODE(0x8004010F)
#define MAPI_E_LOGON_FAILED MAPI_CODE(0x80040111)
#define MAPI_E_NETWORK_ERROR MAPI_CODE(0x80040115)
#define MAPI_E_SESSION_LIMIT MAPI_CODE(0x80040112)
#define MAPI_E_USER_CANCEL MAPI_CODE(0x80040113)
#define MAPI_E_TOO_COMPLEX MAPI_CODE(0x80040117)
#define MAPI_E_UNCONFIGURED MAPI_CODE(0x8004011C)
#define MAPI_E_FAILONEPROVIDER MAPI_CODE(0x8004011D)
#define MAPI_E_UNKNOWN_ENTRYID MAPI_CODE(0x80040201)
#define MAPI_W_ERRORS_RETURNED MAPI_CODE(0x00040380)
#define MAPI_E_TIMEOUT MAPI_CODE(0x80040401)
#define MAPI_E_NOT_INITIALIZED MAPI_CODE(0x80040605)
#define MAPI_E_CALL_FAILED MAPI_CODE(0x80004005)
#define MAPI_E_NO_ACCESS MAPI_CODE(0x80070005)
#define MAPI_E_NOT_ENOUGH_MEMORY MAPI_CODE(0x8007000E)
#define MAPI_E_INVALID_PARAMETER MAPI_CODE(0x80070057)

/* --- Flags (MAPIDefS.h, MAPIX.h) ------------------------------------------------------------------------ */

#define MAPI_UNICODE 0x80000000u

#define MAPI_INIT_VERSION 0u
#define MAPI_MULTITHREAD_NOTIFICATIONS 0x1u
#define MAPI_TEMPORARY_PROFILES 0x4u
#define MAPI_NO_COINIT 0x8u
#define MAPI_NT_SERVICE 0x10000u
#define MAPI_INIT_FLAGS \
  (MAPI_MULTITHREAD_NOTIFICATIONS | MAPI_TEMPORARY_PROFILES | MAPI_NO_COINIT | MAPI_NT_SERVICE)

#define MAPI_LOGON_UI 0x1u
#define MAPI_NEW_SESSION 0x2u
#define MAPI_ALLOW_OTHERS 0x8u
#define MAPI_EXPLICIT_PROFILE 0x10u
#define MAPI_EXTENDED 0x20u
#define MAPI_USE_DEFAULT 0x40u
#define MAPI_FORCE_DOWNLOAD 0x1000u
#define MAPI_SERVICE_UI_ALWAYS 0x2000u
#define MAPI_NO_MAIL 0x8000u
#define MAPI_PASSWORD_UI 0x20000u
#define MAPI_TIMEOUT_SHORT 0x100000u
#define MAPI_LOGON_FLAGS                                                                              \
  (MAPI_LOGON_UI | MAPI_NEW_SESSION | MAPI_ALLOW_OTHERS | MAPI_EXPLICIT_PROFILE | MAPI_EXTENDED |     \
   MAPI_USE_DEFAULT | MAPI_FORCE_DOWNLOAD | MAPI_SERVICE_UI_ALWAYS | MAPI_NO_MAIL | MAPI_NT_SERVICE | \
   MAPI_PASSWORD_UI | MAPI_TIMEOUT_SHORT | MAPI_UNICODE)

/* Simple MAPI's own codes (MAPI.h); the names of MAPICode.h mean others. */
#define SUCCESS_SUCCESS 0u
#define SIMPLE_E_USER_ABORT 1u
#define SIMPLE_E_FAILURE 2u
#define SIMPLE_E_LOGON_FAILURE 3u
#define SIMPLE_E_INSUFFICIENT_MEMORY 5u
#define SIMPLE_E_ACCESS_DENIED 6u
#define SIMPLE_E_TOO_MANY_SESSIONS 8u
#define SIMPLE_E_INVALID_SESSION 19u
#define SIMPLE_E_NETWORK_FAILURE 23u

#define MAPI_LOGOFF_SHARED 0x1u
#define MAPI_LOGOFF_UI 0x2u

#define PROFILE_NAME_LIMIT 64  /* characters; IProfAdmin::CreateProfile */
#define MAILBOX_NAME_LIMIT 255 /* characters of a mailbox's or a server's name; ours */

/* --- Structures ----------------------------------------------------------------------------------------- */

typedef LONG SCODE; /* wtypesbase.h */
typedef ULONG_PTR LHANDLE;

typedef struct {
  ULONG ulVersion;
  ULONG ulFlags;
} MAPIINIT_0;

typedef struct {
  ULONG ulVersion;
  char *lpszError, *lpszComponent;
  ULONG ulLowLevelError, ulContext;
} MAPIERROR;

typedef struct IMAPISession IMAPISession; /* mapi-objects.h */

/* --- Exports -------------------------------------------------------------------------------------------- */

MAPI_EXPORT HRESULT STDAPICALLTYPE MAPIInitialize(void *init);
MAPI_EXPORT void STDAPICALLTYPE MAPIUninitialize(void);
MAPI_EXPORT HRESULT STDAPICALLTYPE MAPILogonEx(ULONG_PTR window, char *profile, char *password, ULONG flags,
                                               IMAPISession **session);
MAPI_EXPORT HRESULT STDAPICALLTYPE MAPIAdminProfiles(ULONG flags, void **admin);
/** Simple MAPI (MAPI.h): exported undecorated on every platform; answers with small positive numbers. */
MAPI_EXPORT ULONG STDAPICALLTYPE MAPILogon(ULONG_PTR window, char *profile, char *password, ULONG flags,
                                           ULONG reserved, LHANDLE *session);
MAPI_EXPORT ULONG STDAPICALLTYPE MAPILogoff(LHANDLE session, ULONG_PTR window, ULONG flags, ULONG reserved);
MAPI_EXPORT SCODE STDAPICALLTYPE MAPIAllocateBuffer(ULONG bytes, void **buffer);
MAPI_EXPORT SCODE STDAPICALLTYPE MAPIAllocateMore(ULONG bytes, void *parent, void **buffer);
MAPI_EXPORT ULONG STDAPICALLTYPE MAPIFreeBuffer(void *buffer);
/** "mapileak stand-in 1": present only in this provider, so that nobody takes its leak for Exchange's. */
MAPI_EXPORT const char *STDAPICALLTYPE MapileakStandInIdentity(void);
/** Objects that somebody still has a reference to. 0 while MAPI is not initialized. */
MAPI_EXPORT ULONG STDAPICALLTYPE MapileakStandInLiveObjects(void);
/**
 * Calls on objects that were released, releases too many, and buffers freed twice, since the library was
 * loaded.
 */
MAPI_EXPORT ULONG STDAPICALLTYPE MapileakStandInMisuses(void);

#endif
