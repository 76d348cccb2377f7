import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { firstSeenOf } from '../../../harness/analyse/first-seen.ts';
import type { ResourceResult } from '../../../harness/contract/result.ts';
import { type ArmCurves, makeRun, settledPlan } from './make-run.ts';
import { type ResultShape, resultsOf } from './results.ts';

const differing: ResultShape = { verdict: 'leak', rate: [1, 2, 3] };
const open: ResultShape = { verdict: 'inconclusive', rate: [-1, 2, 5] };

function one(shape: ResultShape): ResourceResult {
  const result = resultsOf({ heapBytes: shape })['heapBytes'];
  if (result === undefined) throw new Error('no result');
  return result;
}

test('the first of the looks at which a gate differs that differs in the end', async (t) => {
  const asked: string[] = [];
  const seen = firstSeenOf(
    resultsOf({ heapBytes: differing, heaps: open, privateBytes: differing }),
    [8, 16, 32],
    (resource, look) => {
      asked.push(`${resource} at ${look}`);
      return one(look < 16 ? open : { verdict: 'leak', rate: [look, look + 1, look + 2] });
    },
    5,
  );
  t.match(seen, { resource: 'heapBytes', look: 16, perCycle: { low: 16, estimate: 17, high: 18 } });
  t.equal(seen?.logons, 16 * 5, 'logons of both arms together');
  t.same(
    asked,
    ['heapBytes at 8', 'heapBytes at 16'],
    'neither what is open nor what only supports is asked',
  );
});

test('without looks, or without a gate that differs, nothing was seen', async (t) => {
  const never = firstSeenOf(resultsOf({ heapBytes: differing }), [], () => one(differing), 5);
  t.equal(never, null);
  const none = firstSeenOf(resultsOf({ heapBytes: open }), [8], () => one(differing), 5);
  t.equal(none, null);
});

test('a flag that cures a leak is seen at the first look, and not in a run of fixed length', async (t) => {
  const curves: ArmCurves = {
    off: { heapBytes: () => (c) => 4096 * c },
    on: { heapBytes: () => () => 0 },
  };
  const settled = analyse(makeRun({ curves, cycles: 512, plan: settledPlan(512) }));
  t.match(settled.differences[0]?.firstSeen, { resource: 'heapBytes', look: 8, logons: 64 });
  t.equal(analyse(makeRun({ curves })).differences[0]?.firstSeen, null);
});

test('a leak that begins late is seen late', async (t) => {
  const curves: ArmCurves = {
    off: { heapBytes: () => (c) => 4096 * Math.max(0, c - 100) },
    on: { heapBytes: () => () => 0 },
  };
  const { differences } = analyse(makeRun({ curves, cycles: 1024, plan: settledPlan(1024) }));
  t.ok((differences[0]?.firstSeen?.look ?? 0) > 100);
});
