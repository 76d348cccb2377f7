import { HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { HostReady } from './messages.ts';

/**
 * Makes sure that the provider a host has loaded is one that the plan is for.
 * @throws HarnessError MAPI_ENVIRONMENT, or USAGE for invented mailboxes, which must never reach a real server
 */
export function requireExpectedProvider(
  { libraries, standIn }: Pick<HostReady, 'libraries' | 'standIn'>,
  { mailboxes, mapi }: Pick<Plan, 'mailboxes' | 'mapi'>,
): void {
  if (standIn) return;
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
