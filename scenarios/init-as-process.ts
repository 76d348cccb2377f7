import initPerCycle from './init-per-cycle.ts';
import { defineScenario } from './scenario.ts';

/**
 * The other half of the pair with `init-as-user`: the same calls in every cycle, but MAPI is initialized before the
 * impersonation and uninitialized after it. That is what init-per-cycle does for another question.
 */
export default defineScenario({
  ...initPerCycle,
  name: 'init-as-process',
  summary: 'MAPIInitialize first, then impersonate, MAPILogonEx, Logoff and revert; then MAPIUninitialize',
  source: 'KB 817375; S. Griffin, MAPI and Impersonation (2005); KB 891509',
  expectation: 'not documented: to be compared with init-as-user',
});
