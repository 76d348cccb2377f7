import type { PasswordSource } from '../../scenarios/credentials/password.ts';
import { HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';

/** @throws HarnessError USAGE if the password and the way of impersonation do not fit together */
export function checkPasswordSource(plan: Plan, source: PasswordSource): void {
  if (plan.impersonation === 'logon-user' && source.kind === 'none' && process.platform === 'win32') {
    throw new HarnessError(
      'USAGE',
      'users are to be logged on, but no password was named',
      'Give --password-prompt, --password-file or --password-env, or --impersonation self.',
    );
  }
  refuseIdlePassword(plan, source);
}

/** @throws HarnessError USAGE if a password was named and nobody is to be logged on */
export function refuseIdlePassword({ impersonation }: Plan, { kind }: PasswordSource): void {
  if (kind === 'none' || impersonation === 'logon-user') return;
  throw new HarnessError(
    'USAGE',
    `a password was named, but nobody is logged on: impersonation is ${impersonation}`,
    'Leave the password out.',
  );
}
