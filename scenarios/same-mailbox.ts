import extendedLogon from './extended-logon.ts';
import { defineScenario } from './scenario.ts';

/** The article speaks of many mailboxes; one user logged on again and again must not leak (KB 891509, SYMPTOMS). */
export default defineScenario({
  ...extendedLogon,
  name: 'same-mailbox',
  summary: 'as extended-logon, but every cycle uses the same mailbox and user',
  source: 'KB 891509',
  expectation: 'no leak, whatever CleanUpMAPIHeap says',
  repeatsMailbox: true,
});
