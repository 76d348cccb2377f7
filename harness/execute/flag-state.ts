import { z } from 'zod';
import {
  dword,
  dwordOf,
  REGISTRY_VIEWS,
  type Registry,
  type RegistryView,
} from '../../native-bindings/windows/registry.ts';
import type { CleanUpMapiHeap } from '../contract/arms.ts';

/** Where the hotfix looks for its switch, below HKEY_LOCAL_MACHINE (KB 891509). */
export const FLAG_KEY = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\Applications';
export const FLAG_VALUE = 'CleanUpMAPIHeap';

/** The key and the parents that a run may have to create, outermost first. */
const KEY_CHAIN: readonly string[] = FLAG_KEY.split('\\').map((_, i, parts) =>
  parts.slice(0, i + 1).join('\\'),
);

const viewStateSchema = z.object({
  view: z.enum(REGISTRY_VIEWS),
  /** Keys of the chain that existed. */
  keys: z.array(z.string()),
  /** Type and data of the value, bytes in hexadecimal; null if there was none. */
  value: z.object({ type: z.number().int(), data: z.string().regex(/^(?:[0-9a-f]{2})*$/) }).nullable(),
});

/** The flag exactly as it stood, in both registry views. */
export const flagStateSchema = z.array(viewStateSchema);
export type FlagState = z.infer<typeof flagStateSchema>;

/** What stands there now: the DWORD, null for no value, 'not-a-dword' for a value of another type. */
export type FlagReading = number | null | 'not-a-dword';

export function readFlag(registry: Registry, view: RegistryView): FlagReading {
  const value = registry.read(view, FLAG_KEY, FLAG_VALUE);
  return value === null ? null : (dwordOf(value) ?? 'not-a-dword');
}

/** Writes the flag, or removes it for null, and reads it back. */
export function writeFlag(registry: Registry, view: RegistryView, wanted: CleanUpMapiHeap): FlagReading {
  if (wanted === null) registry.removeValue(view, FLAG_KEY, FLAG_VALUE);
  else registry.write(view, FLAG_KEY, FLAG_VALUE, dword(wanted));
  return readFlag(registry, view);
}

export function captureFlag(registry: Registry): FlagState {
  return REGISTRY_VIEWS.map((view) => {
    const value = registry.read(view, FLAG_KEY, FLAG_VALUE);
    return {
      view,
      keys: KEY_CHAIN.filter((key) => registry.keyExists(view, key)),
      value: value === null ? null : { type: value.type, data: value.data.toString('hex') },
    };
  });
}

/**
 * Puts back exactly what was captured: the value, or its absence, and the absence of keys that were made
 * since. A key that somebody else has put something into stays.
 */
export function putFlagBack(registry: Registry, state: FlagState): void {
  for (const { view, keys, value } of state) {
    if (value === null) registry.removeValue(view, FLAG_KEY, FLAG_VALUE);
    else
      registry.write(view, FLAG_KEY, FLAG_VALUE, { type: value.type, data: Buffer.from(value.data, 'hex') });
    for (const key of KEY_CHAIN.toReversed()) {
      if (!keys.includes(key)) registry.removeEmptyKey(view, key);
    }
  }
}
