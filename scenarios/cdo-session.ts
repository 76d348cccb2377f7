import type { CdoSession } from '../native-bindings/cdo/cdo-session.ts';
import { CallFailure } from '../native-bindings/checks/call-failure.ts';
import cdoControl from './cdo-control.ts';
import { defineScenario, type Mailbox, type Scenario } from './scenario.ts';

/**
 * The article's other kind of program (KB 891509): one that logs on through CDO 1.21, as Microsoft's sample
 * does (KB Q284604).
 */
export default defineScenario({
  name: 'cdo-session',
  summary:
    'load CDO once; then impersonate, make a MAPI.Session, Logon, Logoff, Release and revert for each mailbox',
  source: 'KB 891509; arguments of Logon as in KB Q284604',
  expectation: 'leaks with CleanUpMAPIHeap 0 or absent, not with 1',
  impersonates: true,
  usesCdo: true,
  control: cdoControl.name,
  open: cyclesOfSessions(() => {}),
});

/** Runs a session for each mailbox, and an action between its logon and logoff. */
export function cyclesOfSessions(action: (session: CdoSession) => void): Scenario['open'] {
  return ({ cdo: openCdo, impersonation }) => {
    const cdo = openCdo();
    const cycle = ({ mailbox, server }: Mailbox): void => {
      using session = cdo.newSession();
      session.logon(server, mailbox);
      try {
        action(session);
      } finally {
        session.logoff();
      }
    };
    return {
      cycle(mailbox) {
        if (mailbox.server === '') throw noServer();
        impersonation.runAs(mailbox, cycle);
      },
      close: () => cdo.close(),
    };
  };
}

/** CDO makes its profile from both names; without a server it would log on anonymously (ProfileInfo). */
function noServer(): CallFailure {
  return new CallFailure('CDO Session.Logon', 'NO_SERVER', 'its row in the mailbox list names no server');
}
