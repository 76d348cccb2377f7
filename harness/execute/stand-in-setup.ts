import { DIALS_KEY_VARIABLE } from '../../native-bindings/stand-in/dials.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import type { StandInDials } from '../contract/plan.ts';
import { type CdoClass, cdoClassChanges } from './cdo-registration.ts';
import type { FlagSwitch } from './flag-switch.ts';
import { type MailClient, mailClientChanges } from './mail-client.ts';
import type { RegistryChange } from './registry-state.ts';
import { planRunKey } from './run-key.ts';

/** What the stand-in needs in the registry: its dials, to be found as CDO, and on Windows as a mail client. */
export interface StandInSetup {
  readonly changes: readonly RegistryChange[];
  /** The key with the dials, which session hosts inherit the name of; null without dials. */
  readonly dialsKey: string | null;
}

/** What decides a setup. */
export interface StandInNeeds {
  /** The view that session hosts read. */
  readonly view: RegistryView;
  /** What the stand-in is to do besides its defaults. */
  readonly dials: StandInDials;
  /** How the system's mapi32.dll finds the stand-in; null where it needs not, or is not used. */
  readonly mailClient: MailClient | null;
  /** How COM finds the stand-in's CDO; null where the scenario needs none, or a real one is used. */
  readonly cdoClass: CdoClass | null;
}

/** Writes nothing. */
export function planStandInSetup({ cdoClass, dials, mailClient, view }: StandInNeeds): StandInSetup {
  const runKey = planRunKey(view, dials);
  const registration = [
    ...(mailClient === null ? [] : mailClientChanges(mailClient)),
    ...(cdoClass === null ? [] : cdoClassChanges(cdoClass)),
  ];
  return { changes: [...(runKey?.changes ?? []), ...registration], dialsKey: runKey?.path ?? null };
}

/**
 * Runs an action while the registry holds what the stand-in needs, and puts the registry back after it. Where it needs
 * nothing, the registry is left alone altogether.
 * @param flag made for no place: one that switches the flag would save it too
 * @throws HarnessError FLAG_IN_USE, REGISTRY
 */
export async function whileStandInIsSetUp<T>(
  flag: FlagSwitch,
  { changes, dialsKey }: StandInSetup,
  action: () => Promise<T>,
): Promise<T> {
  if (changes.length === 0) return await action();
  // The last resort, should this program fail in a way that nobody catches.
  const putBack = (): void => void flag.restore();
  process.once('exit', putBack);
  flag.save(changes);
  try {
    flag.writeOthers();
    if (dialsKey !== null) process.env[DIALS_KEY_VARIABLE] = dialsKey;
    return await action();
  } finally {
    delete process.env[DIALS_KEY_VARIABLE];
    flag.restore();
    process.off('exit', putBack);
  }
}
