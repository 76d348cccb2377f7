import type { StandInDials } from '../../harness/contract/plan.ts';
import type { Registry } from '../windows/registry.ts';
import type { RegistryView } from '../windows/registry-keys.ts';
import { dwordOf, REG_SZ, type RegistryValue } from '../windows/registry-values.ts';
import { DIALS, DIALS_KEY, DIALS_KEY_VARIABLE, type Dial, SECRET_IS_SET } from './dials.ts';

/** MAX_PATH (minwindef.h): the stand-in overlooks a longer name of its key. */
const KEY_LIMIT = 260;

/**
 * The dials that differ from their defaults in the key that the stand-in reads in this process, without secrets.
 * @param view that of this process's bitness
 * @throws CallFailure if the registry cannot be read
 */
export function dialsInForce(registry: Registry, view: RegistryView): StandInDials {
  const key = keyOfThisProcess();
  const changed = [...DIALS].flatMap(([name, dial]) => {
    const value = valueInForce(registry, view, key, name, dial);
    return value === null || value === dial.default ? [] : [[name, value] as const];
  });
  return Object.fromEntries(changed);
}

/** What the stand-in takes from the registry; null if it takes nothing. A secret is not read, so that nothing of it stays. */
function valueInForce(
  registry: Registry,
  view: RegistryView,
  key: string,
  name: string,
  dial: Dial,
): number | string | null {
  if (dial.kind === 'text' && dial.secret) {
    const facts = registry.facts(view, key, name);
    return facts?.type === REG_SZ && facts.byteCount <= bytesOf(dial) ? SECRET_IS_SET : null;
  }
  const stored = registry.read(view, key, name);
  return stored === null ? null : dialValue(dial, stored);
}

function keyOfThisProcess(): string {
  const named = process.env[DIALS_KEY_VARIABLE] ?? '';
  return named.length > 0 && named.length < KEY_LIMIT ? named : DIALS_KEY;
}

/** With the NUL at its end. */
const bytesOf = ({ longest }: Extract<Dial, { kind: 'text' }>): number => 2 * (longest + 1);

/** What the stand-in takes from a value, or null if it is of another type or too long. */
function dialValue(dial: Dial, stored: RegistryValue): number | string | null {
  if (dial.kind === 'number') return dwordOf(stored) ?? null;
  if (stored.type !== REG_SZ || stored.data.length > bytesOf(dial)) return null;
  return stored.data.toString('utf16le').split('\0', 1).join();
}
