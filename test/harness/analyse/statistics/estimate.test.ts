import { test } from 'tap';
import {
  boundsOf,
  detectionLimit,
  estimateOver,
  hull,
  minus,
} from '../../../../harness/analyse/statistics/estimate.ts';
import { relativeError } from '../oracles.ts';

test('the mean of replicates has a t interval', async (t) => {
  const estimate = estimateOver([10, 12, 14, 16], [0, 0, 0, 0]);
  t.equal(estimate.mean, 13);
  t.equal(estimate.degreesOfFreedom, 3);
  t.ok(relativeError(estimate.standardError, Math.sqrt(20 / 3 / 4)) < 1e-12);
  const { low, high } = boundsOf(estimate, 0.975);
  t.ok(relativeError(high - 13, 3.1824463052837095 * estimate.standardError) < 1e-10);
  t.ok(relativeError(13 - low, high - 13) < 1e-12);
});

test('the error of equal values is what the grain leaves open, and no more', async (t) => {
  t.equal(estimateOver([7, 7, 7, 7], [0.2, 0.2, 0.2, 0.2]).standardError, 0.1);
  t.ok(estimateOver([6, 8, 6, 8], [0.2, 0.2, 0.2, 0.2]).standardError > 0.5, 'a real spread counts');
});

test('a difference has the errors of both and the degrees of freedom of Welch and Satterthwaite', async (t) => {
  // Equal errors with n - 1 degrees each give 2(n - 1); if one has next to no error the other's degrees remain.
  const a = { mean: 9, standardError: 2, degreesOfFreedom: 3 };
  const b = { mean: 4, standardError: 2, degreesOfFreedom: 3 };
  t.strictSame(minus(a, b), { mean: 5, standardError: Math.sqrt(8), degreesOfFreedom: 6 });
  t.ok(relativeError(minus(a, { ...b, standardError: 1e-9 }).degreesOfFreedom, 3) < 1e-9);
  t.equal(minus(b, a).mean, -5);
});

test('the detection limit is the decision limit plus what is needed for four times in five', async (t) => {
  // t(0.975, 3) + t(0.8, 3) with 40 digits, rounded.
  const limit = detectionLimit({ mean: 0, standardError: 1, degreesOfFreedom: 3 }, 0.975);
  t.ok(relativeError(limit, 3.1824463052837095 + 0.978472312363303) < 1e-10);
});

test('a hull holds both intervals', async (t) => {
  t.strictSame(hull({ low: 1, high: 3 }, { low: 2, high: 9 }), { low: 1, high: 9 });
});
