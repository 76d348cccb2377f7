import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { exitCodeOf, meets } from '../../../harness/analyse/expectation.ts';
import { EXIT } from '../../../harness/contract/errors.ts';
import type { Expectation } from '../../../harness/contract/plan.ts';
import type { Result } from '../../../harness/contract/result.ts';
import type { ThresholdOutcome } from '../../../harness/contract/thresholds.ts';
import { noiseOf } from '../../support/noise.ts';
import { type ArmCurves, AT, type Curve, makeRun } from './make-run.ts';

const leak = { heapBytes: () => (c: number) => 1000 * c };
const clean = { heapBytes: () => () => 0 };
const open = {
  heapBytes: (replicate: number): Curve => {
    const noise = noiseOf(replicate);
    return () => noise.normal(500_000);
  },
};
const resultOf = (curves: ArmCurves): Result => analyse(makeRun({ curves }));

const FIXED = resultOf({ off: leak, on: clean });
const NOT_FIXED = resultOf({ off: leak, on: leak });
const CLEAN = resultOf({ off: clean, on: clean });
const HALF_OPEN = resultOf({ off: leak, on: open });
const OPEN = resultOf({ off: open, on: clean });
const DRIFTING = resultOf({ off: leak, on: clean, control: leak });
const INVALID = analyse(
  makeRun({ curves: { off: leak }, events: [{ ...AT, event: 'arm-invalid', arm: 'off', reason: 'flag' }] }),
);

test('a leak is expected where nothing cures it: off or absent, in whatever order the arms are', async (t) => {
  t.equal(meets(FIXED, 'leak'), 'met');
  t.equal(meets({ ...FIXED, arms: FIXED.arms.toReversed() }, 'leak'), 'met');
  t.equal(meets(HALF_OPEN, 'leak'), 'met', 'whatever the arm on does');
  t.equal(meets(resultOf({ off: clean, on: leak }), 'leak'), 'not-met');
  t.equal(
    meets(resultOf({ off: clean, absent: leak, on: clean }), 'leak'),
    'met',
    'one of the two is enough',
  );
  t.equal(
    meets(resultOf({ off: clean, absent: open, on: leak }), 'leak'),
    'undecided',
    'none of them is not',
  );
});

test('where only the cure was measured, a leak is expected of it', async (t) => {
  t.equal(meets(resultOf({ on: leak }), 'leak'), 'met');
  t.equal(meets(resultOf({ on: clean }), 'leak'), 'not-met');
  t.equal(meets(resultOf({ on: open }), 'leak'), 'undecided');
});

test('a leak that was not measured or not found is not met', async (t) => {
  t.equal(meets(CLEAN, 'leak'), 'not-met');
  t.equal(meets(OPEN, 'leak'), 'undecided');
});

test('no leak is expected of every arm', async (t) => {
  t.equal(meets(CLEAN, 'no-leak'), 'met');
  t.equal(meets(FIXED, 'no-leak'), 'not-met');
  t.equal(meets(HALF_OPEN, 'no-leak'), 'not-met', 'one leak is enough');
  t.equal(meets(OPEN, 'no-leak'), 'undecided');
});

test('fixed and not-fixed are overall verdicts', async (t) => {
  t.equal(meets(FIXED, 'fixed'), 'met');
  t.equal(meets(FIXED, 'not-fixed'), 'not-met');
  t.equal(meets(NOT_FIXED, 'not-fixed'), 'met');
  t.equal(meets(CLEAN, 'fixed'), 'not-met');
  t.equal(meets(HALF_OPEN, 'fixed'), 'undecided');
});

test('nothing is decided by an invalid run or one whose instrument grows', async (t) => {
  for (const expectation of ['leak', 'no-leak', 'fixed', 'not-fixed'] as const) {
    t.equal(meets(INVALID, expectation), 'undecided');
    t.equal(meets(DRIFTING, expectation), 'undecided');
  }
});

test('exit codes follow the verdict and the expectation', async (t) => {
  t.equal(exitCodeOf(FIXED, null), EXIT.ok);
  t.equal(exitCodeOf(NOT_FIXED, null), EXIT.ok, 'a leak is an answer');
  t.equal(exitCodeOf(OPEN, null), EXIT.inconclusive);
  t.equal(exitCodeOf(INVALID, null), EXIT.environment);
  t.equal(exitCodeOf(INVALID, 'fixed'), EXIT.environment);
  t.equal(exitCodeOf(FIXED, 'fixed'), EXIT.ok);
  t.equal(exitCodeOf(NOT_FIXED, 'fixed'), EXIT.expectationNotMet);
  t.equal(exitCodeOf(OPEN, 'fixed'), EXIT.inconclusive);
  t.equal(exitCodeOf(HALF_OPEN, 'leak'), EXIT.ok, 'the part that was asked for is conclusive');
});

/** A result with thresholds that ended so. */
const withOutcomes = (result: Result, ...outcomes: ThresholdOutcome[]): Result => ({
  ...result,
  thresholds: outcomes.map((outcome) => ({ text: outcome, outcome, reason: '', value: 1, low: 1, high: 1 })),
});

test('thresholds, expectation and verdict make one exit code', async (t) => {
  const { ok, expectationNotMet, inconclusive, environment } = EXIT;
  // Met, not met and undecided: by FIXED, NOT_FIXED and OPEN, of which `fixed` is expected.
  const table: readonly [Result, Expectation | null, readonly ThresholdOutcome[], number][] = [
    [FIXED, null, ['passed'], ok],
    [NOT_FIXED, null, ['passed'], ok],
    [OPEN, null, ['passed', 'passed'], ok],
    [FIXED, null, ['failed'], expectationNotMet],
    [OPEN, null, ['failed'], expectationNotMet],
    [FIXED, null, ['inconclusive'], inconclusive],
    [OPEN, null, ['inconclusive'], inconclusive],
    [FIXED, null, ['inconclusive', 'failed', 'passed'], expectationNotMet],
    [FIXED, null, ['passed', 'inconclusive'], inconclusive],
    [FIXED, 'fixed', ['passed'], ok],
    [FIXED, 'fixed', ['failed'], expectationNotMet],
    [FIXED, 'fixed', ['inconclusive'], inconclusive],
    [NOT_FIXED, 'fixed', ['passed'], expectationNotMet],
    [NOT_FIXED, 'fixed', ['failed'], expectationNotMet],
    [NOT_FIXED, 'fixed', ['inconclusive'], expectationNotMet],
    [OPEN, 'fixed', ['passed'], inconclusive],
    [OPEN, 'fixed', ['failed'], expectationNotMet],
    [OPEN, 'fixed', ['inconclusive'], inconclusive],
    [INVALID, null, ['inconclusive'], environment],
    [INVALID, 'fixed', ['failed'], environment],
  ];
  for (const [result, expect, outcomes, exit] of table) {
    const name = `${result.verdict}, ${expect ?? 'nothing expected'}, ${outcomes.join(' and ')}`;
    t.equal(exitCodeOf(withOutcomes(result, ...outcomes), expect), exit, name);
  }
});
