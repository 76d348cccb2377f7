import type { ProcessRights } from '../../../native-bindings/windows/rights.ts';
import type { Check } from '../../contract/check.ts';
import type { ImpersonationKind } from '../../contract/plan.ts';
import { checkOf } from './make-check.ts';

/** What the user of this process may do, against what impersonation needs; nothing where there are no such rights. */
export function rightsChecks(
  rights: ProcessRights | null,
  impersonation: ImpersonationKind,
  wine: string | null,
): readonly Check[] {
  const logon = impersonation === 'logon-user' && wine !== null ? [wineLogonCheck(wine)] : [];
  if (rights === null) return logon;
  return [
    administratorCheck(rights),
    impersonateCheck(rights, impersonation),
    assignPrimaryCheck(rights),
    ...logon,
  ];
}

function administratorCheck({ administrator }: ProcessRights): Check {
  const check = checkOf('administrator', 'Administrator');
  if (administrator) return check.ok('yes, elevated');
  return check.warn(
    'no, or not elevated: the flag and profiles of others may be out of reach',
    'Start mapileak as an administrator (Run as administrator).',
  );
}

function impersonateCheck(rights: ProcessRights, impersonation: ImpersonationKind): Check {
  const check = checkOf('impersonate', 'Impersonation');
  const name = 'SeImpersonatePrivilege';
  if (holds(rights, name)) return check.ok(`${name} is held`);
  if (impersonation !== 'logon-user') return check.ok(`${name} is not held, and not needed`);
  // ImpersonateLoggedOnUser, Windows SDK: tokens from LogonUser with a password are excepted.
  return check.warn(
    `${name} is not held: only users that log on with a password here can be impersonated`,
    'Grant “Impersonate a client after authentication”, or start mapileak as an administrator.',
  );
}

function assignPrimaryCheck(rights: ProcessRights): Check {
  const check = checkOf('assign-primary-token', 'Primary tokens');
  const name = 'SeAssignPrimaryTokenPrivilege';
  if (holds(rights, name)) return check.ok(`${name} is held`);
  return check.ok(
    `${name} is not held; only starting processes as another user needs it, and no scenario does`,
  );
}

function wineLogonCheck(wine: string): Check {
  return checkOf('wine-logon', 'LogonUser').warn(
    `Wine ${wine} accepts any password and hands out a token that is none`,
    'Use --impersonation self under Wine.',
  );
}

function holds({ privileges }: ProcessRights, name: string): boolean {
  return privileges.some((privilege) => privilege.name === name);
}
