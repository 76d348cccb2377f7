import { test } from 'tap';
import type { Judged } from '../../../harness/analyse/analyse.ts';
import { NO_GROWTH } from '../../../harness/analyse/arm-growth.ts';
import type { JudgedArm } from '../../../harness/analyse/arm-result.ts';
import { rulingsOf } from '../../../harness/analyse/ruling.ts';
import type { ArmName } from '../../../harness/contract/arms.ts';
import type { ArmResult } from '../../../harness/contract/result.ts';
import { armOf, differenceOf, type ResultShape, resultsOf } from './results.ts';

const GREW: ResultShape = { verdict: 'leak', rate: [900, 1000, 1100] };
const RATES: Readonly<Record<ArmResult['verdict'], ResultShape>> = {
  leak: GREW,
  'no-leak': { verdict: 'no-leak', rate: [-1, 0, 1] },
  inconclusive: { verdict: 'inconclusive', rate: [-100, 0, 100] },
  invalid: { verdict: 'inconclusive', rate: [-100, 0, 100] },
};
const judgedArm = (
  arm: ArmName,
  verdict: ArmResult['verdict'],
  perMailbox: JudgedArm['perMailbox'] = null,
): JudgedArm => ({
  result: armOf(arm, verdict, resultsOf({ heapBytes: RATES[verdict] })),
  perMailbox,
});

interface Seen {
  readonly off: ArmResult['verdict'];
  readonly on: ArmResult['verdict'];
  /** Of off minus on. */
  readonly difference: ResultShape;
  readonly handles?: ResultShape;
}

const judged = ({ off, on, difference, handles }: Seen): Judged => ({
  tested: [judgedArm('off', off), judgedArm('on', on)],
  control: judgedArm('control', 'no-leak'),
  planted: judgedArm('planted', 'leak'),
  differences: [
    differenceOf('off', 'on', resultsOf({ heapBytes: difference, ...(handles ? { handles } : {}) })),
  ],
  growths: () => NO_GROWTH,
});
const rulings = (seen: Seen, isLast = false, explain = false): Record<string, string> =>
  Object.fromEntries(rulingsOf(judged(seen), { explain }, ['off', 'on'], isLast));

const PROVEN: ResultShape = { verdict: 'leak', rate: [900, 1000, 1100] };
const OPEN: ResultShape = { verdict: 'inconclusive', rate: [-100, 10, 120] };

test('arms whose verdicts are in, and whose difference is, stop', async (t) => {
  t.same(rulings({ off: 'leak', on: 'no-leak', difference: PROVEN }), { off: 'stop', on: 'stop' });
});

test('an arm that is open goes on, and the other need not wait for it', async (t) => {
  t.same(rulings({ off: 'leak', on: 'inconclusive', difference: PROVEN }), { off: 'stop', on: 'go-on' });
});

test('arms whose verdicts are in go on while their difference is open', async (t) => {
  t.same(rulings({ off: 'leak', on: 'leak', difference: OPEN }), { off: 'go-on', on: 'go-on' });
  t.same(rulings({ off: 'leak', on: 'leak', difference: { verdict: 'no-leak', rate: [-1, 0, 1] } }), {
    off: 'stop',
    on: 'stop',
  });
});

test('one gate that differs decides, to either side; that none does takes all of them', async (t) => {
  const leaks = { off: 'leak', on: 'leak' } as const;
  const stopped = { off: 'stop', on: 'stop' };
  t.same(rulings({ ...leaks, difference: OPEN, handles: PROVEN }), stopped);
  t.same(
    rulings({ ...leaks, difference: OPEN, handles: { verdict: 'no-leak', rate: [-3, -2, -1] } }),
    stopped,
    'growth is worse with the flag on',
  );
  t.same(rulings({ ...leaks, difference: OPEN, handles: { verdict: 'no-leak', rate: [-1, 0, 1] } }), {
    off: 'go-on',
    on: 'go-on',
  });
});

test('at the last look nothing goes on', async (t) => {
  t.same(rulings({ off: 'inconclusive', on: 'inconclusive', difference: OPEN }, true), {
    off: 'stop',
    on: 'stop',
  });
});

test('an arm that leaks is explained before it stops, if that was asked for', async (t) => {
  const seen = { off: 'leak', on: 'no-leak', difference: PROVEN } as const;
  t.same(rulings(seen, false, true), { off: 'explain', on: 'stop' });
  t.same(rulings({ ...seen, difference: OPEN }, false, true), { off: 'go-on', on: 'go-on' }, 'not sooner');
  t.same(rulings({ ...seen, difference: OPEN }, true, true), { off: 'explain', on: 'stop' });
});

test('growth that is not proven to be a leak is explained, and noise is not', async (t) => {
  const rulingOf = (own: JudgedArm): string | undefined =>
    rulingsOf(
      { ...judged({ off: 'leak', on: 'leak', difference: PROVEN }), tested: [own] },
      { explain: true },
      ['off'],
      true,
    ).get('off');
  const withHeap = (heapBytes: ResultShape): JudgedArm => ({
    result: armOf('off', 'inconclusive', resultsOf({ heapBytes })),
    perMailbox: null,
  });
  t.equal(rulingOf(withHeap({ verdict: 'inconclusive', rate: [10, 500, 1000] })), 'explain');
  t.equal(
    rulingOf(withHeap({ verdict: 'inconclusive', rate: [-10, 500, 1000] })),
    'explain',
    'what is not proven per logon may come per minute',
  );
  t.equal(rulingOf(withHeap({ verdict: 'inconclusive' })), 'stop');
  const perMailbox = { resources: ['heapBytes'], figures: 'much', advice: 'go on' } as const;
  t.equal(rulingOf(judgedArm('off', 'inconclusive', perMailbox)), 'explain');
});

test('an arm whose setting is not in force, or that nobody heard of, stops at once', async (t) => {
  t.match(rulings({ off: 'invalid', on: 'inconclusive', difference: OPEN }), { off: 'stop', on: 'go-on' });
  const seen = judged({ off: 'leak', on: 'leak', difference: OPEN });
  t.equal(rulingsOf(seen, { explain: true }, ['absent'], false).get('absent'), 'stop');
});

test('the instrument is never explained, and only arms that still run are ruled', async (t) => {
  const seen = judged({ off: 'leak', on: 'leak', difference: PROVEN });
  const ruled = rulingsOf(seen, { explain: true }, ['control', 'planted'], false);
  t.same(
    [...ruled],
    [
      ['control', 'stop'],
      ['planted', 'stop'],
    ],
  );
});
