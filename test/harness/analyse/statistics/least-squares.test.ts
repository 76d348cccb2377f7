import { test } from 'tap';
import { boundsOf } from '../../../../harness/analyse/statistics/estimate.ts';
import { leastSquaresLine, leastSquaresSlope } from '../../../../harness/analyse/statistics/least-squares.ts';
import fc from '../../../support/seeded-properties.ts';
import { oracle, relativeError } from '../oracles.ts';
import { counted, pointsOf, series } from './series.ts';

const EXACT = 1e-10;

test("the least-squares line through NIST's Norris data is the certified one", async (t) => {
  const { points, number } = oracle('NIST-Norris');
  const { slope, intercept, residualStandardDeviation } = leastSquaresLine(points);
  t.ok(relativeError(slope.mean, number('slope')) < EXACT);
  t.ok(relativeError(intercept, number('intercept')) < EXACT);
  t.ok(relativeError(slope.standardError, number('slope_se')) < EXACT);
  t.ok(relativeError(residualStandardDeviation, number('residual_sd')) < EXACT);
  t.equal(slope.degreesOfFreedom, 34);
});

test('the slope has a t interval with n - 2 degrees of freedom', async (t) => {
  // By hand: slope 0.6, squares left 2.4 over 3 degrees, sum of squares of x 10.
  const { slope, intercept, residualStandardDeviation } = leastSquaresLine(counted([2, 4, 5, 4, 5]));
  t.ok(relativeError(slope.mean, 0.6) < EXACT);
  t.ok(relativeError(intercept, 2.2) < EXACT);
  t.ok(relativeError(residualStandardDeviation, Math.sqrt(0.8)) < EXACT);
  const { low, high } = boundsOf(slope, 0.975);
  const reach = 3.1824463052837095 * Math.sqrt(0.08);
  t.ok(relativeError(low, 0.6 - reach) < EXACT);
  t.ok(relativeError(high, 0.6 + reach) < EXACT);
});

test('residuals have no mean and no slope left, and their spread is the one given', async () => {
  fc.assert(
    fc.property(series, ([x, y]) => {
      const { slope, intercept, residualStandardDeviation } = leastSquaresLine(pointsOf(x, y));
      const left = y.map((value, i) => value - intercept - slope.mean * (x[i] ?? Number.NaN));
      const total = left.reduce((sum, each) => sum + each, 0);
      const squares = left.reduce((sum, each) => sum + each * each, 0);
      const spread =
        x.length > 3 ? relativeError(squares, residualStandardDeviation ** 2 * (x.length - 2)) : 0;
      return Math.abs(total) < 1e-4 && Math.abs(leastSquaresSlope(pointsOf(x, left))) < 1e-5 && spread < 1e-6;
    }),
    { seed: 61 },
  );
});

test('a shift moves the intercept alone, and another unit scales slope, intercept and errors', async () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 1, max: 64 }), ([x, y], unit) => {
      const plain = leastSquaresLine(pointsOf(x, y));
      const other = leastSquaresLine(
        pointsOf(
          x,
          y.map((value) => 4096 - unit * value),
        ),
      );
      const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * (1 + Math.abs(b));
      return (
        near(other.slope.mean, -unit * plain.slope.mean) &&
        near(other.intercept, 4096 - unit * plain.intercept) &&
        near(other.slope.standardError, unit * plain.slope.standardError) &&
        near(other.residualStandardDeviation, unit * plain.residualStandardDeviation)
      );
    }),
    { seed: 62 },
  );
});

test('exact data have no error, and two points tell none', async (t) => {
  const exact = leastSquaresLine(counted([512, 1024, 1536, 2048]));
  t.equal(exact.slope.standardError, 0);
  t.strictSame(boundsOf(exact.slope, 0.975), { low: 512, high: 512 });
  t.ok(Number.isNaN(leastSquaresLine(counted([1, 2])).slope.standardError));
  t.ok(Number.isNaN(leastSquaresLine(pointsOf([3, 3, 3], [1, 2, 3])).slope.mean), 'every x the same');
});
