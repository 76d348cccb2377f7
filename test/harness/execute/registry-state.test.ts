import { readFileSync } from 'node:fs';
import { type Test, test } from 'tap';
import { mailClientChanges } from '../../../harness/execute/mail-client.ts';
import { captureState, putStateBack, writeChanges } from '../../../harness/execute/registry-state.ts';
import { stateRegFile } from '../../../harness/execute/state-reg-file.ts';
import { FLAG_KEY, FLAG_VALUE, flagPlaces, programName } from '../../../harness/plan/flag-places.ts';
import { Registry } from '../../../native-bindings/windows/registry.ts';
import { REGISTRY_VIEWS } from '../../../native-bindings/windows/registry-keys.ts';
import { dword, text } from '../../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../../native-bindings/windows/windows.ts';
import { parseRegFile } from '../../support/parse-reg-file.ts';
import fc from '../../support/seeded-properties.ts';
import { temporaryRegistry } from '../../support/temporary.ts';

const NOW = '2026-01-31T08:09:10.000Z';
const CLIENTS = 'SOFTWARE\\Clients\\Mail';
const MAPPING = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem\\MSMapiApps';

async function open(t: Test) {
  const file = temporaryRegistry(t);
  return { file, registry: new Registry(await openWindows('ffi-napi')) };
}

const client = (wine: boolean) =>
  mailClientChanges({ dll: 'C:\\m\\mapi.dll', view: '32-bit', exeFile: 'node.exe', wine });

test('whatever stood there comes back to the byte, in both views, and nothing else stays', async (t) => {
  const { file, registry } = await open(t);
  // A key that stays, so that there is a file to compare with.
  registry.write('64-bit', 'SOFTWARE\\Other', 'value', dword(7));
  const keys = ['SOFTWARE\\A', 'SOFTWARE\\A\\B', 'SOFTWARE\\Clients\\C', 'SOFTWARE\\D\\E\\F'];
  const place = fc.record({
    view: fc.constantFrom(...REGISTRY_VIEWS),
    key: fc.constantFrom(...keys),
    name: fc.constantFrom('', 'x'),
    number: fc.nat(3),
  });
  const empty = readFileSync(file, 'utf8');
  fc.assert(
    fc.property(fc.array(place, { maxLength: 6 }), fc.array(place, { maxLength: 6 }), (before, after) => {
      const clean = captureState(registry, [...before, ...after]);
      for (const { view, key, name, number } of before) registry.write(view, key, name, dword(number));
      const old = readFileSync(file, 'utf8');
      const state = captureState(registry, after);
      for (const { view, key, name, number } of after) registry.write(view, key, name, text(`${number}`));
      putStateBack(registry, state);
      t.equal(readFileSync(file, 'utf8'), old);
      putStateBack(registry, clean);
      t.equal(readFileSync(file, 'utf8'), empty);
    }),
    { numRuns: 40 },
  );
});

test('of keys made in both views none stays, though one view lies in a key of the other', async (t) => {
  const { registry } = await open(t);
  const names = [{ key: FLAG_KEY, name: FLAG_VALUE }];
  const state = captureState(registry, names);
  for (const view of REGISTRY_VIEWS) registry.write(view, FLAG_KEY, FLAG_VALUE, dword(1));
  putStateBack(registry, state);
  t.notOk(registry.keyExists('64-bit', 'SOFTWARE'));
});

test('a key that somebody else has filled stays, with what is above it', async (t) => {
  const { registry } = await open(t);
  const state = captureState(registry, client(true));
  writeChanges(registry, client(true));
  registry.write('32-bit', MAPPING, 'outlook.exe', text('Microsoft Outlook'));
  registry.write('32-bit', `${CLIENTS}\\Other`, '', text('Other'));
  putStateBack(registry, state);
  t.equal(registry.read('32-bit', MAPPING, 'node.exe'), null);
  t.same(registry.read('32-bit', MAPPING, 'outlook.exe'), text('Microsoft Outlook'));
  t.notOk(registry.keyExists('32-bit', `${CLIENTS}\\mapileak stand-in`));
  t.ok(registry.keyExists('32-bit', `${CLIENTS}\\Other`));
  t.equal(registry.read('32-bit', CLIENTS, ''), null);
});

test('the stand-in is the mail client of one program; only under Wine of all of them', async (t) => {
  const { registry } = await open(t);
  registry.write('32-bit', CLIENTS, '', text('Microsoft Outlook'));
  writeChanges(registry, client(false));
  const ours = `${CLIENTS}\\mapileak stand-in`;
  t.same(registry.read('32-bit', ours, ''), text('mapileak stand-in'));
  t.same(registry.read('32-bit', ours, 'DLLPath'), text('C:\\m\\mapi.dll'));
  t.same(registry.read('32-bit', ours, 'DLLPathEx'), text('C:\\m\\mapi.dll'));
  t.same(registry.read('32-bit', MAPPING, 'node.exe'), text('mapileak stand-in'));
  t.equal(registry.read('64-bit', MAPPING, 'node.exe'), null, 'programs of the other bitness are not mapped');
  t.same(registry.read('32-bit', CLIENTS, ''), text('Microsoft Outlook'));
  writeChanges(registry, client(true));
  t.same(registry.read('32-bit', CLIENTS, ''), text('mapileak stand-in'));
});

test('a .reg file deletes whole keys only where they are ours and were not there', async (t) => {
  const { registry } = await open(t);
  registry.write('32-bit', CLIENTS, '', text('Microsoft Outlook'));
  registry.write('64-bit', FLAG_KEY, FLAG_VALUE, dword(1));
  const changes = client(true);
  const state = captureState(registry, [{ key: FLAG_KEY, name: FLAG_VALUE }, ...changes]);
  const ownKeys = new Set(changes.filter(({ ownKey }) => ownKey).map(({ key }) => key));
  const sections = parseRegFile(stateRegFile(state, NOW, ownKeys));
  const root = 'HKEY_LOCAL_MACHINE\\SOFTWARE';
  t.same(
    sections.filter(({ kind }) => kind === 'delete-key').map(({ key }) => key),
    [`${root}\\Clients\\Mail\\mapileak stand-in`, `${root}\\WOW6432Node\\Clients\\Mail\\mapileak stand-in`],
  );
  const valuesIn = (key: string) =>
    sections.flatMap((section) => (section.kind === 'values' && section.key === key ? section.values : []));
  const below = 'Microsoft\\Windows Messaging Subsystem';
  t.same(valuesIn(`${root}\\${below}\\Applications`), [{ name: FLAG_VALUE, value: dword(1) }]);
  t.same(valuesIn(`${root}\\WOW6432Node\\${below}\\Applications`), [{ name: FLAG_VALUE, value: null }]);
  t.same(valuesIn(`${root}\\WOW6432Node\\Clients\\Mail`), [{ name: '', value: text('Microsoft Outlook') }]);

  registry.write('32-bit', `${CLIENTS}\\mapileak stand-in`, 'DLLPath', text('by hand'));
  const later = parseRegFile(stateRegFile(captureState(registry, changes), NOW, ownKeys));
  t.notOk(
    later.some(({ kind }) => kind === 'delete-key'),
    'a key that stood there is not deleted',
  );
});

test('the flag’s places are the documented key in the own view, or what was asked for', async (t) => {
  const shown = (...choice: Parameters<typeof flagPlaces>) =>
    flagPlaces(...choice).map(({ view, key }) => `${view} ${key.replace(FLAG_KEY, '*')}`);
  t.same(shown({ view: 'own', key: 'applications' }, '32-bit', REGISTRY_VIEWS, 'node'), ['32-bit *']);
  t.same(shown({ view: 'both', key: 'exe' }, '32-bit', REGISTRY_VIEWS, 'node'), [
    '32-bit *\\node',
    '64-bit *\\node',
  ]);
  t.same(shown({ view: 'own', key: 'both' }, '64-bit', REGISTRY_VIEWS, 'soak'), [
    '64-bit *',
    '64-bit *\\soak',
  ]);
  t.same(
    shown({ view: 'both', key: 'applications' }, '32-bit', ['32-bit'], 'node'),
    ['32-bit *'],
    'a 32-bit Windows has one view',
  );
  t.equal(programName('C:\\Program Files\\nodejs\\NODE.EXE', 'win32'), 'NODE');
  t.equal(programName('/usr/bin/nodejs', 'linux'), 'node');
});
