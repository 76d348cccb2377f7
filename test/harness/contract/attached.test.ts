import { test } from 'tap';
import {
  type CycleCount,
  cycleUnitOf,
  cycleUnitOfBoth,
  haveLikeCycles,
  type MaybeAttached,
  restsOn,
} from '../../../harness/contract/attached.ts';

const counted = (cycles: CycleCount): MaybeAttached => ({ attached: { cycles } });
const every = (everyMs: number): MaybeAttached => counted({ by: 'time', everyMs });
const LINES = counted({ by: 'log', files: ['app.log'], pattern: 'logoff', flags: '' });
const LOGONS: MaybeAttached = {};

test('a rate is per what a cycle is', async (t) => {
  t.same([LOGONS, every(1000), every(5000), every(90_000), LINES].map(cycleUnitOf), [
    ...['logon', 'second', '5 s', '90 s', 'matching line'],
  ]);
  t.equal(cycleUnitOfBoth('second', 'second'), 'second');
  t.equal(cycleUnitOfBoth('matching line', 'logon'), 'matching line or logon');
});

test('a line may be a logon; an amount of time is like itself only', async (t) => {
  t.ok(haveLikeCycles(LOGONS, LINES));
  t.ok(haveLikeCycles(every(1000), every(1000)));
  for (const other of [LOGONS, LINES, every(5000)]) {
    t.notOk(haveLikeCycles(every(1000), other));
    t.notOk(haveLikeCycles(other, every(1000)));
  }
});

test('from outside, where no heap is seen, the answer rests on private bytes, too', async (t) => {
  t.same(
    [LOGONS, LINES].map((run) => [
      restsOn('handles', run),
      restsOn('privateBytes', run),
      restsOn('threads', run),
    ]),
    [
      [true, false, false],
      [true, true, false],
    ],
  );
});
