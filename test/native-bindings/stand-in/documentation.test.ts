import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { standInFolder } from '../../../native-bindings/stand-in/paths.ts';

/** Name and default of each REG_DWORD dial in the table of dials.c. */
function dialsOfSource(): ReadonlyMap<string, number> {
  const source = readFileSync(join(standInFolder(), 'provider', 'dials.c'), 'utf8');
  const entries = source.matchAll(/^\s+DIAL\(u"(\w+)", \w+, (\w+?)u?,/gm);
  return new Map([...entries].map(([, name = '', initial = '']) => [name, Number(initial)]));
}

/** The same from the table of the manual; a default that is no number is text. */
function dialsOfManual(): ReadonlyMap<string, string> {
  const manual = readFileSync(join(standInFolder(), '../../docs/stand-in.md'), 'utf8');
  const rows = manual.matchAll(/^\| `(\w+)` \| (\S+) \|/gm);
  return new Map([...rows].map(([, name = '', initial = '']) => [name, initial]));
}

test('the manual lists every dial with its default, and no other', (t) => {
  const source = dialsOfSource();
  const manual = dialsOfManual();
  t.ok(source.size > 20);
  for (const [name, initial] of source) t.equal(Number(manual.get(name)), initial, name);
  const text = [...manual].filter(([, initial]) => initial === '(text)').map(([name]) => name);
  t.strictSame(new Set(text), new Set(['RefuseProfile', 'Password', 'RefuseUser']));
  t.equal(manual.size, source.size + text.length);
  t.end();
});
