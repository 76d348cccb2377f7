import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import type { RunEvent, RunEventName } from '../../harness/contract/event.ts';
import { planSchema } from '../../harness/contract/plan.ts';
import { resultSchema } from '../../harness/contract/result.ts';
import { eventOf, QUICK, resultOf, type Workplace, workplace } from '../support/command.ts';

const QUICK_SOAK = QUICK.filter((each) => each !== '--no-explain');
const SOAK = ['soak', ...QUICK_SOAK, '--mailbox-count', '10', '--checkpoint', '1ms', '--json'];

const eventsNamed = <N extends RunEventName>(place: Workplace, name: N) =>
  place.events().filter((row): row is Extract<RunEvent, { event: N }> => row.event === name);

test('a soak runs rounds of fresh processes until it is settled, and judges after each', async (t) => {
  const place = workplace(t);
  const junit = join(place.folder, 'soak.xml');
  const running = place.start([
    ...[...SOAK, '--out', place.run, '--report', `junit=${junit}`],
    ...['--cycles', '1000000', '--until-settled', '--replicate-cycles', '600', '--expect', 'fixed'],
  ]);
  await eventOf(place, 'checkpoint');
  t.ok(existsSync(junit), 'reports are there after the first checkpoint');
  const early = resultSchema.parse(JSON.parse(readFileSync(join(place.run, 'result.json'), 'utf8')));
  t.equal(early.complete, false);
  const ended = await running.ended;
  t.equal(ended.code, 0, ended.stderr);
  const result = resultOf(ended);
  t.equal(result.verdict, 'fixed');
  t.equal(result.complete, true);

  const rounds = eventsNamed(place, 'round-finished').map(({ round }) => round);
  const last = rounds.at(-1) ?? 0;
  t.strictSame(
    rounds,
    Array.from({ length: last }, (_, i) => i + 1),
  );
  t.ok([2, 4, 8, 16].includes(last), `it ended at a look: ${last}`);
  const hosts = eventsNamed(place, 'host-started');
  t.equal(hosts.length, 3 * last, 'one process for each of off, on and control in every round');
  t.equal(new Set(hosts.map(({ pid }) => pid)).size, hosts.length);
  t.equal(new Set(hosts.map(({ replicate }) => replicate)).size, hosts.length);
  const arms = hosts.map(({ arm }) => arm);
  t.strictSame(arms.slice(3, 6), arms.slice(0, 3).toReversed(), 'the second round is the first turned round');
  t.equal(eventsNamed(place, 'checkpoint').at(-1)?.verdict, 'fixed');
  const plan = planSchema.parse(JSON.parse(readFileSync(join(place.run, 'plan.json'), 'utf8')));
  t.match(plan.soak, { untilSettled: true, until: { by: 'cycles', cycles: 1_000_000 } });

  const again = await place.mapileak(['analyse', place.run, '--json']);
  t.equal(resultOf(again).verdict, 'fixed', 'the folder says the same when it is judged anew');
});

test('a soak paces its logons, rests between rounds, and ends when it has run long enough', async (t) => {
  const place = workplace(t);
  const how = [
    '--cycles',
    '16',
    '--replicate-cycles',
    '4',
    '--rate',
    '20',
    '--pause',
    '100ms',
    '--no-control',
  ];
  const ended = await place.mapileak([...SOAK, '--out', place.run, ...how, '--arms', 'off,on']);
  t.equal(ended.code, 3, 'four logons are too few for a verdict');
  const rounds = eventsNamed(place, 'round-finished');
  t.strictSame(
    rounds.map(({ cycles }) => cycles),
    [8, 16],
  );
  t.equal(eventsNamed(place, 'waiting').length, 1, 'it does not rest after the last round');
  const [first, last] = [eventsNamed(place, 'host-started')[0], rounds[0]];
  const tookMs = (last?.elapsedMs ?? 0) - (first?.elapsedMs ?? 0);
  t.ok(tookMs >= 8 * 50, `eight logons at 20 a second took ${tookMs} ms`);
});

test('who stops a soak gets its verdict, and the flag as it was', async (t) => {
  const place = workplace(t);
  const how = ['--duration', '1h', '--replicate-cycles', '50', '--pause', '1h'];
  const running = place.start([...SOAK, '--out', place.run, ...how]);
  await eventOf(place, 'round-finished');
  running.child.kill('SIGTERM');
  const ended = await running.ended;
  t.equal(ended.code, 6);
  t.match(place.events().at(-1), { event: 'run-finished', outcome: 'stopped' });
  t.equal(eventsNamed(place, 'flag-restored').length, 1);
  t.equal(resultOf(ended).complete, false);
});

test('a soak that is too short for a round is inconclusive, and says why', async (t) => {
  const place = workplace(t);
  const ended = await place.mapileak([...SOAK, '--out', place.run, '--duration', '1ms', '--arms', 'on']);
  t.equal(ended.code, 3, ended.stderr);
  t.equal(eventsNamed(place, 'round-finished').length, 0);
  t.match(resultOf(ended), { complete: false, reason: /^no round came to its end/ });
});
