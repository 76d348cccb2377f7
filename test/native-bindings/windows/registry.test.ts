import { existsSync, readFileSync } from 'node:fs';
import { type Test, test } from 'tap';
import { FFI_ENGINES, type FfiEngineName } from '../../../harness/contract/plan.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import {
  dword,
  dwordOf,
  REG_EXPAND_SZ,
  text,
  textOf,
} from '../../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import fc from '../../support/seeded-properties.ts';
import { temporaryRegistry } from '../../support/temporary.ts';
import { ELSEWHERE, keepRegistry } from '../../support/windows.ts';

const ROOT = 'SOFTWARE\\mapileak-registry-test';
const KEY = `${ROOT}\\Deep\\Key`;
const SHARED = 'SOFTWARE\\Clients\\Mail';

/** A registry of the test's own; on Windows, where there is but one, what a test may write is put back. */
async function open(t: Test, engine: FfiEngineName) {
  const file = temporaryRegistry(t);
  const windows = await openWindows(engine);
  const registry = new Registry(windows);
  const names = ['Flag', 'Other', 'Blob', 'CleanUpMAPIHeap'].map((name) => ({ key: KEY, name }));
  keepRegistry(t, registry, [...names, { key: SHARED, name: 'Shared' }]);
  return { file, registry, windows };
}

for (const engine of FFI_ENGINES) {
  test(`${engine}: a value is read back with its type, and its absence is null`, async (t) => {
    const { registry, windows } = await open(t, engine);
    t.equal(registry.read('64-bit', KEY, 'Flag'), null, 'no key');
    registry.write('64-bit', KEY, 'Flag', dword(0xfedc_ba98));
    t.equal(registry.read('64-bit', KEY, 'Other'), null, 'no value');
    const value = registry.read('64-bit', KEY, 'Flag');
    t.equal(value && dwordOf(value), 0xfedc_ba98);
    registry.write('64-bit', KEY, 'Flag', text('yes, é'));
    t.same(registry.read('64-bit', KEY, 'Flag'), text('yes, é'));
    t.equal(dwordOf(text('yes, é')), undefined, 'a text is no number');
    t.equal(windows.live.describe(), '', 'no key stays open');
  });

  test(`${engine}: the two views of SOFTWARE are two places`, async (t) => {
    const { registry } = await open(t, engine);
    registry.write('32-bit', KEY, 'Flag', dword(32));
    t.equal(registry.read('64-bit', KEY, 'Flag'), null);
    registry.write('64-bit', KEY, 'Flag', dword(64));
    t.same(registry.read('32-bit', KEY, 'Flag'), dword(32));
    t.same(
      registry.read('64-bit', KEY.replace('SOFTWARE', 'SOFTWARE\\Wow6432Node'), 'Flag'),
      dword(32),
      'where a 32-bit process writes',
    );
  });

  // Vista and Windows Server 2008 redirect it too, and so does Wine.
  test(`${engine}: Clients is shared by the views, as since Windows 7`, ELSEWHERE, async (t) => {
    const { registry } = await open(t, engine);
    registry.write('32-bit', SHARED, 'Shared', dword(1));
    t.same(registry.read('64-bit', SHARED, 'Shared'), dword(1));
  });

  test(`${engine}: removing is told apart from finding nothing, and only empty keys go`, async (t) => {
    const { registry } = await open(t, engine);
    t.equal(registry.removeValue('64-bit', KEY, 'Flag'), false);
    t.equal(registry.createKey('64-bit', KEY), true);
    t.equal(registry.createKey('64-bit', KEY), false);
    registry.write('64-bit', KEY, 'Flag', dword(1));
    t.equal(registry.flush('64-bit', KEY), true);
    t.equal(registry.flush('64-bit', `${KEY}\\None`), false);
    t.equal(registry.removeEmptyKey('64-bit', KEY), false, 'a key with a value stays');
    t.equal(registry.removeValue('64-bit', KEY, 'Flag'), true);
    t.equal(registry.removeEmptyKey('64-bit', ROOT), false, 'a key with sub keys stays');
    t.equal(registry.removeEmptyKey('64-bit', KEY), true);
    t.equal(registry.keyExists('64-bit', KEY), false);
    t.equal(registry.keyExists('64-bit', `${ROOT}\\Deep`), true);
  });
}

test('keys and values are listed by name; of a key that does not exist, nothing', ELSEWHERE, async (t) => {
  temporaryRegistry(t);
  const windows = await openWindows('ffi-napi');
  const registry = new Registry(windows);
  t.same(registry.subKeys('64-bit', KEY), []);
  t.same(registry.valueNames('64-bit', KEY), []);
  registry.createKey('64-bit', KEY);
  t.same(registry.subKeys('64-bit', KEY), [], 'an empty key');
  const longest = 'n'.repeat(255);
  const keys = ['A b', 'é', longest, ...Array.from({ length: 40 }, (_, at) => `Key ${at}`)];
  for (const name of keys) registry.createKey('64-bit', `${KEY}\\${name}\\below`);
  for (const name of ['', 'Flag', longest]) registry.write('64-bit', KEY, name, dword(1));
  t.same([...registry.subKeys('64-bit', KEY)].sort(), [...keys].sort());
  t.same([...registry.valueNames('64-bit', KEY)].sort(), ['', 'Flag', longest].sort());
  t.same(registry.subKeys('32-bit', KEY), [], 'the other view has its own');
  t.equal(windows.live.describe(), '', 'no key stays open');
});

test('whether a key may be written is known without writing to it', ELSEWHERE, async (t) => {
  const file = temporaryRegistry(t);
  const windows = await openWindows('ffi-napi');
  const registry = new Registry(windows);
  t.equal(registry.mayWrite('64-bit', KEY), true, 'even if its parents would have to be made');
  t.notOk(existsSync(file), 'nothing was made');
  registry.createKey('64-bit', KEY);
  t.equal(registry.mayWrite('64-bit', KEY), true);
  t.equal(windows.live.describe(), '', 'no key stays open');
});

test('a text ends at its NUL, and only texts are texts', (t) => {
  t.equal(textOf(text('C:\\x.dll')), 'C:\\x.dll');
  const unterminated = Buffer.from('%a%', 'utf16le');
  t.equal(textOf({ type: REG_EXPAND_SZ, data: unterminated }), '%a%', 'a terminator may be missing');
  t.equal(textOf({ type: 1, data: Buffer.from('a\0b\0', 'utf16le') }), 'a');
  t.equal(textOf(dword(65)), undefined);
  t.end();
});

test('bytes of any type and length come back as they were, whatever the first guess of their size', async (t) => {
  const { registry } = await open(t, 'ffi-napi');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(11), (data, type) => {
      const value = { type, data: Buffer.from(data) };
      registry.write('64-bit', KEY, 'Blob', value);
      const read = registry.read('64-bit', KEY, 'Blob');
      return read !== null && read.type === type && read.data.equals(value.data);
    }),
    { numRuns: 50 },
  );
});

test('the registry is a file that a person can read', ELSEWHERE, async (t) => {
  const { file, registry } = await open(t, 'ffi-napi');
  t.equal(registry.read('64-bit', KEY, 'Flag'), null);
  t.notOk(existsSync(file), 'reading makes nothing');
  registry.write('64-bit', KEY, 'CleanUpMAPIHeap', dword(1));
  t.match(readFileSync(file, 'utf8'), /"CleanUpMAPIHeap"=dword:00000001/);
});
