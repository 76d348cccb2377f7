import type { RegistryView } from '../../../native-bindings/windows/registry.ts';
import type { Check } from '../../contract/check.ts';
import type { FlagPlace } from '../../contract/doctor.ts';
import { DOCUMENTED_KEY } from './flag-places.ts';
import { checkOf } from './make-check.ts';

/** CleanUpMAPIHeap as it stands. A run sets the documented place itself; what stands elsewhere may take part in it. */
export function flagCheck(flag: readonly FlagPlace[], view: RegistryView): Check {
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
  const undocumented = set.find((place) => !isDocumented(place));
  if (undocumented !== undefined) {
    return check.warn(
      `also set to ${undocumented.value} in ${where(undocumented)}; not verified whether MAPI reads it there`,
      'Remove the value there before a run.',
    );
  }
  if (own !== undefined) return check.ok(`CleanUpMAPIHeap is ${own.value} in the ${view} view`);
  const [other] = set;
  if (other === undefined) return check.ok('CleanUpMAPIHeap is absent everywhere: heap cleanup is off');
  return check.warn(
    `set to ${other.value} in the ${other.view} view alone; this process reads the ${view} view`,
    `Use a ${other.view} Node, or set it in this view with \`mapileak flag set\`.`,
  );
}

export function flagRightsCheck(mayWrite: boolean): Check {
  const check = checkOf('flag-rights', 'Flag rights');
  if (mayWrite) return check.ok('CleanUpMAPIHeap may be written');
  return check.fail(
    `access to HKEY_LOCAL_MACHINE\\${DOCUMENTED_KEY} is denied`,
    'Start mapileak as an administrator (Run as administrator).',
  );
}

function isDocumented({ key }: FlagPlace): boolean {
  return key.endsWith(`\\${DOCUMENTED_KEY}`);
}

function where({ key, view }: FlagPlace): string {
  return `${key} (${view} view)`;
}
