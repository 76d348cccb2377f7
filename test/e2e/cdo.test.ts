import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { environmentSchema } from '../../harness/contract/environment.ts';
import { cdoClassChanges } from '../../harness/execute/cdo-registration.ts';
import { writeChanges } from '../../harness/execute/registry-state.ts';
import { standInPaths } from '../../native-bindings/stand-in/paths.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { QUICK, resultOf, type Workplace, workplace } from '../support/command.ts';

const SESSIONS = ['--scenario', 'cdo-session', '--mailbox-count', '50', ...QUICK];

test('compare says fixed of the stand-in’s CDO, and the CDO was registered for the run alone', async (t) => {
  const place = workplace(t);
  const size = ['--cycles', '500', '--block', '50', '--replicates', '3'];
  const args = ['compare', ...SESSIONS, ...size, '--out', place.run, '--json'];
  const ended = await place.mapileak(args);
  const result = resultOf(ended);
  t.equal(result.verdict, 'fixed', `${result.reason} ${ended.stderr}`);
  t.equal(ended.code, 0);
  const off = result.arms.find(({ arm }) => arm === 'off');
  t.equal(off?.failures.total, 0);
  const heaps = off?.resources['heaps']?.perCycle?.estimate ?? 0;
  t.ok(Math.abs(heaps - 1) <= 0.01, `${heaps} heaps per logon`);
  const rate = off?.resources['heapBytes']?.perCycle?.estimate ?? 0;
  t.ok(Math.abs(rate - 4096) <= 41, `${rate} bytes per logon`);

  const control = result.arms.find(({ arm }) => arm === 'control');
  t.match(control, { cycles: 1500, failures: { total: 0 } }, 'calls that CDO refuses are no failed cycles');
  t.equal(control?.resources['heaps']?.perCycle?.estimate, 0);

  const environment: unknown = JSON.parse(readFileSync(join(place.run, 'environment.json'), 'utf8'));
  const files = environmentSchema.parse(environment).libraries.map(({ path }) => path);
  t.ok(files.includes(standInPaths().cdo), `${files}`);
  t.notMatch(readFileSync(place.registry, 'utf8'), /MAPI\.Session/);
});

test('the control arm runs the scenario that the other arms’ scenario names', async (t) => {
  const place = workplace(t);
  const file = join(place.folder, 'idle.mjs');
  writeFileSync(
    file,
    `export default {
      name: 'idle', summary: 's', source: 'x', expectation: 'e', impersonates: true, usesCdo: true,
      control: 'cdo-session', open({ cdo }) { const opened = cdo(); return { cycle() {}, close: () => opened.close() }; },
    };`,
  );
  const size = ['--cycles', '60', '--block', '20', '--mailbox-count', '20', '--replicates', '1'];
  // CDO refuses this mailbox in the arm in which it is logged on to.
  const refused = ['--stand-in', 'RefuseProfile=mailbox-0003', ...QUICK, '--json'];
  const ended = await place.mapileak(['run', '--scenario', file, '--arms', 'on', ...size, ...refused]);
  t.same(
    resultOf(ended).arms.map(({ arm, failures }) => [arm, failures.total]),
    [
      ['on', 0],
      ['control', 3],
    ],
    ended.stderr,
  );
});

test('cdo-inbox opens the mailbox’s store in each cycle, with both engines', async (t) => {
  for (const ffi of ['ffi-napi', 'koffi']) {
    const place = workplace(t);
    const args = ['--scenario', 'cdo-inbox', '--cycles', '60', '--block', '20', '--mailbox-count', '20'];
    const ended = await place.mapileak([
      'run',
      ...args,
      ...['--arms', 'on', '--replicates', '1', '--ffi', ffi, '--json'],
      ...QUICK,
    ]);
    const on = resultOf(ended).arms.find(({ arm }) => arm === 'on');
    t.equal(on?.failures.total, 0, ended.stderr);
    t.equal(on?.cycles, 60);
  }
});

/** A scenario that does not say that it uses CDO, so that none is registered. */
const undeclared = (place: Workplace, open: string): readonly string[] => {
  const file = join(place.folder, 'undeclared.mjs');
  const about = `name: 'undeclared', summary: 's', source: 'test', expectation: 'none', impersonates: false`;
  writeFileSync(file, `export default { ${about}, open({ cdo, mapi }) { mapi.initialize(); ${open} } };`);
  return ['run', '--scenario', './undeclared.mjs', '--cycles', '10', '--mailbox-count', '5', '--quiet'];
};

test('where CDO is missing a run ends before the flag is touched, and says what to install', async (t) => {
  const place = workplace(t);
  const args = undeclared(place, 'cdo();');
  const { code, stderr } = await place.mapileak([...args, '--out', place.run]);
  t.equal(code, 4);
  t.match(stderr, /CDO 1\.21 \(MAPI\.Session\) cannot be used.*CO_E_CLASSSTRING/);
  t.match(stderr, /Install the Exchange MAPI client and CDO 1\.2\.1/);
  t.notOk(place.events().some(({ event }) => event === 'flag-written'));
});

test('CDO is opened while the host still looks whose it is, and in no cycle', async (t) => {
  const place = workplace(t);
  const { code, stderr } = await place.mapileak(
    undeclared(place, 'return { cycle: () => cdo().close(), close: () => mapi.uninitialize() };'),
  );
  t.not(code, 0);
  t.match(stderr, /opens CDO in a cycle/);
});

test('the stand-in by its file gets the stand-in’s CDO, whatever was registered', async (t) => {
  const place = workplace(t);
  const { cdo, mapi32 } = standInPaths();
  process.env['MAPILEAK_REGISTRY'] = place.registry;
  t.teardown(() => delete process.env['MAPILEAK_REGISTRY']);
  const other = { library: '/nowhere/cdo.so', view: '64-bit' } as const;
  writeChanges(new Registry(await openWindows('ffi-napi')), cdoClassChanges(other));
  const before = readFileSync(place.registry, 'utf8');
  const size = ['--cycles', '40', '--block', '20', '--replicates', '1', '--arms', 'on'];
  const ended = await place.mapileak([
    ...['run', ...SESSIONS, ...size, '--mapi', mapi32],
    ...['--out', place.run, '--json'],
  ]);
  t.equal(resultOf(ended).arms.find(({ arm }) => arm === 'on')?.failures.total, 0, ended.stderr);
  const environment: unknown = JSON.parse(readFileSync(join(place.run, 'environment.json'), 'utf8'));
  const files = environmentSchema.parse(environment).libraries.map(({ path }) => path);
  t.ok(files.includes(cdo), `${files}`);
  const machine = (content: string): string => content.slice(content.indexOf('[HKEY_LOCAL_MACHINE'));
  t.equal(machine(readFileSync(place.registry, 'utf8')), machine(before));
});

test('a mailbox without a server is a cycle that failed, and the run goes on', async (t) => {
  const place = workplace(t);
  const list = join(place.folder, 'mailboxes.csv');
  writeFileSync(list, 'mailbox,user,domain,server\nalice,alice,EXAMPLE,\nbob,bob,EXAMPLE,EX1\n');
  const size = ['--cycles', '20', '--block', '10', '--replicates', '1', '--arms', 'on'];
  const args = ['run', '--scenario', 'cdo-session', '--mailboxes', list, ...QUICK, ...size];
  const ended = await place.mapileak([...args, '--out', place.run, '--json']);
  const on = resultOf(ended).arms.find(({ arm }) => arm === 'on');
  t.equal(on?.cycles, 20, ended.stderr);
  t.equal(on?.failures.total, 10);
  const failures = place.events().flatMap((event) => (event.event === 'cycles-failed' ? event.failures : []));
  t.match(failures[0], {
    code: 'NO_SERVER',
    call: 'CDO Session.Logon',
    failureClass: 'mailbox',
    mailbox: 'alice',
  });
});

test('a mailbox that CDO refuses is counted as MAPI counts it', async (t) => {
  const refused = ['--stand-in', 'RefuseProfile=mailbox-0003'];
  const size = ['--cycles', '20', '--block', '10', '--replicates', '1', '--arms', 'on'];
  const place = workplace(t);
  const ended = await place.mapileak(['run', ...SESSIONS, ...size, ...refused, '--out', place.run, '--json']);
  const failures = place.events().flatMap((event) => (event.event === 'cycles-failed' ? event.failures : []));
  t.match(
    JSON.stringify(failures),
    /"code":"MAPI_E_LOGON_FAILED","call":"CDO Session\.Logon","failureClass":"mailbox"/,
  );
  t.equal(resultOf(ended).arms.find(({ arm }) => arm === 'on')?.failures.total, 1);
});
