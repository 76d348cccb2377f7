import { join } from 'node:path';
import { test } from 'tap';
import type { RunEvent } from '../../harness/contract/event.ts';
import type { QuiescentSample } from '../../harness/contract/sample.ts';
import { readRows } from '../../harness/execute/read-run-folder.ts';
import { eventOf, QUICK, resultOf, workplace } from '../support/command.ts';
import { wallClock } from '../support/wall-clock.ts';

const HOUR_S = 3600;
const RUN = [
  'compare',
  ...QUICK,
  '--cycles',
  '60',
  '--block',
  '10',
  '--replicates',
  '1',
  '--no-control',
  '--json',
];
/** Long enough for the clock to be set in the midst of them. */
const SLOW_SERVER = ['--stand-in', 'RoundTripMicroseconds=2000'];

test('a wall clock that jumps by hours, back and forth, changes nothing but the times of day', async (t) => {
  const clock = wallClock(t);
  const place = workplace(t);
  const { ended } = place.start([...RUN, ...SLOW_SERVER, '--out', place.run], clock.environment);
  await eventOf(place, 'flag-saved');
  clock.set(5 * HOUR_S);
  await eventOf(place, 'host-started');
  clock.set(-7 * HOUR_S);
  await eventOf(place, 'host-started', ({ replicate }) => replicate === second(place.events()));
  clock.set(5 * HOUR_S);
  await eventOf(place, 'host-finished');
  clock.set(-7 * HOUR_S);
  const end = await ended;
  t.equal(end.code, 3, end.stderr);

  const events: RunEvent[] = [];
  const samples: QuiescentSample[] = [];
  const leftOut = await readRows(place.run, {
    add: (sample) => {
      if (sample.kind === 'quiescent') samples.push(sample);
    },
    addEvent: (event) => events.push(event),
  });
  t.strictSame(leftOut, []);
  const at = events.map((event) => Date.parse(event.at));
  t.ok(Math.max(...at) - Math.min(...at) > 10 * HOUR_S * 1000, 'the clock was set');
  const elapsed = events.map(({ elapsedMs }) => elapsedMs);
  t.strictSame(
    elapsed,
    elapsed.toSorted((a, b) => a - b),
    'time never goes back',
  );
  t.ok((elapsed.at(-1) ?? 0) < 0.5 * HOUR_S * 1000, 'nor does it jump');
  for (const replicate of ['off-1', 'on-1']) {
    const ofIt = samples.filter((sample) => sample.replicate === replicate);
    t.strictSame(
      ofIt.map(({ cycle }) => cycle),
      [0, 10, 20, 30, 40, 50, 60],
    );
    const times = ofIt.map(({ elapsedMs }) => elapsedMs);
    t.strictSame(
      times,
      times.toSorted((a, b) => a - b),
    );
    const heaps = ofIt.map(({ readings }) => (readings.heaps ?? 0) - (ofIt[0]?.readings.heaps ?? 0));
    t.strictSame(heaps, replicate === 'off-1' ? [0, 10, 20, 30, 40, 50, 60] : [0, 0, 0, 0, 0, 0, 0]);
  }
  const result = resultOf(end);
  t.equal(result.complete, true);

  const judged = await place.mapileak([
    'report',
    place.run,
    '--report',
    `perfmon=${join(place.folder, 'p.csv')}`,
  ]);
  t.equal(judged.code, 0, judged.stderr);
});

/** The replicate that was started second, or a name that none has. */
function second(events: readonly RunEvent[]): string {
  const started = events.flatMap((event) => (event.event === 'host-started' ? [event.replicate] : []));
  return started[1] ?? '';
}
