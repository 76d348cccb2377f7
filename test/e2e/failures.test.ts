import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { QUICK, resultOf, workplace } from '../support/command.ts';

const SHORT = ['--cycles', '520', '--block', '40', '--replicates', '3', '--mailbox-count', '40', ...QUICK];

test('refused logons are counted by name and mailbox, and the run goes on', async (t) => {
  const place = workplace(t);
  const dial = ['--stand-in', 'RefuseProfile=mailbox-0007'];
  const end = await place.mapileak(['run', ...SHORT, ...dial, '--out', place.run, '--json']);
  const off = resultOf(end).arms.find(({ arm }) => arm === 'off');
  t.equal(off?.cycles, 1560);
  t.same(off?.failures, {
    total: 39,
    byCode: { MAPI_E_LOGON_FAILED: 39 },
    byMailbox: { 'mailbox-0007': 39 },
    mailboxesFailed: 1,
  });
  const failures = place.events().flatMap((event) => (event.event === 'cycles-failed' ? event.failures : []));
  t.match(failures[0], {
    call: 'MAPILogonEx',
    failureClass: 'mailbox',
    mailbox: 'mailbox-0007',
    firstCycle: 6,
  });
});

test('a wrong password ends the run at the first refusal, before accounts are locked', async (t) => {
  const dial = ['--stand-in', 'Password=right'];
  const wrong = await workplace(t).mapileak(['run', ...SHORT, ...dial, '--password-env', 'BOX_PASSWORD'], {
    BOX_PASSWORD: 'wrong-canary',
  });
  t.equal(wrong.code, 4);
  t.match(wrong.stderr, /mailbox-0001 in cycle 0: LogonUserW: ERROR_LOGON_FAILURE/);
  t.notMatch(wrong.stdout + wrong.stderr, /canary/);
  const right = await workplace(t).mapileak(['run', ...SHORT, ...dial, '--password-env', 'BOX_PASSWORD'], {
    BOX_PASSWORD: 'right',
  });
  t.equal(right.code, 0, right.stderr);
});

test('a password that nobody would use is refused', async (t) => {
  const args = ['run', '--scenario', 'no-impersonation', '--password-env', 'BOX_PASSWORD', ...SHORT];
  const end = await workplace(t).mapileak(args, { BOX_PASSWORD: 'canary' });
  t.equal(end.code, 2);
  t.match(end.stderr, /nobody is logged on/);
});

test('a failure in the middle of a run leaves what was measured, judged', async (t) => {
  const place = workplace(t);
  const dial = ['--stand-in', 'RefuseLogonEvery=301', '--stand-in', `RefuseCode=${0x80040605}`];
  const end = await place.mapileak(['run', ...SHORT, ...dial, '--no-control', '--out', place.run]);
  t.equal(end.code, 4);
  t.match(end.stderr, /MAPI_E_NOT_INITIALIZED/);
  t.ok(existsSync(join(place.run, 'result.json')));
  t.ok(existsSync(join(place.run, 'report.html')));
});

test('a library that is no MAPI provider: exit 4, and which exports are missing', async (t) => {
  const place = workplace(t);
  const end = await place.mapileak(['compare', ...SHORT, '--mapi', 'libm.so.6', '--out', place.run]);
  t.equal(end.code, 4);
  t.match(end.stderr, /libm\.so\.6 does not export .*MAPILogonEx/);
  t.notOk(
    place.events().some(({ event }) => event === 'flag-written'),
    'the flag is not touched',
  );
});

test('a library that is not there: exit 4', async (t) => {
  const end = await workplace(t).mapileak(['compare', ...SHORT, '--mapi', './nothing.so']);
  t.equal(end.code, 4);
  t.match(end.stderr, /MAPI file: \.\/nothing\.so: no such file/);
});

test('a scenario from outside the project is measured like any other', async (t) => {
  const file = fileURLToPath(new URL('../../../docs/examples/two-sessions.mjs', import.meta.url));
  const result = resultOf(await workplace(t).mapileak(['run', '--scenario', file, ...SHORT, '--json']));
  t.equal(result.scenario, 'two-sessions');
  t.equal(result.arms[0]?.verdict, 'leak', result.reason);
  const heaps = result.arms[0]?.resources['heaps']?.perCycle?.estimate ?? 0;
  t.ok(Math.abs(heaps - 1) < 0.01, `one heap for each change of user, not for each session: ${heaps}`);
});

test('a scenario that leaves a session open is a fault of the scenario, not a leak of MAPI', async (t) => {
  const place = workplace(t);
  writeFileSync(
    join(place.folder, 'open.mjs'),
    `export default {
      name: 'open', summary: 's', source: 'test', expectation: 'fails', impersonates: false,
      open({ mapi }) {
        mapi.initialize();
        return { cycle: ({ mailbox }) => { mapi.logonEx(mailbox); }, close: () => mapi.uninitialize() };
      },
    };`,
  );
  const end = await place.mapileak(['run', '--scenario', './open.mjs', ...SHORT]);
  t.equal(end.code, 2);
  t.match(end.stderr, /the scenario has left something open .* sessions: 32/);
});

test('a list of mailboxes from a file is used in its order, and a bad row ends with its place', async (t) => {
  const place = workplace(t);
  const file = join(place.folder, 'boxes.csv');
  writeFileSync(file, 'mailbox,user,domain\nann,ann,EXAMPLE\n"bob",bob,EXAMPLE\n');
  const short = ['--cycles', '400', '--block', '20', '--replicates', '2', ...QUICK];
  const good = await place.mapileak([
    'run',
    '--mailboxes',
    file,
    ...short,
    '--stand-in',
    'RefuseProfile=bob',
    '--json',
  ]);
  t.same(resultOf(good).arms[0]?.failures.byMailbox, { bob: 400 });
  writeFileSync(file, 'mailbox,user,domain\nann,ann,EXAMPLE\nbob\n');
  const bad = await place.mapileak(['run', '--mailboxes', file, ...short]);
  t.equal(bad.code, 2);
  t.match(bad.stderr, /boxes\.csv.*3/);
});
