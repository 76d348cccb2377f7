import { defineScenario } from './scenario.ts';

/**
 * Simple MAPI's two calls. It is a wrapper of Extended MAPI, and initializes that by itself, so the same heaps are at
 * stake.
 */
export default defineScenario({
  name: 'simple-mapi',
  summary: 'impersonate, MAPILogon, MAPILogoff and revert for each mailbox',
  source: 'KB 891509; MAPILogon in Simple MAPI',
  expectation: 'leaks with CleanUpMAPIHeap 0 or absent, not with 1',
  impersonates: true,
  open({ mapi, impersonation }) {
    const { simple } = mapi;
    return {
      cycle: (mailbox) =>
        impersonation.runAs(mailbox, ({ mailbox: profile }) => simple.logoff(simple.logon(profile))),
      close: () => {},
    };
  },
});
