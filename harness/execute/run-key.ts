import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  dword,
  REGISTRY_VIEWS,
  type Registry,
  type RegistryView,
  text,
} from '../../native-bindings/windows/registry.ts';
import type { StandInDials } from '../contract/plan.ts';

const PARENT = 'SOFTWARE\\mapileak';

/** A registry key of one run's own, with the dials that its session hosts' stand-in reads. */
export const runKeySchema = z.object({
  view: z.enum(REGISTRY_VIEWS),
  path: z.string(),
  names: z.array(z.string()),
  /** Whether the key above it is ours to remove as well. */
  makesParent: z.boolean(),
});
export type RunKey = z.infer<typeof runKeySchema>;

/** Names the key that the dials are going to be in; writes nothing. null without dials. */
export function planRunKey(registry: Registry, view: RegistryView, dials: StandInDials): RunKey | null {
  const names = Object.keys(dials);
  if (names.length === 0) return null;
  return {
    view,
    path: `${PARENT}\\run-${randomUUID()}`,
    names,
    makesParent: !registry.keyExists(view, PARENT),
  };
}

export function writeRunKey(registry: Registry, { view, path }: RunKey, dials: StandInDials): void {
  for (const [name, value] of Object.entries(dials)) {
    registry.write(view, path, name, typeof value === 'number' ? dword(value) : text(value));
  }
}

export function removeRunKey(registry: Registry, { view, path, names, makesParent }: RunKey): void {
  for (const name of names) registry.removeValue(view, path, name);
  registry.removeEmptyKey(view, path);
  if (makesParent) registry.removeEmptyKey(view, PARENT);
}
