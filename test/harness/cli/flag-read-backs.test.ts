import { test } from 'tap';
import { FlagReadBacks } from '../../../harness/cli/flag-read-backs.ts';
import { eventSchema } from '../../../harness/contract/event.ts';

const written = (arm: string, wanted: number | null, readBack: unknown) =>
  eventSchema.parse({
    schema: 1,
    at: '2026-11-22T14:02:11Z',
    elapsedMs: 1,
    event: 'flag-written',
    arm,
    wanted,
    readBack,
  });
const inView = (value: number | null) => ({ view: '32-bit', key: 'HKLM\\A', value });

test('each finding is told once, with how often it was noted, in the order in which they appeared', async (t) => {
  const found = new FlagReadBacks();
  for (const event of [
    written('off', 0, [inView(0)]),
    written('on', 1, [inView(1)]),
    written('off', 0, [inView(0)]),
    written('on', 1, [inView(null)]),
  ])
    found.add(event);
  t.same(
    found.all().map(({ arm, value, times }) => [arm, value, times]),
    [
      ['off', 0, 2],
      ['on', 1, 1],
      ['on', null, 1],
    ],
  );
});

test('runs of before there was a choice of places are read, too', async (t) => {
  const found = new FlagReadBacks();
  found.add(written('on', 1, 1));
  found.add(written('on', 1, -1));
  found.add(written('absent', null, null));
  t.same(
    found.all().map(({ arm, key, value, view }) => [arm, view, key, value]),
    [
      ['on', null, null, 1],
      ['on', null, null, 'not-a-dword'],
      ['absent', null, null, null],
    ],
  );
});

test('other events say nothing of it', async (t) => {
  const found = new FlagReadBacks();
  found.add(
    eventSchema.parse({ schema: 1, at: '2026-11-22T14:02:11Z', elapsedMs: 1, event: 'flag-restored' }),
  );
  t.same(found.all(), []);
});
