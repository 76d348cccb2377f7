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
#define MAPI_E_INVALID_OBJECT MAPI_CODE(0x80040108)
#define MAPI_E_LOGON_FAILED MAPI_CODE(0x80040111)
#define MAPI_E_TIMEOUT MAPI_CODE(0x80040401)
#define MAPI_E_NOT_INITIALIZED MAPI_CODE(0x80040605)
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

#define MAPI_LOGOFF_SHARED 0x1u
#define MAPI_LOGOFF_UI 0x2u

#define PROFILE_NAME_LIMIT 64 /* characters; IProfAdmin::CreateProfile */

/* --- Structures ----------------------------------------------------------------------------------------- */

typedef LONG SCODE; /* wtypesbase.h */

typedef struct {
  ULONG ulVersion;
  ULONG ulFlags;
} MAPIINIT_0;

typedef struct {
  ULONG ulVersion;
  char *lpszError, *lpszComponent;
  ULONG ulLowLevelError, ulContext;
} MAPIERROR;

/* --- IMAPISession (MAPIX.h): 22 methods, the order is the interface ------------------------------------- */

typedef struct IMAPISession IMAPISession;

/* clang-format off */
typedef struct {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(void *self, REFIID iid, void **object);
  ULONG (STDMETHODCALLTYPE *AddRef)(void *self);
  ULONG (STDMETHODCALLTYPE *Release)(void *self);
  HRESULT (STDMETHODCALLTYPE *GetLastError)(IMAPISession *self, HRESULT result, ULONG flags,
      MAPIERROR **error);
  HRESULT (STDMETHODCALLTYPE *GetMsgStoresTable)(IMAPISession *self, ULONG flags, void **table);
  HRESULT (STDMETHODCALLTYPE *OpenMsgStore)(IMAPISession *self, ULONG_PTR window, ULONG bytes,
      void *entry_id, const IID *iid, ULONG flags, void **store);
  HRESULT (STDMETHODCALLTYPE *OpenAddressBook)(IMAPISession *self, ULONG_PTR window, const IID *iid,
      ULONG flags, void **book);
  HRESULT (STDMETHODCALLTYPE *OpenProfileSection)(IMAPISession *self, void *uid, const IID *iid,
      ULONG flags, void **section);
  HRESULT (STDMETHODCALLTYPE *GetStatusTable)(IMAPISession *self, ULONG flags, void **table);
  HRESULT (STDMETHODCALLTYPE *OpenEntry)(IMAPISession *self, ULONG bytes, void *entry_id, const IID *iid,
      ULONG flags, ULONG *type, void **object);
  HRESULT (STDMETHODCALLTYPE *CompareEntryIDs)(IMAPISession *self, ULONG left_bytes, void *left,
      ULONG right_bytes, void *right, ULONG flags, ULONG *result);
  HRESULT (STDMETHODCALLTYPE *Advise)(IMAPISession *self, ULONG bytes, void *entry_id, ULONG events,
      void *sink, ULONG_PTR *connection);
  HRESULT (STDMETHODCALLTYPE *Unadvise)(IMAPISession *self, ULONG_PTR connection);
  HRESULT (STDMETHODCALLTYPE *MessageOptions)(IMAPISession *self, ULONG_PTR window, ULONG flags, char *type,
      void *message);
  HRESULT (STDMETHODCALLTYPE *QueryDefaultMessageOpt)(IMAPISession *self, char *type, ULONG flags,
      ULONG *count, void **options);
  HRESULT (STDMETHODCALLTYPE *EnumAdrTypes)(IMAPISession *self, ULONG flags, ULONG *count, char ***types);
  HRESULT (STDMETHODCALLTYPE *QueryIdentity)(IMAPISession *self, ULONG *bytes, void **entry_id);
  HRESULT (STDMETHODCALLTYPE *Logoff)(IMAPISession *self, ULONG_PTR window, ULONG flags, ULONG reserved);
  HRESULT (STDMETHODCALLTYPE *SetDefaultStore)(IMAPISession *self, ULONG flags, ULONG bytes,
      void *entry_id);
  HRESULT (STDMETHODCALLTYPE *AdminServices)(IMAPISession *self, ULONG flags, void **admin);
  HRESULT (STDMETHODCALLTYPE *ShowForm)(IMAPISession *self, ULONG_PTR window, void *store, void *folder,
      const IID *iid, ULONG_PTR token, void *sent, ULONG flags, ULONG status, ULONG message_flags,
      ULONG access, char *message_class);
  HRESULT (STDMETHODCALLTYPE *PrepareForm)(IMAPISession *self, const IID *iid, void *message,
      ULONG_PTR *token);
} IMAPISessionVtbl;
/* clang-format on */

struct IMAPISession {
  const IMAPISessionVtbl *lpVtbl;
};

/* --- Exports -------------------------------------------------------------------------------------------- */

MAPI_EXPORT HRESULT STDAPICALLTYPE MAPIInitialize(void *init);
MAPI_EXPORT void STDAPICALLTYPE MAPIUninitialize(void);
MAPI_EXPORT HRESULT STDAPICALLTYPE MAPILogonEx(ULONG_PTR window, char *profile, char *password, ULONG flags,
                                               IMAPISession **session);
MAPI_EXPORT SCODE STDAPICALLTYPE MAPIAllocateBuffer(ULONG bytes, void **buffer);
MAPI_EXPORT SCODE STDAPICALLTYPE MAPIAllocateMore(ULONG bytes, void *parent, void **buffer);
MAPI_EXPORT ULONG STDAPICALLTYPE MAPIFreeBuffer(void *buffer);
/** "mapileak stand-in 1": present only in this provider, so that nobody takes its leak for Exchange's. */
MAPI_EXPORT const char *STDAPICALLTYPE MapileakStandInIdentity(void);
/** Objects that somebody still has a reference to. 0 while MAPI is not initialized. */
MAPI_EXPORT ULONG STDAPICALLTYPE MapileakStandInLiveObjects(void);
/** Calls on objects that were released, releases too many, and buffers freed twice, since the library was loaded. */
MAPI_EXPORT ULONG STDAPICALLTYPE MapileakStandInMisuses(void);

#endif
