import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { linuxStandIn } from '../../native-bindings/stand-in/paths.ts';
import { holdExclusively } from '../../native-bindings/windows/exclusive-file.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { openWindows, type Windows } from '../../native-bindings/windows/windows.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { DOCUMENTED_FLAG_PLACE, type FfiEngineName, type FlagPlaces } from '../contract/plan.ts';
import { FlagSwitch, type SharedRegistry } from '../execute/flag-switch.ts';
import { makeFolders } from '../execute/make-folders.ts';
import { OWN_KEY } from '../execute/run-key.ts';
import type { TakeLock } from '../execute/take-lock.ts';
import { flagPlaces, programName } from '../plan/flag-places.ts';
import type { HostFacts } from '../plan/host-facts.ts';
import { flagBackupFile, sharedLockFile, standInRegistryFile } from '../plan/places.ts';

/** The registry of this machine, or of the stand-in, and the flag in it. */
export interface NativeParts {
  readonly windows: Windows;
  readonly registry: Registry;
  readonly flag: FlagSwitch;
  readonly takeLock: TakeLock;
  /** The view of processes of this one's bitness: session hosts run on the same Node. */
  readonly view: RegistryView;
  readonly host: HostFacts;
}

/**
 * @param places where the flag is going to be written; null if nowhere
 * @throws HarnessError if the native libraries cannot be loaded, or there is no place for the registry file
 */
export async function openNativeParts(
  ffi: FfiEngineName,
  registryOption: string | undefined,
  places: FlagPlaces | null = DOCUMENTED_FLAG_PLACE,
): Promise<NativeParts> {
  const file = standInRegistryFile(registryOption);
  if (process.platform !== 'win32') {
    requireStandIn();
    makeRoomFor(file);
    // Session hosts inherit it, so all of a run sees the same registry.
    process.env['MAPILEAK_REGISTRY'] = file;
  } else {
    for (const path of [flagBackupFile(file), sharedLockFile()]) makeFolders(dirname(path));
  }
  const windows = await openWindows(ffi);
  const registry = new Registry(windows);
  const view = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
  const takeLock: TakeLock = (lock) => holdExclusively(windows, lock);
  const written = places === null ? [] : flagPlaces(places, view, registry.views, programName());
  return {
    windows,
    registry,
    flag: new FlagSwitch(
      registry,
      written,
      flagBackupFile(file),
      takeLock,
      process.platform === 'win32' ? sharedOnWindows(registry) : null,
    ),
    takeLock,
    view,
    host: hostFacts(windows),
  };
}

/** What a plan has to know of this machine; neither registry nor flag is touched. @throws as {@link openNativeParts} */
export async function readHostFacts(ffi: FfiEngineName): Promise<HostFacts> {
  if (process.platform !== 'win32') requireStandIn();
  return hostFacts(await openWindows(ffi));
}

const hostFacts = ({ wine }: Windows): HostFacts => ({
  platform: process.platform,
  wine,
  bitness: POINTER_BYTES === 4 ? 32 : 64,
});

/** Every account and both bitnesses look in the same view. */
function sharedOnWindows({ views }: Registry): SharedRegistry {
  return {
    lockFile: sharedLockFile(),
    announcement: { view: views[0] ?? '64-bit', key: OWN_KEY, name: 'UnfinishedBackup' },
  };
}

/** @throws HarnessError REGISTRY for a path that somebody has mistyped */
function makeRoomFor(file: string): void {
  try {
    makeFolders(dirname(file), 0o700);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    throw new HarnessError(
      'REGISTRY',
      `${file} cannot be the stand-in’s registry file: ${messageOf(error)}`,
      'Name a file in a folder that can be written to with --registry.',
      { cause: error },
    );
  }
}

function requireStandIn(): void {
  const { win32 } = linuxStandIn();
  if (existsSync(win32)) return;
  throw new HarnessError(
    'LIBRARY_NOT_LOADED',
    `the stand-in is not built: there is no ${win32}`,
    'Run `npm run build`.',
  );
}
