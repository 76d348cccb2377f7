import { join } from 'node:path';
import { test } from 'tap';
import { eventsIn } from '../support/command.ts';
import { ON_WINDOWS, windowsPlace } from '../support/windows.ts';

const ALONE = [
  ...['run', '--cycles', '40', '--block', '20', '--mailbox-count', '20', '--replicates', '1'],
  ...['--no-control', '--no-self-test', '--no-dither', '--no-explain', '--quiet'],
  ...['--stand-in', 'RoundTripMicroseconds=0', '--walk-budget', '60', '--hang-timeout', '20'],
];
const dials = (...given: readonly string[]): readonly string[] =>
  given.flatMap((dial) => ['--stand-in', dial]);

for (const [what, given, says] of [
  [
    'a session whose methods are no code',
    ['GarbageSessionAtLogon=30', 'GarbageSessionKind=2'],
    'IMAPISession::Logoff',
  ],
] as const) {
  test(`${what} is a lost host, named with where it was: exit 5, and no verdict`, ON_WINDOWS, async (t) => {
    const place = windowsPlace(t);
    const end = place.mapileak(...ALONE, ...dials(...given), '--out', place.run);
    t.equal(end.code, 5);
    t.match(end.stderr, new RegExp(`died \\(STATUS_.*\\) in ${says}, cycle 29, mailbox mailbox-0010`));
  });
}

test('success with a null session is a failed call, and nothing is done with it', ON_WINDOWS, async (t) => {
  const place = windowsPlace(t);
  const end = place.mapileak(...ALONE, ...dials('NullSessionAtLogon=30'), '--out', place.run);
  t.equal(end.code, 3, end.stderr);
  const failures = eventsIn(join(place.run, 'events.ndjson')).flatMap((event) =>
    event.event === 'cycles-failed' ? event.failures : [],
  );
  t.match(failures, [{ code: 'NO_SESSION', call: 'MAPILogonEx', mailbox: 'mailbox-0010', firstCycle: 29 }]);
});

test('a corrupted heap ends its host, and is no number', ON_WINDOWS, async (t) => {
  const place = windowsPlace(t);
  const end = place.mapileak(...ALONE, ...dials('CorruptHeapAtLogon=30'), '--out', place.run);
  t.equal(end.code, 5, `${end.stderr}${end.stdout}`);
  const lost = eventsIn(join(place.run, 'events.ndjson')).filter(({ event }) => event === 'host-lost');
  t.equal(lost.length, 1);
});
