import {
  MAPI_BEST_ACCESS,
  MDB_NO_DIALOG,
  MDB_NO_MAIL,
  MDB_TEMPORARY,
} from '../native-bindings/mapi/constants.ts';
import { defineScenario } from './scenario.ts';

/** Of a store that does not belong to the profile, as MFCMAPI opens it (MailboxLogon). */
const FLAGS = MDB_NO_DIALOG | MDB_NO_MAIL | MDB_TEMPORARY | MAPI_BEST_ACCESS;

/**
 * Another leak of the same time, which is not to be taken for that of KB 891509: one session of an administrator
 * opens the store of one mailbox after the other. The session stays from the first cycle to the last.
 */
export default defineScenario({
  name: 'open-other-stores',
  summary: 'one session, on the first mailbox; then each cycle opens another mailbox’s store and releases it',
  source: 'KB 898782; MFCMAPI, MailboxLogon (IExchangeManageStore::CreateStoreEntryID)',
  expectation: 'a leak of its own, whatever CleanUpMAPIHeap says: that of KB 898782',
  impersonates: false,
  fewestMailboxes: 2,
  open({ mapi, firstMailbox }) {
    mapi.initialize();
    const { stores } = mapi;
    const session = mapi.logonEx(firstMailbox.mailbox);
    const store = stores.openDefault(session);
    const manager = stores.managed.managerOf(store);
    return {
      cycle({ mailbox, server, legacyDn }) {
        // Exchange wants the distinguished name; where the list has none, the alias is all there is to ask for.
        using entryId = stores.managed.entryId(manager, server, legacyDn || mailbox);
        stores.open(session, entryId, FLAGS).release();
      },
      close() {
        manager.release();
        store.release();
        mapi.end(session);
        mapi.uninitialize();
      },
    };
  },
});
