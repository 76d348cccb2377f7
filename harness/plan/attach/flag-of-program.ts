import type { Registry } from '../../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../../native-bindings/windows/registry-keys.ts';
import type { ArmName } from '../../contract/arms.ts';
import type { Check } from '../../contract/check.ts';
import type { FlagReading, FlagValue } from '../../contract/environment.ts';
import { everyFlagPlace, FLAG_KEY, programName, readFlags } from '../flag-places.ts';

/** How CleanUpMAPIHeap stands for a program, in every key where it may. Nothing is written. */
export function flagReadingsOf(registry: Registry, executable: string | null): readonly FlagReading[] {
  const program = executable === null ? undefined : programName(executable, 'win32');
  return readFlags(registry, everyFlagPlace(registry, program));
}

/**
 * What the program reads if it asks the documented key, in the view of its own bitness; a bitness that nobody knows is
 * taken for that of the first view.
 */
export function flagInForce(readings: readonly FlagReading[], bitness: 32 | 64 | null): FlagValue {
  const documented = readings.filter(({ key }) => key === `HKEY_LOCAL_MACHINE\\${FLAG_KEY}`);
  const view: RegistryView | null = bitness === null ? null : `${bitness}-bit`;
  const own = documented.find((each) => each.view === view) ?? documented[0];
  return own === undefined ? null : own.value;
}

/**
 * What is not in order with the settings of the watched programs.
 * @param values each as it is in force for one of them; null where there is no registry
 */
export function flagChecks(values: readonly FlagValue[] | null): readonly Check[] {
  const check = { id: 'flag', title: 'CleanUpMAPIHeap', outcome: 'warn', remedy: null } as const;
  if (values === null)
    return [{ ...check, outcome: 'unknown', finding: 'there is no registry here: it is taken for absent' }];
  const [first] = values;
  if (first === undefined) return [];
  const unknown = first !== null && first !== 0 && first !== 1;
  return [
    ...(unknown
      ? [{ ...check, finding: `it is ${first}, which KB 891509 does not know; taken for absent` }]
      : []),
    ...(values.some((value) => value !== first)
      ? [{ ...check, finding: 'it differs between the watched processes; the first one names the arm' }]
      : []),
  ];
}

/** What a 32-bit mapileak does not see of a 64-bit program. */
export function bitnessChecks(bitnesses: readonly (32 | 64 | null)[], own: 32 | 64): readonly Check[] {
  if (own === 64 || !bitnesses.includes(64)) return [];
  const finding = 'a 32-bit mapileak sees no DLLs of a 64-bit program, and no sizes beyond 4 GiB';
  return [{ id: 'bitness', title: 'Bitness', outcome: 'warn', finding, remedy: 'Use the package for x64.' }];
}

/** The arm that a program is of, by its own setting; what KB 891509 does not know is no setting. */
export function armOfFlag(value: FlagValue): ArmName {
  if (value === 0) return 'off';
  return value === 1 ? 'on' : 'absent';
}
