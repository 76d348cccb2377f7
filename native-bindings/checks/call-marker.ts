/** Calls that may block for long, in a fixed order: a flight recorder stores the index. */
export const MARKED_CALLS = [
  'between cycles',
  'LogonUserW',
  'MAPIInitialize',
  'MAPIUninitialize',
  'MAPILogonEx',
  'IMAPISession::Logoff',
  'IMAPISession::Release',
  'HeapWalk',
  'MAPIAdminProfiles',
  'IProfAdmin::CreateProfile',
  'IProfAdmin::DeleteProfile',
  'IMsgServiceAdmin::CreateMsgService',
  'IMsgServiceAdmin::ConfigureMsgService',
  'IMAPITable::QueryRows',
  'IMAPISession::GetMsgStoresTable',
  'IMAPISession::OpenMsgStore',
  'IMsgStore::GetReceiveFolder',
  'IMsgStore::OpenEntry',
  'IMsgStore::Release',
  'IMAPIFolder::GetProps',
  'IMAPIFolder::Release',
  'IExchangeManageStore::CreateStoreEntryID',
  'MAPILogon',
  'MAPILogoff',
  'LoadLibraryW',
  'FreeLibrary',
  'CoCreateInstance',
  'CDO Session.Logon',
  'CDO Session.Inbox',
  'CDO Session.Logoff',
  'CDO Session.Release',
] as const;
export type MarkedCall = (typeof MARKED_CALLS)[number];

/** Told before each call that may block, so that a hang can be named from outside. */
export type CallMarker = (call: MarkedCall) => void;
