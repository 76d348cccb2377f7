import { readFileSync, writeFileSync } from 'node:fs';
import { type Test, test } from 'tap';
import { cdoClassChanges } from '../../../harness/execute/cdo-registration.ts';
import { FlagSwitch } from '../../../harness/execute/flag-switch.ts';
import { CDO_CLASS_ID } from '../../../native-bindings/cdo/cdo-interfaces.ts';
import { holdExclusively } from '../../../native-bindings/windows/exclusive-file.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import { text, textOf } from '../../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { parseRegFile } from '../../support/parse-reg-file.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

const VIEW = '64-bit';
const CLASS = `SOFTWARE\\Classes\\CLSID\\${CDO_CLASS_ID}`;
const SERVER = `${CLASS}\\InprocServer32`;
const PROGRAM_ID = 'SOFTWARE\\Classes\\MAPI.Session';
const REAL = 'C:\\Program Files\\ExchangeMapi\\CDO.DLL';
const changes = cdoClassChanges({ library: '/opt/libcdo.so', view: VIEW });

async function open(t: Test) {
  const file = temporaryRegistry(t);
  const windows = await openWindows('ffi-napi');
  const backup = `${file}.flag-backup.json`;
  const another = () =>
    new FlagSwitch(new Registry(windows), [], backup, (at) => holdExclusively(windows, at));
  const registry = new Registry(windows);
  return { file, backup, another, flag: another(), registry, content: () => readFileSync(file, 'utf8') };
}

/** As ExchangeMapiCdo registers it, with what a run does not touch. */
function registerRealCdo(registry: Registry): void {
  registry.write(VIEW, PROGRAM_ID, '', text('MAPI Session'));
  registry.write(VIEW, `${PROGRAM_ID}\\CLSID`, '', text(CDO_CLASS_ID.toLowerCase()));
  registry.write(VIEW, CLASS, '', text('MAPI Session'));
  registry.write(VIEW, SERVER, '', text(REAL));
  registry.write(VIEW, SERVER, 'ThreadingModel', text('Apartment'));
  registry.write('32-bit', SERVER, '', text('the other bitness'));
}

test('the stand-in’s CDO is what COM finds, in the view of the program that looks', async (t) => {
  const { flag, registry } = await open(t);
  registerRealCdo(registry);
  flag.save(changes);
  flag.writeOthers();
  t.same(registry.read(VIEW, `${PROGRAM_ID}\\CLSID`, ''), text('{3FA7DEB3-6438-101B-ACC1-00AA00423326}'));
  t.same(registry.read(VIEW, SERVER, ''), text('/opt/libcdo.so'));
  t.same(registry.read(VIEW, SERVER, 'ThreadingModel'), text('Both'));
  t.same(registry.read('32-bit', SERVER, ''), text('the other bitness'));
  flag.restore();
});

test('a real CDO that was registered before is registered again, to the byte', async (t) => {
  const { backup, content, flag, registry } = await open(t);
  registerRealCdo(registry);
  const before = content();
  flag.save(changes);
  const sections = parseRegFile(readFileSync(backup.replace(/json$/, 'reg')));
  const values = sections.flatMap((section) => (section.kind === 'values' ? section.values : []));
  t.ok(
    values.some(({ value }) => value !== null && textOf(value) === REAL),
    'and regedit can register it',
  );
  flag.writeOthers();
  t.not(content(), before);
  flag.restore();
  t.equal(content(), before);
});

test('without a CDO before nothing is left, not even a key', async (t) => {
  const { flag, registry } = await open(t);
  flag.save(changes);
  flag.writeOthers();
  t.ok(registry.keyExists(VIEW, SERVER));
  flag.restore();
  t.notOk(registry.keyExists(VIEW, 'SOFTWARE'));
});

test('what a killed run has registered is taken back by the next start', async (t) => {
  const { another, backup, content, flag, registry } = await open(t);
  registerRealCdo(registry);
  const before = content();
  flag.save(changes);
  const left = readFileSync(backup, 'utf8');
  flag.restore();
  // The registry and the backup as a run leaves them that is killed between its first write and its last.
  for (const { view, key, name, value } of changes.slice(0, 2)) registry.write(view, key, name, value);
  writeFileSync(backup, left);
  t.not(content(), before);
  t.equal(another().repair(), true);
  t.equal(content(), before);
});
