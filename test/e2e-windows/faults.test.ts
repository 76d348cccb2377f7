import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Test, test } from 'tap';
import { isAlive } from '../../harness/sample/outside.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { eventOf, eventsIn } from '../support/command.ts';
import { captureRunRegistry, RUN_KEYS, type RunRegistry } from '../support/run-registry.ts';
import { ON_WINDOWS, type WindowsPlace, windowsPlace } from '../support/windows.ts';

const LONG = [
  '--cycles',
  '100000',
  '--block',
  '50',
  '--mailbox-count',
  '50',
  '--walk-budget',
  '60',
  '--no-dither',
  '--quiet',
];
const ENDLESS = [...LONG, '--no-control', '--stand-in', 'RoundTripMicroseconds=500'];

const eventsOf = ({ run }: WindowsPlace) => ({ events: () => eventsIn(join(run, 'events.ndjson')) });

const registry = ON_WINDOWS.skip === undefined ? new Registry(await openWindows('ffi-napi')) : null;

function registryNow(): RunRegistry {
  if (registry === null) throw new Error('there is a registry on Windows alone');
  return captureRunRegistry(registry);
}

/** Keeps what stands in the registry, and answers the check that it stands so again. */
function expectSameRegistry(t: Test): () => void {
  const before = registryNow();
  return () => {
    t.strictSame(registryNow(), before, 'the registry is as it was before');
    t.notOk(
      registry?.views.some((view) => registry.keyExists(view, RUN_KEYS)),
      `there is no ${RUN_KEYS}`,
    );
  };
}

test(
  'a provider that crashes is a lost host, with the NTSTATUS, the call, the cycle and the mailbox',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    const expectSame = expectSameRegistry(t);
    const end = place.mapileak(
      'run',
      ...LONG,
      '--no-control',
      '--stand-in',
      'CrashAtLogon=75',
      '--out',
      place.run,
    );
    t.equal(end.code, 5);
    t.match(
      end.stderr,
      /died \(STATUS_ACCESS_VIOLATION \(0xC0000005\)\) in MAPILogonEx, cycle 74, mailbox mailbox-0025/,
    );
    t.ok(existsSync(join(place.run, 'report.html')));
    expectSame();
  },
);

test('a native call that never returns is found out, named and ended: exit 5', ON_WINDOWS, async (t) => {
  const place = windowsPlace(t);
  const expectSame = expectSameRegistry(t);
  const end = place.mapileak(
    'run',
    ...ENDLESS,
    '--stand-in',
    'HangAtLogoff=60',
    '--hang-timeout',
    '6',
    '--out',
    place.run,
  );
  t.equal(end.code, 5);
  t.match(end.stderr, /hung \(no sign of life for 6000 ms\) in IMAPISession::Logoff, cycle 59/);
  expectSame();
});

test(
  'a run that is killed leaves no orphan, and the next start puts everything back',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    const expectSame = expectSameRegistry(t);
    const before = registryNow();
    const { pid, ended } = place.start('run', ...ENDLESS, '--arms', 'on', '--out', place.run);
    await eventOf(eventsOf(place), 'flag-written');
    const host = await eventOf(eventsOf(place), 'host-started');
    process.kill(pid, 'SIGKILL');
    await ended;
    for (let i = 0; i < 200 && isAlive(host.pid); i++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    t.notOk(isAlive(host.pid), 'the host ends with its parent');
    const left = registryNow();
    t.strictNotSame(left.state, before.state, 'the flag and the registration stand as the run wrote them');
    t.strictNotSame(left.runKeys, before.runKeys, 'so do its dials');
    t.match(place.mapileak('flag', 'restore').stdout, /put back/);
    expectSame();
  },
);

test(
  'a session host that is killed ends the run with exit 5 and a readable folder',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    const expectSame = expectSameRegistry(t);
    const { ended } = place.start('run', ...ENDLESS, '--out', place.run);
    const { pid } = await eventOf(eventsOf(place), 'host-started');
    const samples = join(place.run, 'samples.ndjson');
    for (let i = 0; i < 400 && !/"cycle":[1-9]/.test(readFileSync(samples, 'utf8')); i++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    process.kill(pid, 'SIGKILL');
    const end = await ended;
    t.equal(end.code, 5);
    t.match(end.stderr, /the session host of off-1 died \(exit code 1\) in .+, cycle \d+/);
    t.equal(place.mapileak('analyse', place.run).code, 3);
    expectSame();
  },
);

test(
  'what is no MAPI provider, or is not there, ends the run before anything is changed',
  ON_WINDOWS,
  async (t) => {
    const expectSame = expectSameRegistry(t);
    for (const [mapi, says] of [
      ['version.dll', /does not export .*MAPILogonEx/],
      ['C:\\nowhere\\mapi32.dll', /C:\\nowhere\\mapi32\.dll/],
    ] as const) {
      const place = windowsPlace(t);
      const end = place.mapileak('compare', ...LONG, '--mapi', mapi, '--out', place.run);
      t.equal(end.code, 4);
      t.match(end.stderr, says);
      t.notOk(
        eventsOf(place)
          .events()
          .some(({ event }) => event === 'flag-written'),
        'nothing was written and put back',
      );
      expectSame();
    }
  },
);

test('users that nobody can log on end the run, and it says why', ON_WINDOWS, async (t) => {
  const place = windowsPlace(t);
  const expectSame = expectSameRegistry(t);
  const end = place.mapileak(
    'run',
    ...LONG,
    '--impersonation',
    'logon-user',
    '--password-env',
    'USERNAME',
    '--out',
    place.run,
  );
  t.equal(end.code, 4);
  t.match(end.stderr, /LogonUserW: (?:FAKE_TOKEN|ERROR_LOGON_FAILURE)/);
  expectSame();
});
