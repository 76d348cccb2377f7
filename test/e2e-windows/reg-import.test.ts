import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { captureState } from '../../harness/execute/registry-state.ts';
import { stateRegFile } from '../../harness/execute/state-reg-file.ts';
import { FLAG_KEY, FLAG_VALUE } from '../../harness/plan/flag-places.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { dword, type RegistryValue, text } from '../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { parseRegFile } from '../support/parse-reg-file.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { keepRegistry, mapileakOnWindows, ON_WINDOWS, regedit } from '../support/windows.ts';

const NOW = new Date().toISOString();
const KEY = 'SOFTWARE\\mapileak-test\\import';
const OURS = `${KEY}\\ours`;
const utf16 = (string: string): Buffer => Buffer.from(string, 'utf16le');

const VALUES: Readonly<Record<string, RegistryValue | null>> = {
  '': text('the default value'),
  'a number': dword(0xfedc_ba98),
  'quotes "and" \\backslashes\\': text('C:\\Program Files\\"x" é €;'),
  'two lines': text('one\r\ntwo'),
  'no text': text(''),
  expand: { type: 2, data: utf16('%SystemRoot%\\x\0') },
  many: { type: 7, data: utf16('a\0b\0\0') },
  bytes: { type: 3, data: Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)) },
  'no bytes': { type: 3, data: Buffer.alloc(0) },
  'a short number': { type: 4, data: Buffer.from([1, 2]) },
  'another type': { type: 0x20001, data: Buffer.from([1]) },
  'was not there': null,
};

test('regedit imports a backup: every value and every deletion, in both views', ON_WINDOWS, async (t) => {
  const registry = new Registry(await openWindows('ffi-napi'));
  const flag = { key: FLAG_KEY, name: FLAG_VALUE };
  const names = [flag, ...Object.keys(VALUES).map((name) => ({ key: KEY, name }))];
  keepRegistry(t, registry, [...names, { key: OURS, name: 'Dial' }]);

  for (const view of registry.views) {
    for (const [name, value] of Object.entries(VALUES)) {
      if (value === null) registry.removeValue(view, KEY, name);
      else registry.write(view, KEY, name, value);
    }
  }
  registry.write('32-bit', FLAG_KEY, FLAG_VALUE, dword(3));
  const before = captureState(registry, names);
  const content = stateRegFile(
    captureState(registry, [...names, { key: OURS, name: 'Dial' }]),
    NOW,
    new Set([OURS]),
  );
  const file = join(temporaryFolder(t), 'backup.reg');
  writeFileSync(file, content);

  for (const view of registry.views) {
    for (const { key, name } of names) registry.write(view, key, name, text('changed'));
    registry.write(view, OURS, 'Dial', dword(1));
  }
  for (const name of ['expand', 'bytes', '']) registry.removeValue('32-bit', KEY, name);
  t.notSame(captureState(registry, names), before);

  t.equal(regedit(t, registry, '/S', file).code, 0);
  const after = captureState(registry, names);
  for (const [at, { view, values }] of before.entries()) {
    for (const [index, value] of values.entries()) {
      t.same(after[at]?.values[index], value, `${view} ${value.key} ${value.name}`);
    }
    t.notOk(registry.keyExists(view, OURS), 'a key of ours is gone with what is in it');
  }
});

test('a text without a terminator is written as it is', ON_WINDOWS, async (t) => {
  const registry = new Registry(await openWindows('ffi-napi'));
  keepRegistry(t, registry, [{ key: KEY, name: 'text' }]);
  for (const length of [1, 3, 4, 8, 12, 16, 31, 32, 100]) {
    const value = { type: 1, data: utf16('x'.repeat(length)) };
    registry.write('64-bit', KEY, 'text', value);
    t.same(registry.read('64-bit', KEY, 'text'), value, `${length} characters`);
  }
});

test('what `flag save` writes is what regedit exports', ON_WINDOWS, async (t) => {
  const registry = new Registry(await openWindows('ffi-napi'));
  keepRegistry(t, registry, [{ key: FLAG_KEY, name: FLAG_VALUE }]);
  for (const view of registry.views) registry.write(view, FLAG_KEY, FLAG_VALUE, dword(1));
  const folder = temporaryFolder(t);
  const [ours, theirs] = [join(folder, 'ours.reg'), join(folder, 'theirs.reg')];
  const saved = mapileakOnWindows(t)('flag', 'save', ours);
  t.equal(saved.code, 0, saved.stderr);
  const key = `HKEY_LOCAL_MACHINE\\${FLAG_KEY}`;
  t.equal(regedit(t, registry, '/E', theirs, key).code, 0);
  const flagIn = (file: string) =>
    parseRegFile(readFileSync(file))
      .filter((section) => section.key === key)
      .flatMap((section) => (section.kind === 'values' ? section.values : []))
      .filter(({ name }) => name === FLAG_VALUE);
  t.same(flagIn(theirs), [{ name: FLAG_VALUE, value: dword(1) }]);
  t.same(flagIn(ours), flagIn(theirs));
});
