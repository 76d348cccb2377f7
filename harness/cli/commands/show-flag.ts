import type { Registry } from '../../../native-bindings/windows/registry.ts';
import type { FlagReading, FlagValue } from '../../contract/environment.ts';
import { flagWording } from '../../execute/flag-state.ts';
import { everyFlagPlace, FLAG_KEY, FLAG_VALUE, readFlags } from '../../plan/flag-places.ts';
import type { Terminal } from '../terminal.ts';

const DOCUMENTED = `HKEY_LOCAL_MACHINE\\${FLAG_KEY}`;

interface KeyReading {
  readonly key: string;
  readonly views: readonly Omit<FlagReading, 'key'>[];
}

/** Prints the flag in every key where it may stand, in every view: the documented key first. */
export function showFlag(registry: Registry, { stdout }: Terminal, json: boolean): void {
  const readings = readFlags(registry, everyFlagPlace(registry));
  const keys = [...new Set(readings.map(({ key }) => key))].map(
    (key): KeyReading => ({
      key,
      views: readings.filter((reading) => reading.key === key).map(({ view, value }) => ({ view, value })),
    }),
  );
  if (json) {
    const documented = keys.find(({ key }) => key === DOCUMENTED);
    const undocumented = keys.filter(({ key }) => key !== DOCUMENTED);
    stdout.write(`${JSON.stringify({ name: FLAG_VALUE, ...documented, undocumented }, null, 2)}\n`);
    return;
  }
  for (const { key, views } of keys) {
    const isDocumented = key === DOCUMENTED;
    stdout.write(isDocumented ? `${key}\n` : `${key} (not documented)\n`);
    for (const { view, value } of views) {
      const meaning = isDocumented ? meaningOf(value) : flagWording(value);
      stdout.write(`  ${FLAG_VALUE} (${view} view): ${meaning}\n`);
    }
  }
}

function meaningOf(value: FlagValue): string {
  if (value === null) return 'absent: heap cleanup is off';
  if (value === 'not-a-dword') return 'not a REG_DWORD: its effect is unknown';
  if (value === 1) return '1: heap cleanup is on, if the build knows the value';
  return value === 0 ? '0: heap cleanup is off' : `${value}: not documented`;
}
