import { MAPI_TEMPORARY_PROFILES } from '../native-bindings/mapi/constants.ts';
import { defineScenario } from './scenario.ts';
import { profilePerCycle } from './temporary-profile.ts';

/**
 * The same in files instead of the registry: what Microsoft advised to programs that impersonate, since MAPI looks
 * for profiles in the process's own hive (KB 891425). The files are to vanish with the logoff (KB 166599), so nothing but
 * a failed logon is cleaned up here, and what stays is counted.
 */
export default defineScenario({
  name: 'mapi-temporary-profiles',
  summary: 'as temporary-profile, with MAPI_TEMPORARY_PROFILES: profiles are .mmp files, which are counted',
  source: 'KB 891425; KB 166599; MAPIINIT_0 in the MAPI reference',
  expectation: 'leaks with CleanUpMAPIHeap 0 or absent, not with 1; no .mmp file is left',
  impersonates: true,
  open: (context) => profilePerCycle(context, { initFlags: MAPI_TEMPORARY_PROFILES, areFiles: true }),
});
