import { test } from 'tap';
import { hamedRaoFactor } from '../../../../harness/analyse/statistics/hamed-rao.ts';
import { continuityZ, mannKendall } from '../../../../harness/analyse/statistics/mann-kendall.ts';
import { averageRanks } from '../../../../harness/analyse/statistics/ties.ts';
import { trendOf } from '../../../../harness/analyse/statistics/trend.ts';
import fc from '../../../support/seeded-properties.ts';
import { oracle, relativeError } from '../oracles.ts';
import { counted, pointsOf, series } from './series.ts';

const EXACT = 1e-10;

test("Hamed-Rao of the Nile is as R's modifiedmk has it, for all lags and for three", async (t) => {
  const { points, record } = oracle('Nile');
  const { s, variance } = mannKendall(points);
  for (const [name, mostLags] of [
    ['hamed_rao_all', Number.POSITIVE_INFINITY],
    ['hamed_rao_lag3', 3],
  ] as const) {
    const expected = record(name);
    const factor = hamedRaoFactor(points, mostLags);
    t.ok(relativeError(factor, expected['n_over_nstar'] ?? 0) < EXACT, `${name}: n/n*`);
    t.ok(relativeError(factor * variance, expected['var'] ?? 0) < EXACT, `${name}: variance`);
    t.ok(relativeError(continuityZ(s, factor * variance), expected['z'] ?? 0) < EXACT, `${name}: Z`);
  }
});

test('the column beside a verdict holds S, Z, p, tau and the corrected Z', async (t) => {
  const { points, number, record } = oracle('Nile');
  const { s, z, p, correctedZ, tau } = trendOf(points);
  t.equal(s, number('S'));
  t.ok(relativeError(z, number('z')) < EXACT);
  t.ok(relativeError(p, number('p')) < EXACT);
  t.ok(relativeError(correctedZ ?? 0, record('hamed_rao_all')['z'] ?? 0) < EXACT);
  t.ok(relativeError(tau, number('tau_a')) < EXACT);
  t.equal(trendOf(counted([1, 2, 3, 4, 5])).p, 2 / 120, 'p is exact of few points');
});

test('neighbours that resemble each other make a trend less certain', async (t) => {
  const waves = Array.from({ length: 120 }, (_, i) => 100 * Math.sin(i / 6) + i);
  t.ok(hamedRaoFactor(counted(waves)) > 2);
  const { z, correctedZ } = trendOf(counted(waves));
  t.ok(Math.abs(correctedZ ?? Number.NaN) < Math.abs(z));
});

test('a straight line has nothing to correct, even where its residuals are rounding errors', async (t) => {
  for (const slope of [512, 0.1, 1 / 3, 65.536]) {
    const line = Array.from({ length: 50 }, (_, i) => 5 * 1024 * 1024 + slope * (i + 1));
    t.equal(hamedRaoFactor(counted(line)), 1, `slope ${slope}`);
    const { z, correctedZ } = trendOf(counted(line));
    t.equal(correctedZ, z);
  }
});

test('no trend and too few points are said so, and not divided by', async (t) => {
  t.strictSame(trendOf(counted([3, 3, 3, 3])), { s: 0, z: 0, p: 1, correctedZ: 0, tau: 0 });
  t.equal(hamedRaoFactor(counted([1, 2])), 1);
  t.ok(Number.isNaN(trendOf(counted([1])).tau));
});

test('alternating samples beat independent ones; with no variance left there is no Z', async (t) => {
  const alternating = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 0 : 1000) + i);
  const { z, correctedZ } = trendOf(counted(alternating));
  t.ok(Math.abs(correctedZ ?? 0) > Math.abs(z));
  const overcorrected = counted([8, 6, 3, 1, 11, 5, 19, 0, 17, 3, 17, 0]);
  t.ok(hamedRaoFactor(overcorrected) < 0);
  t.equal(trendOf(overcorrected).correctedZ, null);
});

test('the same upside down has the same correction, with the signs turned', async () => {
  fc.assert(
    fc.property(series, ([x, y]) => {
      const plain = trendOf(pointsOf(x, y));
      const turned = trendOf(
        pointsOf(
          x,
          y.map((value) => -value),
        ),
      );
      const sameCorrection =
        plain.correctedZ === null || turned.correctedZ === null
          ? plain.correctedZ === turned.correctedZ
          : Math.abs(plain.correctedZ + turned.correctedZ) < 1e-9;
      return sameCorrection && plain.s + turned.s === 0 && plain.p === turned.p;
    }),
    { seed: 41 },
  );
});

test('equal values share the mean of their ranks, and ranks always have the same sum', async (t) => {
  t.strictSame([...averageRanks(Float64Array.of(20, 10, 20, 30, 20))], [3, 1, 3, 5, 3]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 }), (values) => {
      const ranks = averageRanks(Float64Array.from(values));
      const below = (value: number) => values.filter((each) => each < value).length;
      const equal = (value: number) => values.filter((each) => each === value).length;
      return values.every((value, i) => ranks[i] === below(value) + (equal(value) + 1) / 2);
    }),
    { seed: 42 },
  );
});
