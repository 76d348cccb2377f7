import { win32 } from 'node:path';
import { dwordOf, type Registry, type RegistryView } from '../../../native-bindings/windows/registry.ts';
import type { FlagPlace } from '../../contract/doctor.ts';

const VALUE = 'CleanUpMAPIHeap';
const ROOT_KEY = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem';
/** The one place that KB 891509 names. */
export const DOCUMENTED_KEY = `${ROOT_KEY}\\Applications`;

/**
 * The keys where the flag may stand, the documented one first. A key of the program's own is by analogy with
 * SharedMemMaxSize (KB 269794), and the root is a guess: neither is verified.
 */
export function flagKeys(program: string): readonly string[] {
  return [DOCUMENTED_KEY, `${DOCUMENTED_KEY}\\${program}`, ROOT_KEY];
}

/** The name of the program that loads MAPI, without .exe: session hosts run on the same Node as this process. */
export function programName(executable: string): string {
  return win32.basename(executable).replace(/\.exe$/i, '');
}

export function readFlagPlaces(
  registry: Registry,
  views: readonly RegistryView[],
  program: string,
): readonly FlagPlace[] {
  return flagKeys(program).flatMap((key) =>
    views.map((view) => {
      const value = registry.read(view, key, VALUE);
      return {
        view,
        key: `HKEY_LOCAL_MACHINE\\${key}`,
        value: value === null ? null : (dwordOf(value) ?? ('not-a-dword' as const)),
      };
    }),
  );
}
