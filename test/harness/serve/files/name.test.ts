import { posix, win32 } from 'node:path';
import { test } from 'tap';
import { isPlainName } from '../../../../harness/serve/files/name.ts';
import fc from '../../../support/seeded-properties.ts';

const PLAIN = [
  '2026-01-31T080910Z-extended-logon',
  'mapi32',
  'Nacht 1 (Köln)',
  'a.b',
  'con-1',
  'com10',
  'auxiliary',
];

const ELSEWHERE = [
  ...['', '.', '..', '.git', 'a/b', 'a\\b', '/etc', '..\\x', 'C:', 'C:run', 'run:stream', 'run::$DATA'],
  ...['CON', 'nul', 'aux.txt', 'COM1', 'lpt9.log', 'COM¹', 'conin$', 'nul .txt', 'run.', 'run ', 'run..'],
  ...['a\0b', 'a\nb', 'a*', 'a?', 'a"b', 'a<b', 'a|b', '\ud800', 'x'.repeat(256)],
];

test('a plain name is the name of one entry on every system', async (t) => {
  for (const name of PLAIN) t.ok(isPlainName(name), name);
  for (const name of ELSEWHERE) t.notOk(isPlainName(name), JSON.stringify(name));
});

test('whatever counts as plain leads one step down, and nowhere else', async () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc
      .array(fc.constantFrom('.', '..', '/', '\\', ':', 'a', ' ', '%', '\0', 'nul', 'C:'), { maxLength: 6 })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(hostile, (name) => {
      if (!isPlainName(name)) return true;
      return (
        posix.resolve('/root', name) === `/root/${name}` &&
        win32.resolve('C:\\root', name) === `C:\\root\\${name}`
      );
    }),
    { seed: 891509, numRuns: 500 },
  );
});
