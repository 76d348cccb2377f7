import { defineScenario } from './scenario.ts';

/** About what a session block takes; MAPI rounds it up to its own grain. */
const BUFFER_BYTES = 64;

/**
 * The control arm: the same number of MAPI calls under the same impersonation, but no logon. Whatever grows
 * here is the instrument's doing and is subtracted from the other arms.
 */
export default defineScenario({
  name: 'control',
  summary: 'impersonate and revert for each mailbox with harmless MAPI calls in between; no logon',
  source: 'measures the instrument itself',
  expectation: 'no growth',
  impersonates: true,
  open({ mapi, impersonation }) {
    mapi.initialize();
    const harmlessCalls = () => {
      mapi.freeBuffer(mapi.allocateBuffer(BUFFER_BYTES));
      mapi.freeBuffer(mapi.allocateBuffer(BUFFER_BYTES));
    };
    return {
      cycle: (mailbox) => impersonation.runAs(mailbox, harmlessCalls),
      close: () => mapi.uninitialize(),
    };
  },
});
