import { defineScenario } from './scenario.ts';

/**
 * Simple MAPI's two calls, which are wrappers of Extended MAPI. Alone they would initialize MAPI in each cycle as
 * init-per-cycle does; here it stays initialized, so that the kind of logon is all that differs from extended-logon.
 */
export default defineScenario({
  name: 'simple-mapi',
  summary: 'as extended-logon, with MAPILogon and MAPILogoff of Simple MAPI',
  source: 'KB 891509; MAPILogon in Simple MAPI; S. Griffin on Simple MAPI (2006)',
  expectation: 'leaks with CleanUpMAPIHeap 0 or absent, not with 1',
  impersonates: true,
  open({ mapi, impersonation }) {
    const { simple } = mapi;
    mapi.initialize();
    return {
      cycle: (mailbox) =>
        impersonation.runAs(mailbox, ({ mailbox: profile }) => simple.logoff(simple.logon(profile))),
      close: () => mapi.uninitialize(),
    };
  },
});
