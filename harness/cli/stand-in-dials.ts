import { dword, type Registry, type RegistryView, text } from '../../native-bindings/windows/registry.ts';
import type { Plan } from '../contract/plan.ts';

/** The stand-in reads its dials below HKLM\<this>; a run with dials of its own has a key of its own. */
const KEY_VARIABLE = 'MAPILEAK_STAND_IN_KEY';
const PARENT_KEY = 'SOFTWARE\\mapileak';

/**
 * Puts the plan's dials where the session hosts' stand-in reads them.
 * @returns what removes them again
 */
export function setStandInDials(
  registry: Registry,
  view: RegistryView,
  dials: Plan['standInDials'],
): () => void {
  const entries = Object.entries(dials);
  if (entries.length === 0) return () => {};
  const key = `${PARENT_KEY}\\run-${process.pid}`;
  const hadParent = registry.keyExists(view, PARENT_KEY);
  for (const [name, value] of entries) {
    registry.write(view, key, name, typeof value === 'number' ? dword(value) : text(value));
  }
  process.env[KEY_VARIABLE] = key;
  return () => {
    for (const [name] of entries) registry.removeValue(view, key, name);
    registry.removeEmptyKey(view, key);
    if (!hadParent) registry.removeEmptyKey(view, PARENT_KEY);
    delete process.env[KEY_VARIABLE];
  };
}
