import { basename } from 'node:path';
import { cdoClassChanges } from '../../harness/execute/cdo-registration.ts';
import { mailClientChanges } from '../../harness/execute/mail-client.ts';
import { bindOne } from '../../native-bindings/ffi/bind-table.ts';
import { stdcall } from '../../native-bindings/ffi/signature.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import type { Windows } from '../../native-bindings/windows/windows.ts';
import { keepRegistry } from './windows.ts';

interface Teardown {
  teardown(action: () => void): void;
}

/**
 * Registers the stand-in's CDO, and on Windows the provider that it calls by way of mapi32.dll, until a test
 * is over. Elsewhere the test needs a registry of its own.
 */
export function registerStandInCdo(t: Teardown, windows: Windows): void {
  const registry = new Registry(windows);
  const view: RegistryView = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
  const { cdo, mapi32 } = standInPaths();
  const onWindows = process.platform === 'win32';
  const client = { dll: mapi32, view, exeFile: basename(process.execPath), wine: windows.wine !== null };
  const changes = [
    ...cdoClassChanges({ library: cdo, view }),
    ...(onWindows ? mailClientChanges(client) : []),
  ];
  if (onWindows) keepRegistry(t, registry, changes);
  for (const change of changes) {
    if (change.value !== null) registry.write(change.view, change.key, change.name, change.value);
  }
}

/** What the stand-in's CDO knows of its objects. */
export interface CdoLedger {
  /** Objects that somebody still has a reference to. */
  live(): number;
  /** Calls on objects that were released, and releases too many. */
  misuses(): number;
}

/** Keeps the library loaded: its counts would begin anew. */
export function cdoLedger({ engine }: Windows): CdoLedger {
  const library = engine.load(standInPaths().cdo);
  const count = (name: string): (() => number) => {
    const bound = bindOne(library, name, stdcall('u32'));
    if (bound === undefined) throw new Error(`${library.path} does not export ${name}`);
    return bound;
  };
  return { live: count('MapileakCdoLiveObjects'), misuses: count('MapileakCdoMisuses') };
}
