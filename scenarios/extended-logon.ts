import { defineScenario } from './scenario.ts';

/** The article's own case: one program, many mailboxes, each logged on to as its own user (KB 891509). */
export default defineScenario({
  name: 'extended-logon',
  summary: 'MAPIInitialize once; then impersonate, MAPILogonEx, Logoff, Release and revert for each mailbox',
  source: 'KB 891509; order of calls as in KB 293150',
  expectation: 'leaks with CleanUpMAPIHeap 0 or absent, not with 1',
  impersonates: true,
  open({ mapi, impersonation }) {
    mapi.initialize();
    return {
      cycle: (mailbox) =>
        impersonation.runAs(mailbox, ({ mailbox: profile }) => mapi.end(mapi.logonEx(profile))),
      close: () => mapi.uninitialize(),
    };
  },
});
