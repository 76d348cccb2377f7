import { test } from 'tap';
import { openOwnSecrets } from '../../../native-bindings/windows/own-secrets.ts';
import { takeSecretMemory } from '../../../native-bindings/windows/secret-memory.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';

test('a variable is taken as it was, and nothing of it stays in the environment', async (t) => {
  const secrets = await openOwnSecrets();
  if (secrets === null) throw new Error('no engine loads');
  const long = 'x€'.repeat(500);
  for (const value of ['käfig €"9', 'a', long]) {
    process.env['MAPILEAK_TEST_SECRET'] = value;
    t.equal(secrets.takeVariable('MAPILEAK_TEST_SECRET')?.toString(), value);
    t.notMatch(process.env['MAPILEAK_TEST_SECRET'] ?? '', /[ka€x]/);
    delete process.env['MAPILEAK_TEST_SECRET'];
  }
  t.equal(secrets.takeVariable('MAPILEAK_TEST_SECRET'), undefined, 'it is not there any more');
  t.equal(secrets.takeVariable('A\0B'), undefined, 'no variable is called so');
});

for (const engine of ['ffi-napi', 'koffi'] as const) {
  test(`${engine}: memory for a secret is empty, its owner's, and one place`, async (t) => {
    const windows = await openWindows(engine);
    const { address, bytes } = takeSecretMemory(windows, 50);
    t.equal(bytes.length, 50);
    t.ok(bytes.every((byte) => byte === 0));
    bytes.write('secret');
    const copy = windows.engine.allocate(6);
    windows.memory.copy(copy.address, address, 6);
    t.equal(copy.bytes.toString(), 'secret');
  });
}
