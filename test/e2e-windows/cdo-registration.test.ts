import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { cdoClassChanges } from '../../harness/execute/cdo-registration.ts';
import { FlagSwitch } from '../../harness/execute/flag-switch.ts';
import { mailClientChanges } from '../../harness/execute/mail-client.ts';
import { captureState } from '../../harness/execute/registry-state.ts';
import { CDO_CLASS_ID } from '../../native-bindings/cdo/cdo-interfaces.ts';
import { POINTER_BYTES } from '../../native-bindings/ffi/words.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { holdExclusively } from '../../native-bindings/windows/exclusive-file.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import type { RegistryView } from '../../native-bindings/windows/registry-keys.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { keepRegistry, ON_WINDOWS, regQuery, runToFiles } from '../support/windows.ts';

const OWN: RegistryView = POINTER_BYTES === 4 ? '32-bit' : '64-bit';
const CLASS = `SOFTWARE\\Classes\\CLSID\\${CDO_CLASS_ID}`;

/** What an administrator's script of those days does; its exit code is the number of messages, or 255. */
const SCRIPT = `
  try {
    var session = new ActiveXObject("MAPI.Session");
    session.Logon("", "", false, true, 0, true, "EXCHANGE01\\nuser00001");
    var count = session.Inbox.Messages.Count;
    session.Logoff();
    WScript.Quit(count);
  } catch (error) {
    WScript.Quit(255);
  }
`;
/** The stand-in's inbox of that mailbox. */
const MESSAGES = 88;
const NOTHING = 255;

async function open(t: Test) {
  const windows = await openWindows('ffi-napi');
  const registry = new Registry(windows);
  const folder = temporaryFolder(t);
  const script = join(folder, 'count.js');
  writeFileSync(script, SCRIPT);
  // The script host of this process's bitness: the other one is redirected to.
  const host = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'cscript.exe');
  const { mapi32, cdo } = standInPaths();
  const changes = [
    ...mailClientChanges({ dll: mapi32, view: OWN, exeFile: 'cscript.exe', wine: windows.wine !== null }),
    ...cdoClassChanges({ library: cdo, view: OWN }),
  ];
  keepRegistry(t, registry, changes);
  return {
    changes,
    registry,
    flag: new FlagSwitch(registry, [], join(folder, 'backup.json'), (lock) => holdExclusively(windows, lock)),
    count: () => runToFiles(t, host, ['//nologo', script]).code,
  };
}

test(
  'a script reads a mailbox by CDO while the stand-in is registered, and no longer',
  ON_WINDOWS,
  async (t) => {
    const { changes, count, flag, registry } = await open(t);
    const before = captureState(registry, changes);
    const shown = regQuery(t, OWN, CLASS);
    t.equal(count(), NOTHING);
    flag.save(changes);
    flag.writeOthers();
    t.equal(count(), MESSAGES);
    flag.restore();
    t.equal(count(), NOTHING);
    t.same(captureState(registry, changes), before);
    t.equal(regQuery(t, OWN, CLASS), shown, 'and not a key more, says reg.exe');
  },
);
