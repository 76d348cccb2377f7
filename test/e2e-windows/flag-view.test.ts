import { test } from 'tap';
import { FLAG_KEY, FLAG_VALUE } from '../../harness/plan/flag-places.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { keepRegistry, mapileakOnWindows, ON_WINDOWS, regQuery } from '../support/windows.ts';

const OF_32_BIT = FLAG_KEY.replace('SOFTWARE', 'SOFTWARE\\Wow6432Node');
const ON = /CleanUpMAPIHeap\s+REG_DWORD\s+0x1\s/;

test('the flag lands where a process of this bitness looks: 32-bit in Wow6432Node', ON_WINDOWS, async (t) => {
  const registry = new Registry(await openWindows('ffi-napi'));
  keepRegistry(t, registry, [
    { key: FLAG_KEY, name: FLAG_VALUE },
    { key: `${FLAG_KEY}\\node`, name: FLAG_VALUE },
  ]);
  const mapileak = mapileakOnWindows(t);
  const written = mapileak('flag', 'set', '1');
  t.equal(written.code, 0, written.stderr);
  const [own, other] = POINTER_BYTES === 4 ? [OF_32_BIT, FLAG_KEY] : [FLAG_KEY, OF_32_BIT];
  t.match(regQuery(t, '64-bit', own), ON);
  t.match(regQuery(t, POINTER_BYTES === 4 ? '32-bit' : '64-bit', FLAG_KEY), ON);
  t.notMatch(regQuery(t, '64-bit', other), /CleanUpMAPIHeap/);

  t.equal(mapileak('flag', 'set', '1', '--flag-view', 'both', '--flag-key', 'both').code, 0);
  for (const key of [FLAG_KEY, OF_32_BIT]) {
    t.match(regQuery(t, '64-bit', key), ON);
    t.match(regQuery(t, '64-bit', `${key}\\node`), ON, 'named after node.exe');
  }
});
