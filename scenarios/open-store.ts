import { defineScenario } from './scenario.ts';

/**
 * A logon alone may not reach the server's store. Here each session opens its mailbox and reads one number of it, as
 * programs of that time did.
 */
export default defineScenario({
  name: 'open-store',
  summary: 'as extended-logon, and each session reads the number of messages in its inbox',
  source: 'KB 891509; IMAPISession::OpenMsgStore and IMsgStore::GetReceiveFolder in the MAPI reference',
  expectation: 'leaks with CleanUpMAPIHeap 0 or absent, not with 1',
  impersonates: true,
  open({ mapi, impersonation }) {
    mapi.initialize();
    const { stores } = mapi;
    const readInbox = (session: number) => {
      using store = stores.openDefault(session);
      using inbox = stores.openReceiveFolder(store);
      stores.contentCountOf(inbox);
    };
    return {
      cycle(mailbox) {
        impersonation.runAs(mailbox, ({ mailbox: profile }) => {
          const session = mapi.logonEx(profile);
          try {
            readInbox(session);
          } finally {
            mapi.end(session);
          }
        });
      },
      close: () => mapi.uninitialize(),
    };
  },
});
