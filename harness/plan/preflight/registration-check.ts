import { CLIENTS_KEY } from '../../../native-bindings/mapi/registration.ts';
import { STAND_IN_NAME } from '../../../native-bindings/stand-in/name.ts';
import { isReadable } from '../../../native-bindings/windows/image-file.ts';
import type { Check } from '../../contract/check.ts';
import { isStandInDll } from '../stand-in.ts';
import type { MachineFacts, ProviderFacts } from './facts.ts';
import { checkOf } from './make-check.ts';

/** For who has no mail client, or none that works. */
export const TRY_STAND_IN = 'To try mapileak without a mail client, use --mapi stand-in.';

/** Whether the provider is the stand-in, by choice or by what its file says. */
export function isStandIn({ choice, implementation }: ProviderFacts): boolean {
  if (choice.kind === 'stand-in') return true;
  return implementation !== null && isReadable(implementation) && isStandInDll(implementation);
}

/** On Windows a run reaches the stand-in through the system's mapi32.dll; null where it is loaded directly. */
export function registrationCheck(
  { choice }: ProviderFacts,
  { platform, view, wine }: MachineFacts,
): Check | null {
  if (platform !== 'win32' || choice.kind !== 'stand-in') return null;
  const key = `HKEY_LOCAL_MACHINE\\${CLIENTS_KEY}\\${STAND_IN_NAME}`;
  const forWhom = wine === null ? 'for this program alone (MSMapiApps)' : 'as the default mail client';
  return checkOf('registration', 'Registration').ok(
    `a run registers it ${forWhom} while it lasts: ${key} (${view} view)`,
  );
}
