import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { FLAG_KEY, FLAG_VALUE } from '../../harness/plan/flag-places.ts';
import { isAlive } from '../../harness/sample/outside.ts';
import { Registry } from '../../native-bindings/windows/registry.ts';
import { openWindows } from '../../native-bindings/windows/windows.ts';
import { eventOf, eventsIn } from '../support/command.ts';
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
  '--quiet',
];
const ENDLESS = [...LONG, '--no-control', '--stand-in', 'RoundTripMicroseconds=500'];

const eventsOf = ({ run }: WindowsPlace) => ({ events: () => eventsIn(join(run, 'events.ndjson')) });

const registry = ON_WINDOWS.skip === undefined ? new Registry(await openWindows('ffi-napi')) : null;

function flagIsAbsent(): boolean {
  if (registry === null) return false;
  return registry.views.every((view) => registry.read(view, FLAG_KEY, FLAG_VALUE) === null);
}

test(
  'a provider that crashes is a lost host, with the NTSTATUS, the call, the cycle and the mailbox',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
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
    t.ok(flagIsAbsent());
  },
);

test('a native call that never returns is found out, named and ended: exit 5', ON_WINDOWS, async (t) => {
  const place = windowsPlace(t);
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
  t.ok(flagIsAbsent());
});

test(
  'a run that is killed leaves no orphan, and the next start puts everything back',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    const { pid, ended } = place.start('run', ...ENDLESS, '--arms', 'on', '--out', place.run);
    await eventOf(eventsOf(place), 'flag-written');
    const host = await eventOf(eventsOf(place), 'host-started');
    process.kill(pid, 'SIGKILL');
    await ended;
    for (let i = 0; i < 200 && isAlive(host.pid); i++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    t.notOk(isAlive(host.pid), 'the host ends with its parent');
    t.notOk(flagIsAbsent());
    t.match(place.mapileak('flag', 'restore').stdout, /put back/);
    t.ok(flagIsAbsent());
  },
);

test(
  'a session host that is killed ends the run with exit 5 and a readable folder',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
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
    t.ok(flagIsAbsent());
  },
);

test(
  'what is no MAPI provider, or is not there, ends the run before anything is changed',
  ON_WINDOWS,
  async (t) => {
    const place = windowsPlace(t);
    const wrong = place.mapileak('compare', ...LONG, '--mapi', 'version.dll', '--out', place.run);
    t.equal(wrong.code, 4);
    t.match(wrong.stderr, /does not export .*MAPILogonEx/);
    const missing = windowsPlace(t).mapileak('compare', ...LONG, '--mapi', 'C:\\nowhere\\mapi32.dll');
    t.equal(missing.code, 4);
    t.match(missing.stderr, /C:\\nowhere\\mapi32\.dll/);
  },
);

test('users that nobody can log on end the run, and it says why', ON_WINDOWS, async (t) => {
  const place = windowsPlace(t);
  const end = place.mapileak('run', ...LONG, '--impersonation', 'logon-user', '--out', place.run);
  t.equal(end.code, 4);
  t.match(end.stderr, /LogonUserW: (?:FAKE_TOKEN|ERROR_LOGON_FAILURE)/);
  t.ok(flagIsAbsent());
});
