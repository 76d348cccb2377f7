#ifndef MAPILEAK_PROVIDER_MAPI_OBJECTS_H
#define MAPILEAK_PROVIDER_MAPI_OBJECTS_H

#include "mapi-abi.h"
#include "mapi-props.h"

/*
 * The method tables of MAPI (MAPIX.h, MAPIDefS.h, EdkMdb.h); the order is the interface. Every method has its
 * full arguments, since one of 32-bit Windows removes them from the stack. Interface pointers are `void *`:
 * what one really is, the object ledger checks at each call.
 */

/* clang-format off */
#define METHOD(name, ...) HRESULT (STDMETHODCALLTYPE *name)(void *self, __VA_ARGS__)

#define IUNKNOWN \
  METHOD(QueryInterface, REFIID iid, void **object); \
  ULONG (STDMETHODCALLTYPE *AddRef)(void *self); \
  ULONG (STDMETHODCALLTYPE *Release)(void *self)

/* IUnknown and what every interface of MAPI has next. */
#define IMAPI_UNKNOWN \
  IUNKNOWN; \
  METHOD(GetLastError, HRESULT result, ULONG flags, MAPIERROR **error)

#define IMAPI_PROP \
  IMAPI_UNKNOWN; \
  METHOD(SaveChanges, ULONG flags); \
  METHOD(GetProps, SPropTagArray *tags, ULONG flags, ULONG *count, SPropValue **values); \
  METHOD(GetPropList, ULONG flags, SPropTagArray **tags); \
  METHOD(OpenProperty, ULONG tag, const IID *iid, ULONG options, ULONG flags, void **object); \
  METHOD(SetProps, ULONG count, SPropValue *values, void **problems); \
  METHOD(DeleteProps, SPropTagArray *tags, void **problems); \
  METHOD(CopyTo, ULONG excluded, const IID *excluded_iids, SPropTagArray *excluded_tags, ULONG_PTR window, \
      void *progress, const IID *iid, void *target, ULONG flags, void **problems); \
  METHOD(CopyProps, SPropTagArray *tags, ULONG_PTR window, void *progress, const IID *iid, void *target, \
      ULONG flags, void **problems); \
  METHOD(GetNamesFromIDs, SPropTagArray **tags, GUID *set, ULONG flags, ULONG *count, void ***names); \
  METHOD(GetIDsFromNames, ULONG count, void **names, ULONG flags, SPropTagArray **tags)

typedef struct {
  IMAPI_UNKNOWN;
  METHOD(GetMsgStoresTable, ULONG flags, void **table);
  METHOD(OpenMsgStore, ULONG_PTR window, ULONG bytes, void *entry_id, const IID *iid, ULONG flags,
      void **store);
  METHOD(OpenAddressBook, ULONG_PTR window, const IID *iid, ULONG flags, void **book);
  METHOD(OpenProfileSection, void *uid, const IID *iid, ULONG flags, void **section);
  METHOD(GetStatusTable, ULONG flags, void **table);
  METHOD(OpenEntry, ULONG bytes, void *entry_id, const IID *iid, ULONG flags, ULONG *type, void **object);
  METHOD(CompareEntryIDs, ULONG left_bytes, void *left, ULONG right_bytes, void *right, ULONG flags,
      ULONG *result);
  METHOD(Advise, ULONG bytes, void *entry_id, ULONG events, void *sink, ULONG_PTR *connection);
  METHOD(Unadvise, ULONG_PTR connection);
  METHOD(MessageOptions, ULONG_PTR window, ULONG flags, char *type, void *message);
  METHOD(QueryDefaultMessageOpt, char *type, ULONG flags, ULONG *count, void **options);
  METHOD(EnumAdrTypes, ULONG flags, ULONG *count, char ***types);
  METHOD(QueryIdentity, ULONG *bytes, void **entry_id);
  METHOD(Logoff, ULONG_PTR window, ULONG flags, ULONG reserved);
  METHOD(SetDefaultStore, ULONG flags, ULONG bytes, void *entry_id);
  METHOD(AdminServices, ULONG flags, void **admin);
  METHOD(ShowForm, ULONG_PTR window, void *store, void *folder, const IID *iid, ULONG_PTR token, void *sent,
      ULONG flags, ULONG status, ULONG message_flags, ULONG access, char *message_class);
  METHOD(PrepareForm, const IID *iid, void *message, ULONG_PTR *token);
} IMAPISessionVtbl;

typedef struct {
  IMAPI_UNKNOWN;
  METHOD(GetProfileTable, ULONG flags, void **table);
  METHOD(CreateProfile, char *name, char *password, ULONG_PTR window, ULONG flags);
  METHOD(DeleteProfile, char *name, ULONG flags);
  METHOD(ChangeProfilePassword, char *name, char *old_password, char *new_password, ULONG flags);
  METHOD(CopyProfile, char *name, char *password, char *new_name, ULONG_PTR window, ULONG flags);
  METHOD(RenameProfile, char *name, char *password, char *new_name, ULONG_PTR window, ULONG flags);
  METHOD(SetDefaultProfile, char *name, ULONG flags);
  METHOD(AdminServices, char *name, char *password, ULONG_PTR window, ULONG flags, void **admin);
} IProfAdminVtbl;

typedef struct {
  IMAPI_UNKNOWN;
  METHOD(GetMsgServiceTable, ULONG flags, void **table);
  METHOD(CreateMsgService, char *service, char *display_name, ULONG_PTR window, ULONG flags);
  METHOD(DeleteMsgService, MAPIUID *uid);
  METHOD(CopyMsgService, MAPIUID *uid, char *display_name, const IID *copied, const IID *iid, void *target,
      ULONG_PTR window, ULONG flags);
  METHOD(RenameMsgService, MAPIUID *uid, ULONG flags, char *display_name);
  METHOD(ConfigureMsgService, MAPIUID *uid, ULONG_PTR window, ULONG flags, ULONG count, SPropValue *values);
  METHOD(OpenProfileSection, MAPIUID *uid, const IID *iid, ULONG flags, void **section);
  METHOD(MsgServiceTransportOrder, ULONG count, MAPIUID *uids, ULONG flags);
  METHOD(AdminProviders, MAPIUID *uid, ULONG flags, void **admin);
  METHOD(SetPrimaryIdentity, MAPIUID *uid, ULONG flags);
  METHOD(GetProviderTable, ULONG flags, void **table);
} IMsgServiceAdminVtbl;

typedef struct {
  IMAPI_UNKNOWN;
  METHOD(Advise, ULONG events, void *sink, ULONG_PTR *connection);
  METHOD(Unadvise, ULONG_PTR connection);
  METHOD(GetStatus, ULONG *status, ULONG *type);
  METHOD(SetColumns, SPropTagArray *tags, ULONG flags);
  METHOD(QueryColumns, ULONG flags, SPropTagArray **tags);
  METHOD(GetRowCount, ULONG flags, ULONG *count);
  METHOD(SeekRow, ULONG bookmark, LONG rows, LONG *sought);
  METHOD(SeekRowApprox, ULONG numerator, ULONG denominator);
  METHOD(QueryPosition, ULONG *row, ULONG *numerator, ULONG *denominator);
  METHOD(FindRow, SRestriction *restriction, ULONG bookmark, ULONG flags);
  METHOD(Restrict, SRestriction *restriction, ULONG flags);
  METHOD(CreateBookmark, ULONG *bookmark);
  METHOD(FreeBookmark, ULONG bookmark);
  METHOD(SortTable, void *order, ULONG flags);
  METHOD(QuerySortOrder, void **order);
  METHOD(QueryRows, LONG rows, ULONG flags, SRowSet **set);
  HRESULT (STDMETHODCALLTYPE *Abort)(void *self);
  METHOD(ExpandRow, ULONG bytes, BYTE *key, ULONG rows, ULONG flags, SRowSet **set, ULONG *more);
  METHOD(CollapseRow, ULONG bytes, BYTE *key, ULONG flags, ULONG *rows);
  METHOD(WaitForCompletion, ULONG flags, ULONG timeout, ULONG *status);
  METHOD(GetCollapseState, ULONG flags, ULONG bytes, BYTE *key, ULONG *state_bytes, BYTE **state);
  METHOD(SetCollapseState, ULONG flags, ULONG bytes, BYTE *state, ULONG *bookmark);
} IMAPITableVtbl;

typedef struct {
  IMAPI_PROP;
  METHOD(Advise, ULONG bytes, void *entry_id, ULONG events, void *sink, ULONG_PTR *connection);
  METHOD(Unadvise, ULONG_PTR connection);
  METHOD(CompareEntryIDs, ULONG left_bytes, void *left, ULONG right_bytes, void *right, ULONG flags,
      ULONG *result);
  METHOD(OpenEntry, ULONG bytes, void *entry_id, const IID *iid, ULONG flags, ULONG *type, void **object);
  METHOD(SetReceiveFolder, char *message_class, ULONG flags, ULONG bytes, void *entry_id);
  METHOD(GetReceiveFolder, char *message_class, ULONG flags, ULONG *bytes, void **entry_id,
      char **explicit_class);
  METHOD(GetReceiveFolderTable, ULONG flags, void **table);
  METHOD(StoreLogoff, ULONG *flags);
  METHOD(AbortSubmit, ULONG bytes, void *entry_id, ULONG flags);
  METHOD(GetOutgoingQueue, ULONG flags, void **table);
  METHOD(SetLockState, void *message, ULONG state);
  METHOD(FinishedMsg, ULONG flags, ULONG bytes, void *entry_id);
  METHOD(NotifyNewMail, void *notification);
} IMsgStoreVtbl;

typedef struct {
  IMAPI_PROP;
  METHOD(GetContentsTable, ULONG flags, void **table);
  METHOD(GetHierarchyTable, ULONG flags, void **table);
  METHOD(OpenEntry, ULONG bytes, void *entry_id, const IID *iid, ULONG flags, ULONG *type, void **object);
  METHOD(SetSearchCriteria, SRestriction *restriction, void *containers, ULONG flags);
  METHOD(GetSearchCriteria, ULONG flags, SRestriction **restriction, void **containers, ULONG *state);
  METHOD(CreateMessage, const IID *iid, ULONG flags, void **message);
  METHOD(CopyMessages, void *messages, const IID *iid, void *target, ULONG_PTR window, void *progress,
      ULONG flags);
  METHOD(DeleteMessages, void *messages, ULONG_PTR window, void *progress, ULONG flags);
  METHOD(CreateFolder, ULONG type, char *name, char *comment, const IID *iid, ULONG flags, void **folder);
  METHOD(CopyFolder, ULONG bytes, void *entry_id, const IID *iid, void *target, char *name, ULONG_PTR window,
      void *progress, ULONG flags);
  METHOD(DeleteFolder, ULONG bytes, void *entry_id, ULONG_PTR window, void *progress, ULONG flags);
  METHOD(SetReadFlags, void *messages, ULONG_PTR window, void *progress, ULONG flags);
  METHOD(GetMessageStatus, ULONG bytes, void *entry_id, ULONG flags, ULONG *status);
  METHOD(SetMessageStatus, ULONG bytes, void *entry_id, ULONG status, ULONG mask, ULONG *old_status);
  METHOD(SaveContentsSort, void *order, ULONG flags);
  METHOD(EmptyFolder, ULONG_PTR window, void *progress, ULONG flags);
} IMAPIFolderVtbl;

typedef struct {
  IUNKNOWN;
  METHOD(CreateStoreEntryID, char *store_name, char *mailbox_name, ULONG flags, ULONG *bytes,
      void **entry_id);
  METHOD(EntryIDFromSourceKey, ULONG folder_bytes, BYTE *folder_key, ULONG message_bytes, BYTE *message_key,
      ULONG *bytes, void **entry_id);
  METHOD(GetRights, ULONG user_bytes, void *user, ULONG bytes, void *entry_id, ULONG *rights);
  METHOD(GetMailboxTable, char *server, void **table, ULONG flags);
  METHOD(GetPublicFolderTable, char *server, void **table, ULONG flags);
} IExchangeManageStoreVtbl;
#undef METHOD
/* clang-format on */

#define METHODS(type, count) \
  static_assert(sizeof(type##Vtbl) == (count) * sizeof(void (*)(void)), #type " has " #count " methods")
METHODS(IMAPISession, 22);
METHODS(IProfAdmin, 12);
METHODS(IMsgServiceAdmin, 15);
METHODS(IMAPITable, 26);
METHODS(IMsgStore, 27);
METHODS(IMAPIFolder, 30);
METHODS(IExchangeManageStore, 8);
#undef METHODS

/** What every interface pointer points to. */
#define INTERFACE(type)       \
  typedef struct {            \
    const type##Vtbl *lpVtbl; \
  } type
struct IMAPISession {
  const IMAPISessionVtbl *lpVtbl;
};
INTERFACE(IProfAdmin);
INTERFACE(IMsgServiceAdmin);
INTERFACE(IMAPITable);
INTERFACE(IMsgStore);
INTERFACE(IMAPIFolder);
INTERFACE(IExchangeManageStore);
#undef INTERFACE

/** An interface of the family of MAPI, by its last four digits. */
#define MAPI_IID(low)                                           \
  {                                                             \
    0x00020000u | (low), 0, 0, { 0xC0, 0, 0, 0, 0, 0, 0, 0x46 } \
  }

#endif
