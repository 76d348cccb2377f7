import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Test, test } from 'tap';
import { FlagSwitch } from '../../harness/execute/flag-switch.ts';
import { mailClientChanges } from '../../harness/execute/mail-client.ts';
import { captureState } from '../../harness/execute/registry-state.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { STAND_IN_NAME } from '../../native-bindings/stand-in/name.ts';
import { holdExclusively } from '../../native-bindings/windows/exclusive-file.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { text } from '../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { keepRegistry, ON_WINDOWS, regQuery, runToFiles } from '../support/windows.ts';

const OWN: RegistryView = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
const CLIENTS = 'SOFTWARE\\Clients\\Mail';
const childFile = (name: string) => fileURLToPath(new URL(`./${name}.child.js`, import.meta.url));
/** Any library that nothing loads by itself, in the place of the stand-in. */
const LIBRARY = 'avifil32.dll';

async function open(t: Test) {
  const windows = await openWindows('ffi-napi');
  const registry = new Registry(windows);
  const backup = join(temporaryFolder(t), 'flag-backup.json');
  const dll = join(process.env['SystemRoot'] ?? '', 'system32', LIBRARY);
  const changes = mailClientChanges({ dll, view: OWN, exeFile: 'node.exe', wine: true });
  keepRegistry(t, registry, changes);
  return {
    backup,
    changes,
    registry,
    flag: new FlagSwitch(registry, [], backup, (lock) => holdExclusively(windows, lock)),
    loadsIt: () => runToFiles(t, process.execPath, [childFile('mail-client'), LIBRARY]).code === 0,
  };
}

test(
  'mapi32.dll forwards to what is registered, and to what was there before after it',
  ON_WINDOWS,
  async (t) => {
    const { changes, flag, loadsIt, registry } = await open(t);
    const before = captureState(registry, changes);
    const shown = regQuery(t, OWN, CLIENTS);
    t.notOk(loadsIt());
    flag.save(changes);
    flag.writeOthers();
    t.ok(loadsIt());
    t.match(regQuery(t, OWN, `${CLIENTS}\\${STAND_IN_NAME}`), /DLLPathEx\s+REG_SZ\s+.*avifil32\.dll/);
    flag.restore();
    t.notOk(loadsIt());
    t.same(captureState(registry, changes), before);
    t.equal(regQuery(t, OWN, CLIENTS), shown, 'and not a key more, says reg.exe');
  },
);

test('a registration that stood there before is put back', ON_WINDOWS, async (t) => {
  const { changes, flag, registry } = await open(t);
  for (const { view, key, name } of changes) registry.write(view, key, name, text('by hand'));
  const before = captureState(registry, changes);
  flag.save(changes);
  flag.writeOthers();
  t.notSame(captureState(registry, changes), before);
  flag.restore();
  t.same(captureState(registry, changes), before);
});

test('what a killed run has registered is put back by the next start', ON_WINDOWS, async (t) => {
  const { backup, changes, flag, registry } = await open(t);
  const before = captureState(registry, changes);
  t.not(runToFiles(t, process.execPath, [childFile('killed-run'), backup]).code, 0);
  t.notSame(captureState(registry, changes), before);
  t.equal(flag.repair(), true);
  t.same(captureState(registry, changes), before);
  t.equal(flag.repair(), false);
});
