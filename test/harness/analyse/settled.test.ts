import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { isSettled } from '../../../harness/analyse/settled.ts';
import type { Expectation } from '../../../harness/contract/plan.ts';
import { parseThreshold } from '../../../harness/plan/thresholds.ts';
import { noiseOf } from '../../support/noise.ts';
import { type Curve, makeRun } from './make-run.ts';

const leak = { heapBytes: () => (c: number) => 1000 * c };
const clean = { heapBytes: () => () => 0 };
const open = {
  heapBytes: (replicate: number): Curve => {
    const noise = noiseOf(replicate);
    return () => noise.normal(500_000);
  },
};

function settled(
  on: typeof clean | typeof leak | typeof open,
  texts: string[],
  expect: Expectation | null = null,
) {
  const thresholds = texts.map(parseThreshold);
  const result = analyse(makeRun({ curves: { off: leak, on }, plan: { thresholds } }));
  return isSettled(result, { expect, thresholds });
}

test('a soak is settled when its verdict, or what was asked instead of it, is decided', async (t) => {
  t.ok(settled(clean, []));
  t.notOk(settled(open, []));
  t.ok(settled(clean, [], 'no-leak'), 'that it is not met, too');
  t.notOk(settled(open, [], 'fixed'));
  t.ok(settled(open, ['off.heapBytes.perCycle>900']), 'who asks for a bound asks for no verdict');
  t.notOk(settled(open, ['off.heapBytes.perCycle>900', 'on.heapBytes.perCycle<64']));
});

test('a count that is within its bound so far settles nothing, one that is beyond does', async (t) => {
  t.notOk(settled(open, ['on.failures<10']), 'more may fail');
  t.notOk(settled(open, ['on.exhausted<=0']));
  t.ok(settled(clean, ['on.failures<10']), 'but nobody waits for them where the verdict is there');
  t.ok(settled(open, ['on.failures<0']), 'it will not be kept any more');
  t.ok(settled(open, ['on.failures>=0']), 'it is kept, whatever comes');
  t.notOk(settled(clean, ['on.failures>=1']), 'that may still come');
});
