import { join } from 'node:path';
import { type Test, test } from 'tap';
import { examineMachine } from '../../harness/cli/doctor.ts';
import { type NativeParts, openNativeParts } from '../../harness/cli/native-parts.ts';
import { doctorSchema } from '../../harness/contract/doctor.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { CLIENTS_KEY } from '../../native-bindings/mapi/registration.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import type { Registry } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { text } from '../../native-bindings/windows/registry-values.ts';
import { mapileakOnWindows, ON_WINDOWS } from '../support/windows.ts';

const view: RegistryView = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
const CLIENT = 'mapileak doctor test';

async function readers(): Promise<NativeParts> {
  return await openNativeParts('ffi-napi', undefined);
}

test('the system’s MAPI is examined: rights, candidates, and what was loaded', ON_WINDOWS, async (t) => {
  const doctor = doctorSchema
    .strict()
    .parse(await examineMachine(await readers(), { kind: 'system' }, 'ffi-napi'));
  const ids = doctor.checks.map(({ id }) => id);
  for (const id of ['administrator', 'impersonate', 'assign-primary-token', 'mapi-loads']) {
    t.ok(ids.includes(id), id);
  }
  const stub = doctor.candidates.find(({ kind, name }) => kind === 'system' && name === 'mapi32.dll');
  t.match(stub, { file: { format: 'PE', bitness: POINTER_BYTES * 8, version: /^\d+\.\d+\.\d+\.\d+$/ } });
  t.ok(
    doctor.modules.some(({ loaded, path }) => loaded === 'with-mapi' && /\\mapi32\.dll$/i.test(path)),
    'the stub was loaded by the probe',
  );
});

test('a DLL of the other bitness fails, with error 193', ON_WINDOWS, async (t) => {
  const other = join(
    process.env['SystemRoot'] ?? 'C:\\Windows',
    POINTER_BYTES === 8 ? 'SysWOW64' : 'Sysnative',
    'mapi32.dll',
  );
  const doctor = await examineMachine(await readers(), { kind: 'path', path: other }, 'ffi-napi');
  t.match(
    doctor.checks.find(({ id }) => id === 'bitness'),
    { outcome: 'fail', finding: /error 193/ },
  );
  t.match(
    doctor.checks.find(({ id }) => id === 'mapi-loads'),
    { outcome: 'fail', finding: /193/ },
  );
});

test('doctor asks about the system’s MAPI without being told to, and knows the stand-in', ON_WINDOWS, (t) => {
  const mapileak = mapileakOnWindows(t);
  const plain = doctorSchema.parse(JSON.parse(mapileak('doctor', '--json').stdout));
  t.same(plain.mapi, { kind: 'system' });
  const failed = plain.checks.filter(({ outcome }) => outcome === 'fail');
  for (const { remedy, title } of failed) t.not(remedy, null, title);
  const standIn = mapileak('doctor', '--json', '--mapi', 'stand-in');
  t.same(doctorSchema.parse(JSON.parse(standIn.stdout)).mapi, { kind: 'stand-in' });
  t.equal(standIn.code, 0, standIn.stdout);
  t.end();
});

/** Makes a DLL the default mail client of a Wine prefix until the test is over. */
function registerClient(t: Test, registry: Registry, dll: string): void {
  const key = `${CLIENTS_KEY}\\${CLIENT}`;
  const before = registry.read(view, CLIENTS_KEY, '');
  registry.write(view, key, 'DLLPathEx', text(dll));
  registry.write(view, CLIENTS_KEY, '', text(CLIENT));
  t.teardown(() => {
    registry.removeValue(view, key, 'DLLPathEx');
    registry.removeEmptyKey(view, key);
    if (before === null) registry.removeValue(view, CLIENTS_KEY, '');
    else registry.write(view, CLIENTS_KEY, '', before);
  });
}

const standIn = standInPaths().mapi32;

test(
  'the provider that Wine’s mapi32.dll loads is named with the registry entry that led there',
  ON_WINDOWS,
  async (t) => {
    const machine = await readers();
    if (machine.windows.wine === null) return t.comment('a real mail client is not for tests to change');
    registerClient(t, machine.registry, standIn);
    const doctor = await examineMachine(machine, { kind: 'system' }, 'ffi-napi');
    t.same(doctor.provider, {
      path: standIn,
      standIn: true,
      because: `mapi32.dll follows the mail client ${CLIENT}`,
      registryEntry: `HKEY_LOCAL_MACHINE\\${CLIENTS_KEY}\\${CLIENT}: DLLPathEx`,
    });
    t.equal(doctor.checks.find(({ id }) => id === 'mapi-loads')?.outcome, 'ok');
    t.same(
      doctor.checks.filter(({ outcome }) => outcome === 'fail'),
      [],
    );
  },
);
