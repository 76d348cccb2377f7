import { test } from 'tap';
import { kendallVariance } from '../../../../harness/analyse/statistics/kendall.ts';
import { leastSquaresSlope } from '../../../../harness/analyse/statistics/least-squares.ts';
import { between, type Points } from '../../../../harness/analyse/statistics/points.ts';
import { mean, median, variance } from '../../../../harness/analyse/statistics/summary.ts';
import { pairwiseSlopes, theilSen } from '../../../../harness/analyse/statistics/theil-sen.ts';
import fc from '../../../support/seeded-properties.ts';
import { oracle, relativeError } from '../oracles.ts';
import { pointsOf, series } from './series.ts';

const EXACT = 1e-10;

test("Sen's slope and its rank interval are those of the published examples", async (t) => {
  const sen = oracle('Sen-1968');
  const ofSen = theilSen(sen.points, 0.93);
  t.ok(relativeError(ofSen.slope, sen.number('sen')) < EXACT);
  t.strictSame([ofSen.low, ofSen.high].map(tenDigits), sen.numbers('ci93_order_stat').map(tenDigits));

  const bonett = oracle('statpsych-ci.theil');
  const ofBonett = theilSen(bonett.points, 0.95);
  t.equal(pairwiseSlopes(bonett.points).length, bonett.number('usable_slopes'), 'ties in x are left out');
  t.ok(relativeError(ofBonett.slope, bonett.number('sen')) < EXACT);
  t.strictSame([ofBonett.low, ofBonett.high].map(tenDigits), bonett.numbers('ci95').map(tenDigits));
  t.ok(relativeError((ofBonett.high - ofBonett.low) / 3.919927969080108, bonett.number('se')) < EXACT);

  const nile = oracle('Nile');
  const ofNile = theilSen(nile.points, 0.95);
  t.ok(relativeError(ofNile.slope, nile.number('sen')) < EXACT);
  t.strictSame([ofNile.low, ofNile.high].map(tenDigits), nile.numbers('ci95_rank_rule').map(tenDigits));

  const epa = oracle('EPA-2009-17-6');
  t.ok(relativeError(theilSen(epa.points, 0.95).slope, epa.number('sen')) < EXACT);
});

test("the variance of Kendall's S allows for ties in both variables", async (t) => {
  for (const id of ['EPA-2009-17-6', 'Sen-1968', 'Kendall-ex-3.4', 'Kendall-ex-4.3', 'Nile']) {
    const { points, number } = oracle(id);
    t.ok(relativeError(kendallVariance(points), number('varS')) < EXACT, id);
  }
  t.equal(kendallVariance(pointsOf([1, 2], [3, 4])), 1, 'of two points S is 1 or -1');
});

test("Sen's slope is the median of all slopes as a plain definition computes it", async () => {
  fc.assert(
    fc.property(series, ([x, y]) => {
      const all: number[] = [];
      x.forEach((xi, i) => {
        x.forEach((xj, j) => {
          if (i < j) all.push(((y[j] ?? 0) - (y[i] ?? 0)) / (xj - xi));
        });
      });
      all.sort((a, b) => a - b);
      const middle = (all.length - 1) / 2;
      const expected = ((all[Math.floor(middle)] ?? 0) + (all[Math.ceil(middle)] ?? 0)) / 2;
      return theilSen(pointsOf(x, y), 0.95).slope === expected;
    }),
    { seed: 21 },
  );
});

test('both slopes ignore the level, follow a trend that is added, and scale with the unit', async () => {
  for (const slope of [(p: Points) => theilSen(p, 0.95).slope, leastSquaresSlope]) {
    fc.assert(
      fc.property(
        series,
        fc.integer({ min: -500, max: 500 }),
        fc.integer({ min: 1, max: 64 }),
        ([x, y], trend, unit) => {
          const plain = slope(pointsOf(x, y));
          const tilted = slope(
            pointsOf(
              x,
              y.map((value, i) => unit * value + 777 + trend * (x[i] ?? 0)),
            ),
          );
          return Math.abs(tilted - (unit * plain + trend)) < 1e-6 * (1 + Math.abs(unit * plain));
        },
      ),
      { seed: 22 },
    );
  }
});

test('both slopes do not depend on the order of the points', async () => {
  fc.assert(
    fc.property(series, ([x, y]) => {
      const backwards = pointsOf(x.toReversed(), y.toReversed());
      const forwards = pointsOf(x, y);
      return (
        theilSen(forwards, 0.95).slope === theilSen(backwards, 0.95).slope &&
        Math.abs(leastSquaresSlope(forwards) - leastSquaresSlope(backwards)) < 1e-6
      );
    }),
    { seed: 23 },
  );
});

test('one wild sample moves least squares and not the median slope', async (t) => {
  const x = Array.from({ length: 20 }, (_, i) => i * 10);
  const y = x.map((value) => 5 * value + (value === 190 ? 1e6 : 0));
  t.ok(Math.abs(theilSen(pointsOf(x, y), 0.95).slope - 5) < 1e-9);
  t.ok(leastSquaresSlope(pointsOf(x, y)) > 500);
});

test('mean, median and variance are those of the textbook', async (t) => {
  t.equal(mean([1, 2, 6]), 3);
  t.equal(median([9, 1, 5]), 5);
  t.equal(median([9, 1, 5, 7]), 6);
  t.equal(variance([2, 4, 4, 4, 5, 5, 7, 9]), 32 / 7);
});

test('a stretch of cycles takes both its ends', async (t) => {
  const points = pointsOf([0, 10, 20, 30], [1, 2, 3, 4]);
  t.strictSame([...between(points, 10, 20).y], [2, 3]);
  t.strictSame([...between(points, 11, 19).y], []);
  t.strictSame([...between(points, -5, 99).y], [1, 2, 3, 4]);
});

function tenDigits(value: number): string {
  return value.toPrecision(11);
}
