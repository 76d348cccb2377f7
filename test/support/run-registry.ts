import { basename } from 'node:path';
import { mailClientChanges } from '../../harness/execute/mail-client.ts';
import { captureState, type RegistryState } from '../../harness/execute/registry-state.ts';
import { everyFlagPlace } from '../../harness/plan/flag-places.ts';
import type { Registry } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';

/** Below it every run has a key of its own for the stand-in's dials. */
export const RUN_KEYS = 'SOFTWARE\\mapileak';

/** All that a run may write, as it stands in every view. */
export interface RunRegistry {
  /** The flag in each of its places, and the stand-in as a mail client; with the keys that do not exist. */
  readonly state: RegistryState;
  readonly runKeys: readonly { readonly view: RegistryView; readonly keys: readonly string[] }[];
}

export function captureRunRegistry(registry: Registry): RunRegistry {
  const client = { dll: '', exeFile: basename(process.execPath), wine: true };
  const names = [
    ...everyFlagPlace(registry),
    ...registry.views.flatMap((view) => mailClientChanges({ ...client, view })),
    { key: RUN_KEYS, name: '' },
  ];
  return {
    state: captureState(registry, names),
    runKeys: registry.views.map((view) => ({ view, keys: registry.subKeys(view, RUN_KEYS) })),
  };
}
