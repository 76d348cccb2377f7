import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { type Doctor, doctorSchema } from '../../harness/contract/doctor.ts';
import { environmentSchema } from '../../harness/contract/environment.ts';
import { linuxStandIn, standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { dword } from '../../native-bindings/windows/registry-values.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { makeDll, noCrossCompiler } from '../native-bindings/windows/make-dll.ts';
import { type Ended, QUICK, workplace } from '../support/command.ts';

const skip = process.platform === 'win32' && 'on Linux the stand-in is loaded directly';
const noCompiler = noCrossCompiler();

function doctorOf({ stdout, stderr }: Ended): Doctor {
  if (stdout === '') throw new Error(`doctor printed nothing: ${stderr}`);
  return doctorSchema.strict().parse(JSON.parse(stdout));
}

const outcomes = ({ checks }: Doctor) => Object.fromEntries(checks.map(({ id, outcome }) => [id, outcome]));

test('doctor finds the stand-in in order, and leaves nothing behind', { skip }, async (t) => {
  const place = workplace(t);
  const end = await place.mapileak(['doctor']);
  t.equal(end.code, 0, end.stderr);
  t.match(end.stdout, /^ok +Provider +.*libmapi32\.so/m);
  t.match(end.stdout, /\d+ ok, 0 warnings, 0 failures, 0 unknown\.\n$/);
  t.notOk(existsSync(place.registry), 'the registry was only read');
});

for (const ffi of ['ffi-napi', 'koffi']) {
  test(`${ffi}: doctor --json names the provider that was loaded, and why`, { skip }, async (t) => {
    const end = await workplace(t).mapileak(['doctor', '--json', '--ffi', ffi]);
    const doctor = doctorOf(end);
    const { mapi32 } = standInPaths();
    t.match(doctor.provider, { path: mapi32, standIn: true, registryEntry: null });
    t.match(
      doctor.modules.find(({ path }) => path === mapi32),
      {
        loaded: 'with-mapi',
        standIn: true,
        file: { format: 'ELF', bytes: readFileSync(mapi32).length },
      },
    );
    t.equal(doctor.flag.length, 6, 'the flag in three keys and two views');
    t.same([...new Set(Object.values(outcomes(doctor)))], ['ok']);
  });
}

test('a provider that is missing, is no library, or is no provider fails doctor and compare at once', {
  skip,
}, async (t) => {
  const place = workplace(t);
  const text = join(place.folder, 'text.so');
  writeFileSync(text, 'not a library');
  for (const path of [join(place.folder, 'none.so'), text]) {
    const doctor = await place.mapileak(['doctor', '--json', '--mapi', path]);
    t.equal(doctor.code, 4);
    t.match(outcomes(doctorOf(doctor)), { 'provider-file': 'fail', 'mapi-loads': 'fail' });
    const compare = await place.mapileak(['compare', '--mapi', path, '--out', place.run]);
    t.equal(compare.code, 4);
    t.match(compare.stderr, `MAPI file: ${path}`);
    t.notOk(existsSync(place.run), 'no run folder was made');
  }
  const other = await place.mapileak(['doctor', '--json', '--mapi', linuxStandIn().win32]);
  t.equal(other.code, 4);
  t.match(
    doctorOf(other).checks.find(({ id }) => id === 'mapi-loads'),
    { finding: /does not export MAPIInitialize/ },
  );
});

test('a provider that crashes in MAPIInitialize does not take doctor with it', { skip }, async (t) => {
  const place = workplace(t);
  const source = join(place.folder, 'crash.c');
  const exports = 'int MAPILogonEx, MAPIAllocateBuffer, MAPIFreeBuffer; void MAPIUninitialize(void) {}';
  writeFileSync(source, `#include <stdlib.h>\nint MAPIInitialize(void *p) { abort(); }\n${exports}\n`);
  const library = join(place.folder, 'crash.so');
  const made = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source], { encoding: 'utf8' });
  t.equal(made.status, 0, made.stderr);
  const end = await place.mapileak(['doctor', '--json', '--mapi', library]);
  t.equal(end.code, 4);
  t.match(
    doctorOf(end).checks.find(({ id }) => id === 'mapi-loads'),
    {
      outcome: 'fail',
      finding: /MAPIInitialize: signal SIGABRT/,
    },
  );
});

test('the flag is reported where it stands', { skip }, async (t) => {
  const place = workplace(t);
  await place.mapileak(['flag', 'set', '1']);
  const doctor = doctorOf(await place.mapileak(['doctor', '--json']));
  t.match(doctor.flag[0], { view: '64-bit', value: 1 });
  t.match(
    doctor.checks.find(({ id }) => id === 'flag'),
    { outcome: 'ok', finding: /is 1 in the 64-bit view/ },
  );
});

test('a registry that cannot be read is an error of the environment, not a fault', { skip }, async (t) => {
  const place = workplace(t);
  writeFileSync(place.registry, 'no registry');
  for (const command of ['doctor', 'compare']) {
    const end = await place.mapileak([command]);
    t.equal(end.code, 4);
    t.match(end.stderr, /ERROR_REGISTRY_CORRUPT/);
  }
});

test('copied files are checked against the table of the hotfix', { skip: noCompiler }, async (t) => {
  const place = workplace(t);
  const old = makeDll(place.folder, 'Mapi32.dll', { bitness: 32, version: '6.5.7226.0' });
  const hotfixed = makeDll(place.folder, 'cdo.dll', { bitness: 32, version: '6.5.7232.75' });
  const end = await place.mapileak(['doctor', '--json', '--file', old, '--file', hotfixed]);
  t.equal(end.code, 0, 'warnings are no failure');
  const doctor = doctorOf(end);
  t.match(doctor.files, [{ version: '6.5.7226.0', bitness: 32 }, { version: '6.5.7232.75' }]);
  const builds = doctor.checks.filter(({ id }) => id === 'file-build');
  t.match(builds, [
    { outcome: 'warn', finding: /older than the hotfix 6\.5\.7232\.75/ },
    { outcome: 'warn', finding: /English Cdo\.dll has 708608/ },
  ]);
  t.equal(doctor.mapi, null);
  const missing = await place.mapileak(['doctor', '--file', join(place.folder, 'none.dll')]);
  t.equal(missing.code, 4);
  t.match(missing.stdout, /^fail .*no such file/m);
});

test('a DLL of Windows is no provider for Linux, and preflight says so', {
  skip: skip || noCompiler,
}, async (t) => {
  const place = workplace(t);
  const path = makeDll(place.folder, 'mapi32.dll', { bitness: 64, version: '6.5.7226.0' });
  const end = await place.mapileak(['compare', '--mapi', path, '--out', place.run]);
  t.equal(end.code, 4);
  t.match(end.stderr, /another system \(PE\)/);
});

test('what is not in order is said once, unless --quiet, and kept in the run folder', { skip }, async (t) => {
  const place = workplace(t);
  process.env['MAPILEAK_REGISTRY'] = place.registry;
  t.teardown(() => delete process.env['MAPILEAK_REGISTRY']);
  const undocumented = 'SOFTWARE\\Microsoft\\Windows Messaging Subsystem';
  new Registry(await openWindows('ffi-napi')).write('64-bit', undocumented, 'CleanUpMAPIHeap', dword(1));
  const length = [
    '--cycles',
    '40',
    '--block',
    '10',
    '--replicates',
    '1',
    '--mailbox-count',
    '5',
    '--no-control',
  ];
  const quick = QUICK.filter((option) => option !== '--quiet');
  const loud = await place.mapileak(['run', ...length, ...quick, '--out', place.run]);
  t.equal(loud.stderr.match(/Warning: Flag: also set to 1/g)?.length, 1, loud.stderr);
  const environment = environmentSchema.parse(
    JSON.parse(readFileSync(join(place.run, 'environment.json'), 'utf8')),
  );
  t.match(environment.preflight, [{ id: 'flag', outcome: 'warn' }]);
  t.match(readFileSync(join(place.run, 'report.html'), 'utf8'), /not in order[\s\S]*also set to 1/);
  const quiet = await place.mapileak(['run', ...length, ...QUICK, '--out', `${place.run}-2`]);
  t.notMatch(quiet.stderr, /Warning: Flag/);
});

test('an option of doctor that makes no sense is refused', async (t) => {
  const place = workplace(t);
  t.equal((await place.mapileak(['doctor', '--mapi', ''])).code, 2);
  t.equal((await place.mapileak(['doctor', '--ffi', 'other'])).code, 2);
});
