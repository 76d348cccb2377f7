import { test } from 'tap';
import { changesOf, changeText } from '../../../harness/analyse/change.ts';
import { type Rules, rulesFor } from '../../../harness/analyse/rules.ts';
import type { ResourceName } from '../../../harness/contract/resources.ts';
import { PLAN } from './make-run.ts';
import { differenceOf, type ResultShape, resultsOf } from './results.ts';

const rulesOf = (resource: ResourceName): Rules => rulesFor(resource, PLAN, 'difference');
/** The changes of these differences off minus on, all of resources that leak. */
const changesIn = (differences: Readonly<Record<string, ResultShape>>) =>
  changesOf(['heapBytes', 'handles'], resultsOf(differences), rulesOf);
const same: ResultShape = { verdict: 'no-leak', rate: [-10, 0, 10] };
const less: ResultShape = { verdict: 'leak', rate: [900, 1000, 1100] };

test('the flag does nothing where every gate differs by less than the margin to both sides', async (t) => {
  t.equal(changesIn({ heapBytes: same }).none, true);
  t.equal(changesIn({ heapBytes: { verdict: 'no-leak', rate: [-63, 0, 63] } }).none, true);
  t.equal(changesIn({ heapBytes: { verdict: 'no-leak', rate: [-65, 0, 63] } }).none, false, 'below');
  t.equal(changesIn({ heapBytes: { verdict: 'inconclusive', rate: [-63, 0, 65] } }).none, false, 'above');
  t.equal(changesIn({ heapBytes: same, handles: { verdict: 'inconclusive' } }).none, false, 'one is open');
  t.equal(changesIn({ heapBytes: same, handles: { verdict: 'unsupported' } }).none, true, 'one was not read');
  t.equal(changesIn({}).none, false, 'nothing was read');
});

test('growth is less when the difference is proven, and more when it is and reaches the margin', async (t) => {
  t.match(changesIn({ heapBytes: less }), { less: [{ resource: 'heapBytes' }], more: [], none: false });
  const more = changesIn({ heapBytes: { verdict: 'no-leak', rate: [-1100, -1000, -900] } });
  t.match(more, { less: [], more: [{ resource: 'heapBytes' }], none: false });
  t.same(
    changesIn({ heapBytes: { verdict: 'no-leak', rate: [-20, -15, -10] } }).more,
    [],
    'within the margin',
  );
  t.same(changesIn({ heapBytes: { verdict: 'no-leak', rate: [-900, -400, 10] } }).more, [], 'may be none');
});

test('where cycles failed, a change is one only if they cannot be why', async (t) => {
  const more = resultsOf({ heapBytes: { verdict: 'inconclusive', rate: [-1100, -1000, -900] } })['heapBytes'];
  const none = resultsOf({ heapBytes: same })['heapBytes'];
  if (more === undefined || none === undefined) throw new Error('no results');
  const rate = (low: number, high: number) => ({ estimate: low, low, high, confidence: 0.95 });
  const of = (heapBytes: typeof more) => changesOf(['heapBytes'], { heapBytes }, rulesOf);
  t.equal(of({ ...more, perSuccessfulCycle: rate(-900, -800) }).more.length, 1);
  t.equal(of({ ...more, perSuccessfulCycle: rate(-900, 10) }).more.length, 0);
  t.equal(of({ ...more, perSuccessfulCycle: null }).more.length, 0, 'it may be dilution alone');
  t.equal(of({ ...more, moreFailures: 'subtrahend' }).more.length, 0, 'it may be what failed logons leave');
  t.equal(of({ ...more, moreFailures: 'minuend' }).more.length, 1);
  t.equal(of({ ...none, perSuccessfulCycle: rate(-20, 20) }).none, true);
  t.equal(of({ ...none, perSuccessfulCycle: rate(-70, 20) }).none, false);
  t.equal(of({ ...none, perSuccessfulCycle: null }).none, false);
});

test('what does not leak in any arm is no change', async (t) => {
  t.same(changesOf(['handles'], resultsOf({ heapBytes: less }), rulesOf).less, []);
});

test('the words follow the changes', async (t) => {
  const base = resultsOf({
    heapBytes: { verdict: 'leak', rate: [1900, 2000, 2100] },
    handles: { verdict: 'leak', rate: [1, 1, 1] },
  });
  const textOf = (differences: Readonly<Record<string, ResultShape>>): string =>
    changeText(changesIn(differences), base, differenceOf('off', 'on', resultsOf(differences)));
  t.equal(textOf({ heapBytes: same }), 'the flag does nothing: they differ by less than the margin');
  t.equal(textOf({ heapBytes: { verdict: 'inconclusive', rate: [-80, 0, 80] } }), 'no difference is proven');
  t.equal(textOf({ heapBytes: less }), 'on: 50 % less growth of busy heap bytes');
  t.equal(
    textOf({ heapBytes: less, handles: { verdict: 'no-leak', rate: [-1.1, -1, -0.9] } }),
    'on: 50 % less growth of busy heap bytes and 100 % more growth of handles',
  );
  const between = {
    ...differenceOf('off', 'on', resultsOf({ heapBytes: less })),
    reduction: { resource: 'heapBytes', estimate: 0.5, low: 0.45, high: 0.55 },
  };
  t.equal(
    changeText(changesIn({ heapBytes: less }), base, between),
    'on: reduced by 50 % [45, 55] (busy heap bytes)',
  );
});
