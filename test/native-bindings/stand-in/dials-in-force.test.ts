import { type Test, test } from 'tap';
import { DIALS, DIALS_KEY, DIALS_KEY_VARIABLE } from '../../../native-bindings/stand-in/dials.ts';
import { dialsInForce } from '../../../native-bindings/stand-in/dials-in-force.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import { dword, type RegistryValue, text } from '../../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

async function open(t: Test) {
  temporaryRegistry(t);
  const registry = new Registry(await openWindows('ffi-napi'));
  const set = (name: string, value: RegistryValue, key = DIALS_KEY) =>
    registry.write('64-bit', key, name, value);
  return { registry, set };
}

function nameKey(t: Test, key: string): void {
  process.env[DIALS_KEY_VARIABLE] = key;
  t.teardown(() => delete process.env[DIALS_KEY_VARIABLE]);
}

test('without a key, and with every dial at its default, none is in force', async (t) => {
  const { registry, set } = await open(t);
  t.same(dialsInForce(registry, '64-bit'), {});
  for (const [name, dial] of DIALS) if (dial.kind === 'number') set(name, dword(dial.default));
  t.same(dialsInForce(registry, '64-bit'), {});
});

test('dials that differ are reported, a password only as set', async (t) => {
  const { registry, set } = await open(t);
  set('InstanceBytes', dword(4097));
  set('KeepInstances', dword(0xffff_ffff));
  set('RefuseProfile', text('mailbox 7'));
  set('Password', text('canary'));
  set('Neighbour', dword(1));
  t.same(dialsInForce(registry, '64-bit'), {
    InstanceBytes: 4097,
    KeepInstances: 0xffff_ffff,
    RefuseProfile: 'mailbox 7',
    Password: '(set)',
  });
  t.same(dialsInForce(registry, '32-bit'), {}, 'the other view has a key of its own');
});

test('what the stand-in ignores is not reported', async (t) => {
  const { registry, set } = await open(t);
  set('InstanceBytes', text('70000'));
  set('LeakBytesPerLogon', { type: 4, data: Buffer.alloc(8, 1) });
  set('RefuseUser', dword(7));
  set('RefuseProfile', text('x'.repeat(65)));
  t.same(dialsInForce(registry, '64-bit'), {});
  set('RefuseProfile', text('x'.repeat(64)));
  t.same(dialsInForce(registry, '64-bit'), { RefuseProfile: 'x'.repeat(64) });
});

test('text ends at its first NUL, or where the registry’s data ends', async (t) => {
  const { registry, set } = await open(t);
  set('RefuseUser', text('eve\0adam'));
  set('RefuseProfile', { type: 1, data: Buffer.from('box', 'utf16le') });
  t.same(dialsInForce(registry, '64-bit'), { RefuseProfile: 'box', RefuseUser: 'eve' });
});

test('the environment variable names another key, unless it is empty or too long', async (t) => {
  const { registry, set } = await open(t);
  set('InstanceBytes', dword(1));
  set('InstanceBytes', dword(2), 'SOFTWARE\\mapileak\\other');
  nameKey(t, 'SOFTWARE\\mapileak\\other');
  t.same(dialsInForce(registry, '64-bit'), { InstanceBytes: 2 });
  nameKey(t, '');
  t.same(dialsInForce(registry, '64-bit'), { InstanceBytes: 1 });
  nameKey(t, 'k'.repeat(260));
  t.same(dialsInForce(registry, '64-bit'), { InstanceBytes: 1 });
});
