#ifndef MAPILEAK_STACK_CHECK_EXCHANGE_H
#define MAPILEAK_STACK_CHECK_EXCHANGE_H

/*
 * IExchangeManageStore as the Exchange SDK declares it (EdkMdb.h), in words of ours: mingw-w64 has no such header, and
 * the provider's own may not be the measure of what is called.
 */
#include <mapix.h>

typedef struct IExchangeManageStore IExchangeManageStore;

typedef struct {
  HRESULT (STDMETHODCALLTYPE *QueryInterface)(IExchangeManageStore *self, REFIID iid, void **object);
  ULONG (STDMETHODCALLTYPE *AddRef)(IExchangeManageStore *self);
  ULONG (STDMETHODCALLTYPE *Release)(IExchangeManageStore *self);
  HRESULT (STDMETHODCALLTYPE *CreateStoreEntryID)(IExchangeManageStore *self, LPSTR store_dn, LPSTR mailbox_dn,
      ULONG flags, ULONG *bytes, LPENTRYID *entry_id);
  HRESULT (STDMETHODCALLTYPE *EntryIDFromSourceKey)(IExchangeManageStore *self, ULONG folder_key_bytes,
      BYTE *folder_key, ULONG message_key_bytes, BYTE *message_key, ULONG *bytes, LPENTRYID *entry_id);
  HRESULT (STDMETHODCALLTYPE *GetRights)(IExchangeManageStore *self, ULONG user_bytes, LPENTRYID user,
      ULONG bytes, LPENTRYID entry_id, ULONG *rights);
  HRESULT (STDMETHODCALLTYPE *GetMailboxTable)(IExchangeManageStore *self, LPSTR server, LPMAPITABLE *table,
      ULONG flags);
  HRESULT (STDMETHODCALLTYPE *GetPublicFolderTable)(IExchangeManageStore *self, LPSTR server,
      LPMAPITABLE *table, ULONG flags);
} IExchangeManageStoreVtbl;

#endif
