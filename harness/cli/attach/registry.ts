import { existsSync, statSync } from 'node:fs';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import { openWindows, type Windows } from '../../../native-bindings/windows/windows.ts';
import { HarnessError } from '../../contract/errors.ts';
import type { FfiEngineName } from '../../contract/plan.ts';

/** What the programs of this machine read their settings from. It is read here, and never written. */
export type MachineRegistry =
  | { readonly kind: 'windows'; readonly windows: Windows; readonly registry: Registry }
  | { readonly kind: 'stand-in'; readonly registry: Registry }
  | { readonly kind: 'none' };

/**
 * Opens the registry without making anything: no folder, no file, no key.
 * @param file of the stand-in's registry, elsewhere than on Windows
 * @throws HarnessError USAGE if that is not there, or no file
 */
export async function openMachineRegistry(
  ffi: FfiEngineName,
  file: string | undefined,
): Promise<MachineRegistry> {
  if (process.platform === 'win32') {
    const windows = await openWindows(ffi);
    return { kind: 'windows', windows, registry: new Registry(windows) };
  }
  const standIn = file ?? process.env['MAPILEAK_REGISTRY'];
  if (standIn === undefined || (file === undefined && !existsSync(standIn))) return { kind: 'none' };
  if (!existsSync(standIn)) {
    throw new HarnessError(
      'USAGE',
      `there is no registry file ${standIn}`,
      'Leave --registry out: only programs on the stand-in read one here.',
    );
  }
  if (!statSync(standIn).isFile()) {
    throw new HarnessError(
      'USAGE',
      `${standIn} is no file`,
      'Name the file of the registry with --registry.',
    );
  }
  process.env['MAPILEAK_REGISTRY'] = standIn;
  return { kind: 'stand-in', registry: new Registry(await openWindows(ffi)) };
}
