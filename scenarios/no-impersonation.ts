import { defineScenario } from './scenario.ts';

/** The article blames impersonation; without it the same logons must not leak (KB 891509, CAUSE). */
export default defineScenario({
  name: 'no-impersonation',
  summary: 'as extended-logon, but every mailbox is logged on to as the process itself',
  source: 'KB 891509',
  expectation: 'no leak, whatever CleanUpMAPIHeap says',
  impersonates: false,
  open({ mapi }) {
    mapi.initialize();
    return {
      cycle: (mailbox) => mapi.end(mapi.logonEx(mailbox.mailbox)),
      close: () => mapi.uninitialize(),
    };
  },
});
