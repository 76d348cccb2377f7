import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { writeWholeFileSync } from '../../harness/contract/whole-file.ts';
import { isAlive } from '../../harness/sample/outside.ts';
import { eventOf, QUICK, resultOf, workplace } from '../support/command.ts';
import { NIGHTLY } from '../support/nightly.ts';

const ENDLESS = ['--cycles', '1000000', '--block', '50', '--mailbox-count', '50', ...QUICK];
const LONG = [...ENDLESS, '--replicates', '1'];
/** Starting a host takes its time: only where it matters are there two of each arm. */
const LONG_PAIRS = [...ENDLESS, '--replicates', '2'];
const SLOW_SERVER = ['--stand-in', 'RoundTripMicroseconds=500'];

/** Other files tell the like by day: flag-kill, soak-kills, two-at-once, native-faults. */
const AT_NIGHT = { skip: !NIGHTLY && 'at night' };

test('a session host that is killed ends the run with exit 5 and a readable folder', async (t) => {
  const place = workplace(t);
  const { ended } = place.start(['compare', ...LONG, ...SLOW_SERVER, '--out', place.run, '--json']);
  const { pid } = await eventOf(place, 'host-started');
  await someSamples(place.run);
  process.kill(pid, 'SIGKILL');
  const end = await ended;
  t.equal(end.code, 5);
  t.match(end.stderr, /the session host of \w+-1 died \(signal SIGKILL\) in .+, cycle \d+/);
  const lost = place.events().find(({ event }) => event === 'host-lost');
  t.match(lost, { how: 'died', lastActivity: { mailbox: /^mailbox-\d{4}$/ } });
  t.ok(place.events().some(({ event }) => event === 'flag-restored'));
  t.equal(resultOf(end).complete, false);
  const again = await place.mapileak(['analyse', place.run, '--json']);
  t.same(resultOf(again), resultOf(end));
  await flagIs(t, place, 'absent');
});

test(
  'a run that is killed leaves a flag that the next start puts back, and no orphan',
  AT_NIGHT,
  async (t) => {
    const place = workplace(t);
    await place.mapileak(['flag', 'set', '1']);
    const { child, ended } = place.start([
      'run',
      '--arms',
      'absent',
      ...LONG_PAIRS,
      ...SLOW_SERVER,
      '--out',
      place.run,
    ]);
    await eventOf(place, 'flag-written');
    await eventOf(place, 'host-started', ({ arm }) => arm === 'absent');
    await flagIs(t, place, 'absent');
    await someSamples(place.run);
    const pids = place.events().flatMap((row) => (row.event === 'host-started' ? [row.pid] : []));
    t.equal(pids.length, 4, 'two replicates of each arm live side by side');
    t.ok(pids.every(isAlive));
    child.kill('SIGKILL');
    await ended;
    const repaired = await place.mapileak(['flag', 'restore']);
    t.equal(repaired.code, 0);
    t.match(repaired.stdout, /put back/);
    await flagIs(t, place, '1:');
    for (const pid of pids) await vanished(pid);
    t.same(pids.filter(isAlive), [], 'the hosts have noticed that they are alone');
    t.match((await place.mapileak(['flag', 'restore'])).stdout, /nothing/);
  },
);

test('the next run repairs too, before it measures', AT_NIGHT, async (t) => {
  const place = workplace(t);
  const { child, ended } = place.start([
    'run',
    '--arms',
    'on',
    '--no-control',
    ...LONG,
    ...SLOW_SERVER,
    '--out',
    place.run,
  ]);
  await eventOf(place, 'flag-written');
  child.kill('SIGKILL');
  await ended;
  const next = await place.mapileak(['run', '--cycles', '100', '--replicates', '1', '--json', ...QUICK]);
  t.equal(next.stderr, '', 'who wants it quiet is told nothing');
  t.ok(
    resultOf(next).warnings.some((each) => /CleanUpMAPIHeap was put back/.test(each)),
    'but finds it in the result',
  );
  await flagIs(t, place, 'absent');
});

test('a second run does not touch a flag that a live one is using', AT_NIGHT, async (t) => {
  const place = workplace(t);
  const { child, ended } = place.start(['run', '--no-control', ...LONG, ...SLOW_SERVER, '--out', place.run]);
  await eventOf(place, 'flag-written');
  const second = await place.mapileak(['run', '--cycles', '10', ...QUICK]);
  t.equal(second.code, 4);
  t.match(second.stderr, /process \d+ is using CleanUpMAPIHeap/);
  child.kill('SIGINT');
  t.equal((await ended).code, 6);
});

// With stdin at /dev/null, where tests have it, a run outlives its terminal.
const PIPED = { stdio: ['pipe', 'pipe', 'pipe'] } as const;

// A Ctrl-C, and a terminal that hangs up, are tested below, too.
for (const signal of NIGHTLY ? (['SIGINT', 'SIGTERM', 'SIGHUP'] as const) : (['SIGTERM'] as const)) {
  test(`${signal} puts the flag back and keeps what was measured: exit 6`, async (t) => {
    const place = workplace(t);
    const args = ['compare', '--no-control', ...LONG, ...SLOW_SERVER, '--out', place.run, '--json'];
    const { child, ended } = place.start(args, {}, PIPED);
    await eventOf(place, 'flag-written');
    await someSamples(place.run);
    child.kill(signal);
    const end = await ended;
    t.equal(end.code, 6);
    t.equal(resultOf(end).complete, false);
    t.ok(existsSync(join(place.run, 'report.html')));
    t.same(
      place.events().filter(({ event }) => event === 'run-finished'),
      [{ ...place.events().at(-1), outcome: 'stopped' }],
    );
    await flagIs(t, place, 'absent');
  });
}

test('one Ctrl-C ends a dozen hosts that live side by side, and all of them count as measured', async (t) => {
  const place = workplace(t);
  const length = ['--cycles', '1000000', '--block', '50', '--mailbox-count', '50', '--replicates', '4'];
  const { child, ended } = place.start(['compare', ...length, ...QUICK, ...SLOW_SERVER, '--out', place.run]);
  await someSamples(place.run);
  child.kill('SIGINT');
  const end = await ended;
  t.equal(end.code, 6);
  t.notMatch(end.stderr, /Warning: Possible/, 'nobody listens a dozen times');
  const started = place.events().flatMap((row) => (row.event === 'host-started' ? [row.pid] : []));
  const finished = place.events().filter(({ event }) => event === 'host-finished');
  t.same([started.length, finished.length], [12, 12]);
  t.same(started.filter(isAlive), []);
  await flagIs(t, place, 'absent');
});

test('a terminal that hangs up reaches the whole group, and still the run ends as stopped', async (t) => {
  const place = workplace(t);
  const args = ['run', '--no-control', ...LONG, ...SLOW_SERVER, '--out', place.run];
  const { child, ended } = place.start(args, {}, { detached: true, ...PIPED });
  await eventOf(place, 'host-started');
  await someSamples(place.run);
  process.kill(-(child.pid ?? 0), 'SIGHUP');
  t.equal((await ended).code, 6);
  await flagIs(t, place, 'absent');
});

test('under nohup a run goes on when the terminal hangs up', { skip: !NIGHTLY }, async (t) => {
  const place = workplace(t);
  const args = ['run', '--no-control', ...LONG, ...SLOW_SERVER, '--out', place.run];
  const { child, ended } = place.start(args, {}, { detached: true });
  await someSamples(place.run);
  process.kill(-(child.pid ?? 0), 'SIGHUP');
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGTERM');
  t.equal((await ended).code, 6);
  const stops = place.events().filter(({ event }) => event === 'stop-requested');
  t.match(stops, [{ by: 'SIGTERM' }]);
  await flagIs(t, place, 'absent');
});

test('a reader that goes away ends no run and leaves no flag', async (t) => {
  const place = workplace(t);
  const { child, ended } = place.start([
    'run',
    ...['--cycles', '800', '--block', '50', '--replicates', '3'],
    ...QUICK.slice(0, -1),
    '--out',
    place.run,
  ]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  t.equal((await ended).code, 0);
  t.ok(existsSync(join(place.run, 'result.json')));
  await flagIs(t, place, 'absent');
});

test('a host that hangs when its run is killed is ended too', async (t) => {
  const place = workplace(t);
  const hang = ['--stand-in', 'HangAtLogon=120'];
  const { child, ended } = place.start(['run', '--no-control', ...LONG, ...hang, '--out', place.run]);
  const { pid } = await eventOf(place, 'host-started');
  await someSamples(place.run);
  await new Promise((resolve) => setTimeout(resolve, 300));
  child.kill('SIGKILL');
  await ended;
  await vanished(pid);
  t.notOk(isAlive(pid));
  await place.mapileak(['flag', 'restore']);
});

test('Ctrl-C is heard while the first host is still starting', async (t) => {
  const place = workplace(t);
  writeFileSync(
    join(place.folder, 'slow.mjs'),
    `export default {
      name: 'slow', summary: 's', source: 'test', expectation: 'none', impersonates: false,
      open() { for (;;); },
    };`,
  );
  const { child, ended } = place.start(['run', '--scenario', './slow.mjs', ...LONG, '--out', place.run]);
  await eventOf(place, 'flag-saved');
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGINT');
  await eventOf(place, 'stop-requested');
  child.kill('SIGINT');
  t.equal((await ended).code, 6);
});

test('a flag that somebody else changes makes the arm invalid, never a number', async (t) => {
  const place = workplace(t);
  const args = ['run', '--no-control', '--cycles', '2000', '--replicates', '1', ...QUICK, ...SLOW_SERVER];
  const { ended } = place.start([...args, '--out', place.run, '--json']);
  await eventOf(place, 'host-started');
  await someSamples(place.run);
  const registry = readFileSync(place.registry, 'utf8');
  // Whole at once, as a registry changes: a host may read it at any time.
  writeWholeFileSync(
    place.registry,
    registry.replace('"CleanUpMAPIHeap"=dword:00000000', '"CleanUpMAPIHeap"=dword:00000001'),
    { mode: 0o600 },
  );
  const end = await ended;
  t.equal(end.code, 4);
  t.match(resultOf(end), { verdict: 'invalid' });
});

test('one Ctrl-C is enough, even in a logon that never returns', async (t) => {
  const place = workplace(t);
  const hang = ['--stand-in', 'HangAtLogon=120'];
  const { child, ended } = place.start(['run', '--no-control', ...LONG, ...hang, '--out', place.run]);
  await eventOf(place, 'host-started');
  await someSamples(place.run);
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill('SIGINT');
  t.equal((await ended).code, 6);
  t.match(
    place.events().find(({ event }) => event === 'host-lost'),
    { lastActivity: { call: 'MAPILogonEx', cycle: 119, mailbox: 'mailbox-0020' } },
    'what it hung in is on record',
  );
  await flagIs(t, place, 'absent');
});

test('a second Ctrl-C does not wait for a logon that never returns', async (t) => {
  const place = workplace(t);
  const hang = ['--stand-in', 'HangAtLogon=120'];
  const { child, ended } = place.start(['run', '--no-control', ...LONG, ...hang, '--out', place.run]);
  await eventOf(place, 'host-started');
  await someSamples(place.run);
  child.kill('SIGINT');
  await eventOf(place, 'stop-requested');
  child.kill('SIGINT');
  t.equal((await ended).code, 6);
  await flagIs(t, place, 'absent');
});

test('a native call that never returns is found out, named and ended: exit 5', AT_NIGHT, async (t) => {
  const place = workplace(t);
  const args = ['--stand-in', 'HangAtLogoff=120', '--hang-timeout', '1', '--no-control'];
  const end = await place.mapileak(['run', ...LONG, ...args, '--out', place.run]);
  t.equal(end.code, 5);
  t.match(
    end.stderr,
    /hung \(no sign of life for 1000 ms\) in IMAPISession::Logoff, cycle 119, mailbox mailbox-0020/,
  );
  t.match(end.stderr, /kept/);
  await flagIs(t, place, 'absent');
});

test(
  'a provider that crashes is a lost host, with the call, the cycle and the mailbox',
  AT_NIGHT,
  async (t) => {
    const place = workplace(t);
    const args = ['--stand-in', 'CrashAtLogon=75', '--no-control'];
    const end = await place.mapileak(['run', ...LONG, ...args, '--out', place.run]);
    t.equal(end.code, 5);
    t.match(end.stderr, /died \(signal SIG[A-Z]+\) in MAPILogonEx, cycle 74, mailbox mailbox-0025/);
    t.match(end.stdout, /^Inconclusive: off-\d: its session host died in MAPILogonEx, cycle 74; /);
    t.ok(readdirSync(join(place.run, 'hosts')).includes('off-1.log'));
  },
);

async function someSamples(run: string): Promise<void> {
  const file = join(run, 'samples.ndjson');
  for (let attempt = 0; attempt < 1600; attempt++) {
    const cycles = existsSync(file) ? /"cycle":(?:[1-9]\d*)/.test(readFileSync(file, 'utf8')) : false;
    if (cycles) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('no samples in 40 s');
}

async function vanished(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 200 && isAlive(pid); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function flagIs(
  t: import('tap').Test,
  place: ReturnType<typeof workplace>,
  what: string,
): Promise<void> {
  const { stdout } = await place.mapileak(['flag', 'get']);
  t.match(stdout, new RegExp(`\\(64-bit view\\): ${what}`));
}
