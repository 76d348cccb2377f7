import { randomUUID } from 'node:crypto';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { dword, text } from '../../native-bindings/windows/registry-values.ts';
import type { StandInDials } from '../contract/plan.ts';
import type { RegistryChange } from './registry-state.ts';

/** Below it is all that runs make for themselves. */
export const OWN_KEY = 'SOFTWARE\\mapileak';

/** A registry key of one run's own, with the dials that its session hosts' stand-in reads. */
export interface RunKey {
  readonly path: string;
  readonly changes: readonly RegistryChange[];
}

/** Names the key that the dials are going to be in; writes nothing. null without dials. */
export function planRunKey(view: RegistryView, dials: StandInDials): RunKey | null {
  const entries = Object.entries(dials);
  if (entries.length === 0) return null;
  const path = `${OWN_KEY}\\run-${randomUUID()}`;
  return {
    path,
    changes: entries.map(([name, value]) => ({
      view,
      key: path,
      name,
      value: typeof value === 'number' ? dword(value) : text(value),
      ownKey: true,
    })),
  };
}
