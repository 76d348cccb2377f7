import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { QUICK, resultOf, workplace } from '../support/command.ts';
import { NIGHTLY } from '../support/nightly.ts';

const SHORT = ['--cycles', '40', '--block', '20', '--mailbox-count', '20', ...QUICK];
const ALONE = ['run', ...SHORT, '--replicates', '1', '--no-control', '--hang-timeout', '1'];

const dials = (...given: readonly string[]): readonly string[] =>
  given.flatMap((dial) => ['--stand-in', dial]);

const AT_30 = 'cycle 29, mailbox mailbox-0010';

/** By day, one of each kind: a hang, a pointer to nothing that can be called, a heap that is walked. */
const BY_DAY: readonly string[] = [
  'a Release that never returns',
  'a session whose methods are no code',
  'a heap that is corrupted, and meets a walk',
];

for (const [what, given, says] of [
  ['a Release that never returns', ['HangAtRelease=30'], `hung .* in IMAPISession::Release, ${AT_30}`],
  ['a crash in Logoff', ['CrashAtLogoff=30'], `died .* in IMAPISession::Logoff, ${AT_30}`],
  ['a session nowhere', ['GarbageSessionAtLogon=30'], `died .* in MAPILogonEx, ${AT_30}`],
  [
    'a session whose methods are no code',
    ['GarbageSessionAtLogon=30', 'GarbageSessionKind=2'],
    `died .* in IMAPISession::Logoff, ${AT_30}`,
  ],
  [
    'a heap that is corrupted, and meets a walk',
    ['CorruptHeapAtLogon=30'],
    'failed in cycle 39: a heap is corrupted .HeapWalk: ERROR_ARENA_TRASHED',
  ],
  [
    'a heap that is corrupted, and meets a free',
    ['CorruptHeapAtLogon=30', 'FreeCorruptedAtLogoff=31'],
    'died .* in IMAPISession::Logoff, cycle 30, mailbox mailbox-0011',
  ],
] as const) {
  const skip = !NIGHTLY && !BY_DAY.includes(what) && 'at night';
  test(`${what} is a lost host, named with where it was: exit 5, and no verdict`, { skip }, async (t) => {
    const end = await workplace(t).mapileak([...ALONE, ...dials(...given)]);
    t.equal(end.code, 5);
    t.match(end.stderr, new RegExp(`the session host of off-1 ${says}`));
    t.match(end.stdout, /^Inconclusive: off-1: its session host/);
  });
}

test('success with a null session is a failed call of that cycle, and nothing is done with it', async (t) => {
  const place = workplace(t);
  const end = await place.mapileak([
    ...ALONE,
    ...dials('NullSessionAtLogon=30'),
    '--out',
    place.run,
    '--json',
  ]);
  t.same(resultOf(end).arms[0]?.failures.byCode, { NO_SESSION: 1 });
  const failures = place.events().flatMap((event) => (event.event === 'cycles-failed' ? event.failures : []));
  t.match(failures, [{ call: 'MAPILogonEx', mailbox: 'mailbox-0010', firstCycle: 29 }]);
});

test('a MAPIUninitialize that never returns costs no replicate, and is told', async (t) => {
  const place = workplace(t);
  const end = await place.mapileak([
    ...ALONE,
    ...dials('HangAtUninitialize=1'),
    '--out',
    place.run,
    '--json',
  ]);
  const result = resultOf(end);
  t.equal(end.code, 3, 'forty cycles settle nothing');
  t.ok(result.complete);
  t.match(result.warnings.join('\n'), /off-1.*: the session host did not come back from MAPIUninitialize/);
});

test('fresh hosts take the places of lost ones, and a mailbox that took three is left out', async (t) => {
  const place = workplace(t);
  const how = ['--replicates', '2', '--lost-hosts', 'replace', ...dials('CrashProfile=mailbox-0003')];
  const end = await place.mapileak(['compare', ...SHORT, ...how, '--out', place.run, '--json']);
  t.equal(end.code, 3, 'forty cycles settle nothing');
  const result = resultOf(end);
  t.ok(result.complete, 'every replicate of the plan was measured to its end');
  const events = place.events();
  const lost = events.flatMap((event) => (event.event === 'host-lost' ? [event] : []));
  t.ok(lost.length >= 3);
  for (const { lastActivity } of lost)
    t.match(lastActivity, { call: 'MAPILogonEx', mailbox: 'mailbox-0003' });
  t.equal(events.filter(({ event }) => event === 'mailbox-quarantined').length, 1);
  const started = events.flatMap((event) => (event.event === 'host-started' ? [event.replicate] : []));
  for (const { replicate } of lost) {
    const [planned, n = '1'] = replicate.split('.');
    t.ok(started.includes(`${planned}.${Number(n) + 1}`), `${replicate} was replaced`);
  }
  t.notOk(
    events.some(({ event }) => event === 'arm-invalid'),
    'each was opened with its own flag',
  );
  const counted = result.arms.reduce((sum, { lostHosts }) => sum + (lostHosts?.lost ?? 0), 0);
  t.equal(counted, lost.length);
  t.match(result.reason, /of \d session hosts of (?:off|on) (?:was|were) lost \(\d died in MAPILogonEx\)/);
  t.match(
    result.warnings.join('\n'),
    /1 mailbox left out after session hosts were lost there: "mailbox-0003"/,
  );
  t.match(readFileSync(join(place.run, 'report.html'), 'utf8'), /Lost session hosts/);
});

test('hosts that hang are killed and replaced, and the arm goes on without the mailbox', async (t) => {
  const place = workplace(t);
  const how = ['--cycles', '10', '--lost-hosts', 'replace', ...dials('HangProfile=mailbox-0003')];
  const args = [...ALONE.filter((each) => each !== '--cycles' && each !== '40'), ...how];
  const end = await place.mapileak([...args, '--out', place.run, '--json']);
  t.equal(end.code, 3, 'ten cycles settle nothing');
  const lost = place.events().flatMap((event) => (event.event === 'host-lost' ? [event] : []));
  t.same(
    lost.map(({ how: end, lastActivity: { call, mailbox }, replicate }) => [replicate, end, call, mailbox]),
    ['off-1', 'off-1.2', 'off-1.3'].map((replicate) => [replicate, 'hung', 'MAPILogonEx', 'mailbox-0003']),
  );
  t.match(resultOf(end), { complete: true, arms: [{ cycles: 10, lostHosts: { lost: 3, hosts: 4 } }] });
});

test('where ten hosts are lost in a row, the run ends with exit 5', {
  skip: !NIGHTLY && 'at night',
}, async (t) => {
  const place = workplace(t);
  const how = ['--lost-hosts', 'replace', ...dials('CrashAtLogon=1')];
  const end = await place.mapileak([...ALONE, ...how, '--out', place.run]);
  t.equal(end.code, 5);
  t.match(end.stderr, /10 session hosts of arm off were lost in a row/);
  t.equal(place.events().filter(({ event }) => event === 'host-lost').length, 10);
});

test('a process that grows over --abort-over is ended, with what it came to, and the others go on', async (t) => {
  const place = workplace(t);
  const grows = dials('InstanceBytes=3000000');
  const args = ['compare', ...SHORT, '--replicates', '1', '--no-control', ...grows, '--abort-over', '125MB'];
  const end = await place.mapileak([...args, '--out', place.run, '--json']);
  const over = place.events().flatMap((event) => (event.event === 'over-limit' ? [event] : []));
  t.match(over, [{ replicate: 'off-1', cycles: 40, limitBytes: 1.25e8 }]);
  const { arms } = resultOf(end);
  t.match(
    arms.map(({ arm, exhausted }) => [arm, exhausted.map(({ code }) => code)]),
    [
      ['off', ['OVER_LIMIT']],
      ['on', []],
    ],
  );
  const tooLow = await workplace(t).mapileak([...args.slice(0, -1), '1MB']);
  t.equal(tooLow.code, 2);
  t.match(tooLow.stderr, /--abort-over 1000000 B: a session host holds \d+ B .* before its first cycle/);
});
