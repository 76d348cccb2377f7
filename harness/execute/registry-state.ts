import { z } from 'zod';
import type { Registry, RegistryPlace, ValueName } from '../../native-bindings/windows/registry.ts';
import { REGISTRY_VIEWS } from '../../native-bindings/windows/registry-keys.ts';
import { type RegistryValue, sameValue } from '../../native-bindings/windows/registry-values.ts';

/** A value that a run writes, and that goes away with it. */
export interface RegistryChange extends RegistryPlace {
  readonly value: RegistryValue;
  /** Whether the key belongs to this program alone: what anybody finds in it is ours. */
  readonly ownKey: boolean;
}

/** What a run changes is a dozen places; what native code is handed must fit its buffers. */
const MOST_PLACES = 1000;
const LONGEST_PATH = 1000;
/** Of a value's data; the largest that a run may meet is a hundredth of it. */
const MOST_DATA_BYTES = 2 ** 20;
/** C0 control characters and DEL: names with them cannot stand in a .reg file, and a NUL would end them early. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;
const nameSchema = z
  .string()
  .max(LONGEST_PATH)
  .refine((name) => !CONTROL.test(name), 'a name has no control characters');
const keySchema = nameSchema.min(1);
const dataSchema = z
  .string()
  .max(2 * MOST_DATA_BYTES)
  .refine((data) => data.length % 2 === 0 && /^[0-9a-f]*$/.test(data), 'data is bytes in hexadecimal');

const viewStateSchema = z.object({
  view: z.enum(REGISTRY_VIEWS),
  /** Keys on the way to the values that did not exist. */
  missingKeys: z.array(keySchema).max(MOST_PLACES),
  values: z
    .array(
      z.object({
        key: keySchema,
        name: nameSchema,
        /** Type and data, bytes in hexadecimal; null if there was no such value. */
        value: z.object({ type: z.number().int().min(0).max(0xffff_ffff), data: dataSchema }).nullable(),
      }),
    )
    .max(MOST_PLACES),
});

/** Values exactly as they stood, in every registry view. */
export const registryStateSchema = z.array(viewStateSchema);
export type RegistryState = z.infer<typeof registryStateSchema>;
export type SavedValue = RegistryState[number]['values'][number]['value'];

/**
 * Reads values in every view, whichever view is going to be written: views share some keys, and which ones
 * differs between builds of Windows (HKLM\SOFTWARE\Clients, "Registry Keys Affected by WOW64").
 */
export function captureState(registry: Registry, names: readonly ValueName[]): RegistryState {
  const distinct = [...new Map(names.map(({ key, name }) => [`${key}\n${name}`, { key, name }])).values()];
  const keys = [...new Set(distinct.flatMap(({ key }) => chainOf(key)))];
  return registry.views.map((view) => ({
    view,
    missingKeys: keys.filter((key) => !registry.keyExists(view, key)),
    values: distinct.map(({ key, name }) => {
      const value = registry.read(view, key, name);
      return {
        key,
        name,
        value: value === null ? null : { type: value.type, data: value.data.toString('hex') },
      };
    }),
  }));
}

/**
 * Puts back exactly what was captured: values, their absence, and the absence of keys that were made since. A
 * key that somebody else has put something into stays, and what stands as it stood is not written again. On disk when it
 * returns, as the backup is dropped then.
 */
export function putStateBack(registry: Registry, state: RegistryState): void {
  for (const { view, values } of state) {
    for (const { key, name, value } of values) {
      const before = registryValueOf(value);
      if (sameValue(registry.read(view, key, name), before)) continue;
      if (before === null) registry.removeValue(view, key, name);
      else registry.write(view, key, name, before);
    }
  }
  // The 32-bit view, which is the last one, lies in a key of the 64-bit view's SOFTWARE.
  for (const { view, missingKeys } of state.toReversed()) {
    const deepestFirst = missingKeys.toSorted((a, b) => depthOf(b) - depthOf(a));
    for (const key of deepestFirst) registry.removeEmptyKey(view, key);
  }
  // One hive for all views, in which everything lies that is ever written.
  for (const view of registry.views.slice(0, 1)) registry.flush(view, 'SOFTWARE');
}

export function writeChanges(registry: Registry, changes: readonly RegistryChange[]): void {
  for (const { view, key, name, value } of changes) registry.write(view, key, name, value);
}

export function registryValueOf(saved: SavedValue): RegistryValue | null {
  return saved === null ? null : { type: saved.type, data: Buffer.from(saved.data, 'hex') };
}

/** The key and its parents, outermost first. */
function chainOf(key: string): readonly string[] {
  return key.split('\\').map((_, at, parts) => parts.slice(0, at + 1).join('\\'));
}

function depthOf(key: string): number {
  return key.split('\\').length;
}
