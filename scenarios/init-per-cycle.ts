import { defineScenario } from './scenario.ts';

/**
 * Whether cleanup hangs on the session or on the library's own reference count is not documented; this
 * scenario brings the count to zero after every session (MAPIUninitialize).
 */
export default defineScenario({
  name: 'init-per-cycle',
  summary: 'as extended-logon, with MAPIInitialize and MAPIUninitialize around every cycle',
  source: 'KB 891509; MAPIUninitialize in the MAPI reference: deletes per-instance global data',
  expectation: 'not documented: shows whether MAPIUninitialize cleans up what Logoff does not',
  impersonates: true,
  open({ mapi, impersonation }) {
    return {
      cycle(mailbox) {
        mapi.initialize();
        try {
          impersonation.runAs(mailbox, ({ mailbox: profile }) => mapi.end(mapi.logonEx(profile)));
        } finally {
          mapi.uninitialize();
        }
      },
      close: () => {},
    };
  },
});
