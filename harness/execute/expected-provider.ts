import { isCdoModule, isStandInCdo } from '../../native-bindings/mapi/mapi-modules.ts';
import { HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { HostReady } from './messages.ts';

/**
 * Makes sure that the provider a host has loaded is one that the plan is for, and that CDO is of the same make.
 * @throws HarnessError MAPI_ENVIRONMENT, or USAGE for invented mailboxes, which must never reach a real server
 */
export function requireExpectedProvider(
  host: Pick<HostReady, 'libraries' | 'standIn' | 'usesCdo'>,
  plan: Pick<Plan, 'mailboxes' | 'mapi'>,
): void {
  if (!host.standIn) requireRealProviderIsMeant(host, plan);
  if (host.usesCdo) requireCdoOfProvider(host);
}

function requireRealProviderIsMeant(
  { libraries }: Pick<HostReady, 'libraries'>,
  { mailboxes, mapi }: Pick<Plan, 'mailboxes' | 'mapi'>,
): void {
  if (mapi.kind === 'stand-in') {
    throw new HarnessError(
      'MAPI_ENVIRONMENT',
      `the system's MAPI has loaded another provider than the stand-in: ${libraries.join(', ') || 'none'}`,
      'Run `mapileak doctor`, or name the stand-in’s DLL with --mapi PATH.',
    );
  }
  if (mailboxes.kind === 'generated') {
    throw new HarnessError(
      'USAGE',
      'this MAPI is not the stand-in, and knows no generated mailboxes',
      'Give a list of real ones: --mailboxes FILE (see docs/mailboxes.md).',
    );
  }
}

/** COM creates what is registered, whatever MAPI was asked for. */
function requireCdoOfProvider({ libraries, standIn }: Pick<HostReady, 'libraries' | 'standIn'>): void {
  if (libraries.some(isStandInCdo) === standIn) return;
  const loaded = libraries.filter(isCdoModule).join(', ');
  throw new HarnessError(
    'MAPI_ENVIRONMENT',
    standIn
      ? `MAPI is the stand-in, but CDO is not the stand-in’s: ${loaded || 'none was loaded'}`
      : `CDO is the stand-in’s, but MAPI is not the stand-in: ${loaded}`,
    loaded === ''
      ? 'A scenario that says usesCdo opens CDO in open: see docs/scenarios.md.'
      : '`mapileak doctor --mapi system` says what MAPI.Session is registered as.',
  );
}
