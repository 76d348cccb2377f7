import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { selfTestOf } from '../../../harness/analyse/self-test.ts';
import { plantedBytesPerCycle } from '../../../harness/contract/planted.ts';
import type { Result } from '../../../harness/contract/result.ts';
import { noiseOf } from '../../support/noise.ts';
import { type Curve, makeRun, PLAN, settledPlan } from './make-run.ts';
import { armOf, resultsOf } from './results.ts';

const flat = () => (): number => 5_000_000;
const leaking = (bytes: number) => (): Curve => (c) => 5_000_000 + bytes * c;
const noisy =
  (bytes: number, spread: number) =>
  (replicate: number): Curve => {
    const noise = noiseOf(replicate);
    return (c) => bytes * c + noise.normal(spread);
  };
const INSTRUMENT = { ...PLAN, control: true, selfTest: true };
type Heap = (replicate: number) => Curve;

/** A run whose off arm leaks and whose on arm does not, with these instruments. */
const beside = (control: Heap, planted: Heap, off: Heap = leaking(4096)): Result =>
  analyse(
    makeRun({
      curves: {
        off: { heapBytes: off },
        on: { heapBytes: flat },
        control: { heapBytes: control },
        planted: { heapBytes: planted },
      },
      cycles: 1024,
      plan: settledPlan(1024),
    }),
  );

test('what is planted is twice the margin, in whole grains', async (t) => {
  const of = (bytesPerCycle: number, own?: number): number =>
    plantedBytesPerCycle({
      margin: { bytesPerCycle, countPerCycle: 0.01, of: own === undefined ? {} : { heapBytes: own } },
    });
  t.equal(of(64), 128);
  t.equal(of(1), 16);
  t.equal(of(65), 144);
  t.equal(of(64, 200), 400, 'the heap has a margin of its own');
});

test('an instrument that is flat and finds what it planted has passed', async (t) => {
  const { selfTest, verdict, arms } = beside(flat, leaking(128));
  t.equal(selfTest.outcome, 'passed');
  t.equal(selfTest.plantedBytesPerCycle, 128);
  t.ok(selfTest.found && selfTest.found.low <= 128 && 128 <= selfTest.found.high);
  t.equal(verdict, 'fixed');
  t.same(
    arms.map(({ arm }) => arm),
    ['off', 'on', 'control'],
    'the planted arm is nobody’s result',
  );
});

test('an instrument that misses what it planted is believed nothing', async (t) => {
  const missed = beside(flat, flat);
  t.equal(missed.selfTest.outcome, 'failed');
  t.match(missed.selfTest.reason, /^the planted leak was not found; control: none down to/);
  t.equal(missed.verdict, 'inconclusive');
  t.match(missed.reason, /^the self-test failed: the planted leak was not found/);
  t.match(missed.warnings.join('\n'), /^the self-test failed: /m);
  t.equal(beside(flat, flat, flat).verdict, 'inconclusive', 'an absence least of all');
});

test('a control arm that is open fails the self-test, though it found what was planted', async (t) => {
  const control = armOf('control', 'inconclusive', resultsOf({}), 'too noisy');
  const found = resultsOf({ heapBytes: { verdict: 'leak', rate: [120, 128, 136] } });
  const selfTest = selfTestOf(INSTRUMENT, control, armOf('planted', 'leak', found));
  t.equal(selfTest.outcome, 'failed');
  t.match(selfTest.reason, /^control: inconclusive, too noisy; planted 128 bytes per cycle: 128 bytes/);
  t.equal(selfTest.found?.estimate, 128);
});

test('beside a control arm too noisy for the planted leak a large one is still one', async (t) => {
  const marked = beside(noisy(0, 60_000), leaking(128), leaking(65_536));
  t.match(marked.selfTest, { outcome: 'failed', reason: /^the planted leak was not found; control: inconc/ });
  t.equal(marked.arms[0]?.verdict, 'leak');
  t.equal(marked.verdict, 'inconclusive', 'but nothing is acquitted, and so no cure proven');
});

test('a self-test that was not asked for says why there is none', async (t) => {
  const control = armOf('control', 'no-leak', resultsOf({}));
  const not = { outcome: 'not-made', plantedBytesPerCycle: null, found: null };
  t.match(selfTestOf({ ...PLAN, control: true }, control, undefined), { ...not, reason: '--no-self-test' });
  t.match(selfTestOf(PLAN, undefined, undefined), { ...not, reason: 'no control arm' });
});

test('a planted arm that was never measured is a leak not found', async (t) => {
  const control = armOf('control', 'no-leak', resultsOf({}));
  const unread = armOf('planted', 'inconclusive', resultsOf({ heapBytes: { verdict: 'unsupported' } }));
  t.match(selfTestOf(INSTRUMENT, control, unread), {
    outcome: 'failed',
    found: null,
  });
});
