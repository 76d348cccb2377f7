import { test } from 'tap';
import { holmAdjusted } from '../../../../harness/analyse/statistics/holm.ts';
import fc from '../../../support/seeded-properties.ts';
import { relativeError } from '../oracles.ts';

const rejectedAt = (alpha: number, ps: readonly number[]): boolean[] =>
  holmAdjusted(ps).map((p) => p <= alpha);

// Whole thousandths, so that ties are frequent.
const pValues = fc.array(
  fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
  { maxLength: 12 },
);

test('the least p counts m times, the next m - 1 times, and none less than one before it', async (t) => {
  const adjusted = holmAdjusted([0.04, 0.01, 0.03, 0.02]);
  for (const [index, expected] of [0.06, 0.04, 0.06, 0.06].entries()) {
    t.ok(relativeError(adjusted[index] ?? 0, expected) < 1e-14);
  }
  t.strictSame(holmAdjusted([]), []);
  t.strictSame(holmAdjusted([0.02]), [0.02]);
  t.strictSame(holmAdjusted([0.9, 0.6]), [1, 1]);
});

test('what is rejected is what the step-down procedure rejects', async (t) => {
  t.strictSame(rejectedAt(0.05, [0.01, 0.04, 0.03, 0.005]), [true, false, false, true]);
  fc.assert(
    fc.property(pValues, (ps) => {
      // An alpha between the steps, so that no rounding decides.
      const alpha = 0.0503;
      const rejected = rejectedAt(alpha, ps);
      const ascending = ps.toSorted((a, b) => a - b);
      const firstKept = ascending.findIndex((p, place) => p > alpha / (ps.length - place));
      const smallestKept = firstKept === -1 ? Number.POSITIVE_INFINITY : (ascending[firstKept] ?? 0);
      return ps.every((p, index) => rejected[index] === p < smallestKept);
    }),
    { seed: 91, numRuns: 500 },
  );
});

test('an adjusted p lies between the plain one and that of Bonferroni', async () => {
  fc.assert(
    fc.property(pValues, (ps) =>
      holmAdjusted(ps).every((adjusted, index) => {
        const p = ps[index] ?? Number.NaN;
        return adjusted >= p && adjusted <= Math.min(1, ps.length * p) + 1e-15;
      }),
    ),
    { seed: 92 },
  );
});

test('the order of hypotheses does not matter, and adjusting keeps the order of p-values', async () => {
  fc.assert(
    fc.property(pValues, (ps) => {
      const adjusted = holmAdjusted(ps);
      const backwards = holmAdjusted(ps.toReversed()).toReversed();
      const keepsOrder = ps.every((a, i) =>
        ps.every((b, j) => a > b || (adjusted[i] ?? 0) <= (adjusted[j] ?? 0)),
      );
      return keepsOrder && adjusted.every((each, index) => each === backwards[index]);
    }),
    { seed: 93 },
  );
});
