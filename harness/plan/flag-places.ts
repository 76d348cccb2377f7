import { win32 } from 'node:path';
import type { Registry, RegistryPlace } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { dwordOf } from '../../native-bindings/windows/registry-values.ts';
import type { FlagReading, FlagValue } from '../contract/environment.ts';
import type { FlagPlaces } from '../contract/plan.ts';

export const FLAG_VALUE = 'CleanUpMAPIHeap';
/** The root of MAPI's settings, below HKEY_LOCAL_MACHINE. */
export const MESSAGING_KEY = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem';
/** Where the hotfix looks for its switch (KB 891509). */
export const FLAG_KEY = `${MESSAGING_KEY}\\Applications`;

/** The keys in which CleanUpMAPIHeap may stand; KB 891509 names the first one alone. */
export interface FlagKeys {
  readonly applications: string;
  /** By analogy with SharedMemMaxSize, which is set for one program (KB 269794). */
  readonly exe: string;
  readonly root: string;
}

/** @param program the program that loads MAPI, as `programName` has it */
export function flagKeys(program: string): FlagKeys {
  return { applications: FLAG_KEY, exe: `${FLAG_KEY}\\${program}`, root: MESSAGING_KEY };
}

/**
 * The name of the program that loads MAPI, as a key of its own would have it: session hosts run on the same Node
 * as this process.
 */
export function programName(executable = process.execPath, platform = process.platform): string {
  return platform === 'win32' ? win32.basename(executable).replace(/\.exe$/i, '') : 'node';
}

/** Where a run writes the flag. The documented place comes first, and this process's own view. */
export function flagPlaces(
  choice: FlagPlaces,
  own: RegistryView,
  views: readonly RegistryView[],
  program: string,
): readonly RegistryPlace[] {
  const { applications, exe } = flagKeys(program);
  const keys = { applications: [applications], exe: [exe], both: [applications, exe] }[choice.key];
  const chosen = choice.view === 'own' ? [own] : [own, ...views.filter((view) => view !== own)];
  return chosen.flatMap((view) => keys.map((key) => ({ view, key, name: FLAG_VALUE })));
}

/** Every key in which the flag may stand, in every view, whether a run writes there or not. */
export function everyFlagPlace(registry: Registry, program = programName()): readonly RegistryPlace[] {
  const { applications, exe, root } = flagKeys(program);
  return [applications, exe, root].flatMap((key) =>
    registry.views.map((view) => ({ view, key, name: FLAG_VALUE })),
  );
}

/** What stands in one place. */
export function readFlag(registry: Registry, { view, key, name }: RegistryPlace): FlagValue {
  const value = registry.read(view, key, name);
  return value === null ? null : (dwordOf(value) ?? 'not-a-dword');
}

/** What stands in each of these places. */
export function readFlags(registry: Registry, places: readonly RegistryPlace[]): readonly FlagReading[] {
  return places.map((place) => ({
    view: place.view,
    key: `HKEY_LOCAL_MACHINE\\${place.key}`,
    value: readFlag(registry, place),
  }));
}
