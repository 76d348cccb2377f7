import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { eventOf, eventsIn, QUICK, resultOf, workplace } from '../support/command.ts';
import { NIGHTLY } from '../support/nightly.ts';

const LONG = ['--cycles', '1000000', '--mailbox-count', '5', '--no-control', '--arms', 'on', ...QUICK];
const SLOW_SERVER = ['--stand-in', 'RoundTripMicroseconds=2000'];
const STARTS = 10;
/** What else writes the flag, or the stand-in's keys. */
const WRITERS: readonly (readonly string[])[] = [
  ['flag', 'set', '0'],
  ['flag', 'restore'],
  ['compare', '--cycles', '10', ...QUICK],
  ['soak', '--cycles', '10', '--no-self-test'],
  ['kb891509', '--quiet'],
  ['mailboxes', 'check', '--mailbox-count', '1', '--stand-in', 'RoundTripMicroseconds=0'],
];

test(`of ${STARTS} runs that start at once one runs; the others are refused, and told who it is`, async (t) => {
  const place = workplace(t);
  const starts = Array.from({ length: STARTS }, (_, number) => {
    const run = join(place.folder, `run-${number}`);
    return { run, ...place.start(['run', ...LONG, ...SLOW_SERVER, '--replicates', '1', '--out', run]) };
  });
  const living = new Set(starts);
  const refused = starts.map(async (each) => {
    const end = await each.ended;
    living.delete(each);
    return end;
  });
  while (living.size > 1) await Promise.race([...living].map(({ ended }) => ended));
  const [winner] = living;
  if (winner === undefined) throw new Error('nobody runs');
  const owner = winner.child.pid;
  for (const [number, end] of refused.entries()) {
    if (starts[number] === winner) continue;
    const { code, stderr } = await end;
    t.equal(code, 4);
    t.match(stderr, new RegExp(`process ${owner} is using CleanUpMAPIHeap since 20`), `start ${number}`);
  }
  const events = () => eventsIn(join(winner.run, 'events.ndjson'));
  await eventOf({ events }, 'host-started');

  const writers = NIGHTLY ? WRITERS : WRITERS.slice(0, 2);
  for (const { code, stderr } of await Promise.all(writers.map((args) => place.mapileak(args)))) {
    t.equal(code, 4, stderr);
    t.match(stderr, new RegExp(`process ${owner} is using`));
  }

  winner.child.kill('SIGKILL');
  await winner.ended;
  const next = await place.mapileak(['flag', 'restore']);
  t.equal(next.code, 0, 'a dead owner keeps nobody out');
  t.match(next.stdout, /put back/);
  t.notMatch(readFileSync(place.registry, 'utf8'), /CleanUpMAPIHeap/);
});

test('a run folder that a soak writes takes no second writer, until that one is dead', {
  skip: !NIGHTLY && 'at night',
}, async (t) => {
  const place = workplace(t);
  const soak = ['soak', '--duration', '1h', '--replicate-cycles', '1000000', '--no-control', '--arms', 'on'];
  const quick = ['--no-self-test', '--quiet', ...SLOW_SERVER, '--mailbox-count', '5'];
  const { child, ended } = place.start([...soak, ...quick, '--out', place.run]);
  await eventOf(place, 'host-started');
  // With a registry of its own it would not meet the other one at the flag.
  const elsewhere = { MAPILEAK_REGISTRY: join(place.folder, 'another.txt') };
  const second = await place.mapileak(['soak', '--resume', place.run, '--quiet'], elsewhere);
  t.equal(second.code, 4);
  t.match(second.stderr, /another mapileak is writing/);
  child.kill('SIGKILL');
  await ended;
  const astray = await place.mapileak(['soak', '--resume', place.run, '--quiet'], elsewhere);
  t.equal(astray.code, 2, 'the flag of its own registry would stay changed');
  t.match(astray.stderr, /in another registry/);
  const config = join(place.folder, 'soak.json');
  writeFileSync(config, '{"duration": "2h", "replicates": 3, "json": true}');
  const third = place.start(['soak', '--resume', place.run, '--config', config, '--quiet']);
  await eventOf(place, 'resumed');
  third.child.kill('SIGINT');
  const resumed = await third.ended;
  t.equal(resumed.code, 6);
  t.match(resultOf(resumed).warnings.join(), /duration, replicates in .*soak\.json are ignored/);
});
