import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import {
  DIALS,
  DIALS_KEY,
  DIALS_KEY_VARIABLE,
  withoutSecrets,
} from '../../../native-bindings/stand-in/dials.ts';
import { standInFolder } from '../../../native-bindings/stand-in/paths.ts';

const read = (...path: string[]): string => readFileSync(join(standInFolder(), ...path), 'utf8');
const PROVIDER = read('provider', 'dials.c');
const WIN32 = read('win32', 'dials.c');

/** A number as the C sources write it, or one that they define a name for. */
function numberOf(text: string): number {
  return Number(new RegExp(`#define ${text} (\\d+)`).exec(PROVIDER)?.[1] ?? text);
}

/** Name and default of each dial in the C sources; text has none. */
function dialsOfSources(): ReadonlyMap<string, number | null> {
  const numbers = PROVIDER.matchAll(/^\s+DIAL\(u"(\w+)", \w+, (\w+?)u?,/gm);
  const heaps = read('win32', 'heap-list.c').matchAll(/read_number_dial\(u"(\w+)", (\w+)\)/g);
  const texts = `${PROVIDER}${read('win32', 'logon.c')}`.matchAll(/read_text(?:_dial)?\((?:key, )?u"(\w+)"/g);
  return new Map([
    ...[...numbers, ...heaps].map(([, name = '', initial = '']) => [name, numberOf(initial)] as const),
    ...[...texts].map(([, name = '']) => [name, null] as const),
  ]);
}

/** The same from the table of the manual. */
function dialsOfManual(): ReadonlyMap<string, number | null> {
  const rows = read('../../docs/stand-in.md').matchAll(/^\| `(\w+)` +\| (\S+) +\|/gm);
  return new Map(
    [...rows].map(([, name = '', initial = '']) => [name, initial === '(text)' ? null : Number(initial)]),
  );
}

const sorted = (dials: Iterable<readonly [string, unknown]>) => Object.fromEntries([...dials].sort());
const TABLE = sorted([...DIALS].map(([name, dial]) => [name, dial.default]));

test('the table has the dials of the C sources with their defaults, and no other', async (t) => {
  t.strictSame(TABLE, sorted(dialsOfSources()));
});

test('the manual lists the same dials with the same defaults', async (t) => {
  t.strictSame(TABLE, sorted(dialsOfManual()));
});

test('text may be as long as the C sources have room for', async (t) => {
  const defined = (source: string, name: string) =>
    Number(new RegExp(`#define ${name} (\\d+)`).exec(source)?.[1]);
  const profile = defined(read('provider', 'mapi-abi.h'), 'PROFILE_NAME_LIMIT');
  const account = defined(read('win32', 'dials.h'), 'DIAL_TEXT_UNITS') - 2; // less room for its NUL and another
  t.match(DIALS.get('RefuseProfile'), { longest: profile });
  t.match(DIALS.get('Password'), { longest: account });
  t.match(DIALS.get('RefuseUser'), { longest: account });
});

test('both libraries read the key that the table names', async (t) => {
  for (const source of [PROVIDER, WIN32]) {
    t.ok(source.includes(`u"${DIALS_KEY.replaceAll('\\', '\\\\')}"`));
    t.ok(source.includes(`u"${DIALS_KEY_VARIABLE}"`));
  }
});

test('of a password only that it is set may be written down', async (t) => {
  t.same(withoutSecrets({ InstanceBytes: 1, Password: 'canary', RefuseUser: 'eve' }), {
    InstanceBytes: 1,
    Password: '(set)',
    RefuseUser: 'eve',
  });
});
