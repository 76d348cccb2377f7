import type { RegistryView } from '../../../native-bindings/windows/registry-keys.ts';
import type { Check } from '../../contract/check.ts';
import type { FlagReading } from '../../contract/environment.ts';
import type { FlagPlaces } from '../../contract/plan.ts';
import { FLAG_KEY } from '../flag-places.ts';
import type { KeyPlace } from './facts.ts';
import { checkOf } from './make-check.ts';

/** CleanUpMAPIHeap as it stands. A run sets its own places itself; what stands elsewhere may take part in it. */
export function flagCheck(flag: readonly FlagReading[], view: RegistryView, places: FlagPlaces): Check {
  const check = checkOf('flag', 'Flag');
  const set = flag.filter(({ value }) => value !== null);
  const own = set.find((place) => place.view === view && isDocumented(place));
  const strange = set.find(({ value }) => value !== 0 && value !== 1);
  if (strange !== undefined) {
    const what = strange.value === 'not-a-dword' ? 'not a REG_DWORD' : String(strange.value);
    return check.warn(
      `${where(strange)} is ${what}; KB 891509 knows 0 and 1`,
      'Set it right with `mapileak flag set`.',
    );
  }
  const undocumented = set.find((place) => !isDocumented(place) && !isWrittenForProgram(place, view, places));
  if (undocumented !== undefined) {
    return check.warn(
      `also set to ${undocumented.value} in ${where(undocumented)}; not verified whether MAPI reads it there`,
      'Remove the value there before a run.',
    );
  }
  if (own !== undefined) return check.ok(`CleanUpMAPIHeap is ${own.value} in the ${view} view`);
  if (set.length === 0) return check.ok('CleanUpMAPIHeap is absent everywhere: heap cleanup is off');
  const other = set.find(isDocumented);
  if (other === undefined) return check.ok('CleanUpMAPIHeap is set only where the run writes it itself');
  return check.warn(
    `set to ${other.value} in the ${other.view} view alone; this process reads the ${view} view`,
    `Use a ${other.view} Node, or set it in this view with \`mapileak flag set\`.`,
  );
}

/**
 * A run that writes the flag only where no document says that MAPI reads it; null if it writes the documented place
 * too. What stands in that place would hold in every arm, whatever the arm is called.
 */
export function flagKeyCheck(
  flag: readonly FlagReading[],
  view: RegistryView,
  { key }: FlagPlaces,
): Check | null {
  if (key !== 'exe') return null;
  const check = checkOf('flag-key', 'Flag key');
  const own = flag.find((place) => place.value !== null && place.view === view && isDocumented(place));
  if (own === undefined) {
    return check.warn(
      'CleanUpMAPIHeap is written only where no document says that it is read',
      'Judge a leak that stays with the flag on by this, or use --flag-key both.',
    );
  }
  return check.fail(
    `${where(own)} is set, and would hold in every arm: --flag-key exe does not write there`,
    'Remove it with `mapileak flag set absent`, or use --flag-key both.',
  );
}

/** What a run that was killed has left in the registry. */
export function unfinishedRunCheck(
  run: { readonly pid: number; readonly savedAt: string; readonly isAlive: boolean } | null,
): Check {
  const check = checkOf('unfinished-run', 'Earlier run');
  if (run === null) return check.ok('none has left anything in the registry');
  const which = `process ${run.pid}, since ${run.savedAt}`;
  if (run.isAlive) return check.warn(`one is using the registry: ${which}`, 'Wait for it to end.');
  return check.warn(
    `one was killed and has left its changes in the registry: ${which}`,
    'Put back what stood there with `mapileak flag restore`.',
  );
}

/** Whether everything that a run writes to the registry may be written: the flag, and what the stand-in needs. */
export function flagRightsCheck(denied: readonly KeyPlace[]): Check {
  const check = checkOf('flag-rights', 'Flag rights');
  if (denied.length === 0) return check.ok('CleanUpMAPIHeap may be written');
  const keys = denied.map(({ key, view }) => `HKEY_LOCAL_MACHINE\\${key} (${view} view)`);
  return check.fail(
    `writing is denied: ${keys.join(', ')}`,
    'Start mapileak as an administrator (Run as administrator).',
  );
}

function isDocumented({ key }: FlagReading): boolean {
  return key.endsWith(`\\${FLAG_KEY}`);
}

/** Whether it is the key of the program that loads MAPI, below the documented one, and the run writes there. */
function isWrittenForProgram(place: FlagReading, view: RegistryView, places: FlagPlaces): boolean {
  const isOfProgram = place.key.includes(`\\${FLAG_KEY}\\`);
  return isOfProgram && places.key !== 'applications' && (places.view === 'both' || place.view === view);
}

function where({ key, view }: FlagReading): string {
  return `${key} (${view} view)`;
}
