import { dword, dwordOf, type Registry } from '../../native-bindings/windows/registry.ts';
import type { CleanUpMapiHeap } from '../contract/arms.ts';
import type { FlagReading, FlagValue } from '../contract/environment.ts';
import { FLAG_VALUE, flagKeys, programName } from './flag-places.ts';
import type { RegistryPlace } from './registry-state.ts';

/** What stands in one place. */
export function readFlag(registry: Registry, { view, key, name }: RegistryPlace): FlagValue {
  const value = registry.read(view, key, name);
  return value === null ? null : (dwordOf(value) ?? 'not-a-dword');
}

/** Writes the flag in one place, or removes it there for null. */
export function writeFlag(
  registry: Registry,
  { view, key, name }: RegistryPlace,
  wanted: CleanUpMapiHeap,
): void {
  if (wanted === null) registry.removeValue(view, key, name);
  else registry.write(view, key, name, dword(wanted));
}

/** What stands in each of these places. */
export function readFlags(registry: Registry, places: readonly RegistryPlace[]): readonly FlagReading[] {
  return places.map((place) => ({
    view: place.view,
    key: `HKEY_LOCAL_MACHINE\\${place.key}`,
    value: readFlag(registry, place),
  }));
}

/** Every key in which the flag may stand, in every view, whether a run writes there or not. */
export function everyFlagPlace(registry: Registry): readonly RegistryPlace[] {
  const { applications, exe, root } = flagKeys(programName());
  return [applications, exe, root].flatMap((key) =>
    registry.views.map((view) => ({ view, key, name: FLAG_VALUE })),
  );
}

/** `absent`, `1`, `no REG_DWORD`. */
export function flagWording(value: FlagValue): string {
  return value === null ? 'absent' : value === 'not-a-dword' ? 'no REG_DWORD' : String(value);
}

/** The first place whose value is another than the one wanted; undefined if all are as wanted. */
export function differing(
  readings: readonly FlagReading[],
  wanted: CleanUpMapiHeap,
): FlagReading | undefined {
  return readings.find(({ value }) => value !== wanted);
}
