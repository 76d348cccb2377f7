import type { Registry, RegistryView } from '../../../native-bindings/windows/registry.ts';
import type { ArmName } from '../../contract/arms.ts';
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

/** The arm that a program is of, by its own setting; what KB 891509 does not know is no setting. */
export function armOfFlag(value: FlagValue): ArmName {
  if (value === 0) return 'off';
  return value === 1 ? 'on' : 'absent';
}
