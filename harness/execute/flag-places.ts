import { win32 } from 'node:path';
import type { RegistryView } from '../../native-bindings/windows/registry.ts';
import type { FlagPlaces } from '../contract/plan.ts';
import type { RegistryPlace } from './registry-state.ts';

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
