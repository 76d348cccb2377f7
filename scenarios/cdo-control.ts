import { CallFailure } from '../native-bindings/checks/call-failure.ts';
import { failureClassOf } from '../native-bindings/mapi/failure-class.ts';
import { defineScenario, type Mailbox } from './scenario.ts';

/**
 * The control arm of scenarios that use CDO: calls of a Session that is never logged on, which CDO refuses
 * (CdoE_NOT_INITIALIZED). Arguments, results, exceptions and their strings pass through the same code as in a
 * logon, so what that keeps is not charged to CDO. No Session is made per cycle: making one is CDO's work.
 */
export default defineScenario({
  name: 'cdo-control',
  summary: 'load CDO once; then impersonate, make calls that CDO refuses before a logon, and revert',
  source: 'measures the instrument itself, as far as it calls CDO',
  expectation: 'no growth',
  impersonates: true,
  usesCdo: true,
  open({ cdo: openCdo, impersonation }) {
    const cdo = openCdo();
    const session = cdo.newSession();
    const cycle = ({ mailbox, server }: Mailbox): void => {
      refused(() => session.passLogonArguments(server, mailbox));
      refused(() => session.inboxMessageCount());
      refused(() => session.logoff());
    };
    return {
      cycle: (mailbox) => impersonation.runAs(mailbox, cycle),
      close() {
        session.release();
        cdo.close();
      },
    };
  },
});

/** By which error CDO refuses is its own affair, but a process without memory is none of it. */
function refused(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof CallFailure) || failureClassOf(error) === 'exhaustion') throw error;
  }
}
