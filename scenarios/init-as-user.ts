import { defineScenario } from './scenario.ts';

/**
 * MAPI sets up shared and per-process state in MAPIInitialize, under whatever identity it finds there, and decides by
 * it which profiles are in use (KB 817375). `init-as-process` is the same but for this order.
 */
export default defineScenario({
  name: 'init-as-user',
  summary: 'impersonate first, then MAPIInitialize, MAPILogonEx, Logoff, MAPIUninitialize; then revert',
  source: 'KB 817375; S. Griffin, MAPI and Impersonation (2005); KB 891509',
  expectation: 'not documented: to be compared with init-as-process',
  impersonates: true,
  open({ mapi, impersonation }) {
    return {
      cycle(mailbox) {
        impersonation.runAs(mailbox, ({ mailbox: profile }) => {
          mapi.initialize();
          try {
            mapi.end(mapi.logonEx(profile));
          } finally {
            mapi.uninitialize();
          }
        });
      },
      close: () => {},
    };
  },
});
