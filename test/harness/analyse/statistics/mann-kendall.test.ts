import { test } from 'tap';
import { kendallScore } from '../../../../harness/analyse/statistics/kendall-score.ts';
import { kendallUpperTail } from '../../../../harness/analyse/statistics/kendall-tails.ts';
import { mannKendall } from '../../../../harness/analyse/statistics/mann-kendall.ts';
import type { Points } from '../../../../harness/analyse/statistics/points.ts';
import { tiedPairs } from '../../../../harness/analyse/statistics/ties.ts';
import fc from '../../../support/seeded-properties.ts';
import { oracle, relativeError } from '../oracles.ts';
import { counted, pointsOf, series, tiedPairsOfNumbers } from './series.ts';

const EXACT = 1e-10;

test('S, its variance, Z, p and tau are those of the published examples', async (t) => {
  for (const id of ['EPA-2009-17-6', 'Sen-1968', 'Nile']) {
    const { points, number } = oracle(id);
    const { s, variance, z, p } = mannKendall(points);
    t.equal(s, number('S'), id);
    t.ok(relativeError(variance, number('varS')) < EXACT, `${id}: variance`);
    t.ok(relativeError(z, number('z')) < EXACT, `${id}: Z`);
    t.ok(relativeError(p, number('p')) < EXACT, `${id}: p`);
  }
  for (const id of ['EPA-2009-17-6', 'Nile']) {
    const { points, number } = oracle(id);
    t.ok(relativeError(mannKendall(points).tauA, number('tau_a')) < EXACT, `${id}: tau-a`);
  }
});

test('with ties in both variables S and tau-b are those of Kendall', async (t) => {
  for (const id of ['Kendall-ex-3.4', 'Kendall-ex-4.3']) {
    const { points, number } = oracle(id);
    const { s, variance, tauB } = mannKendall(points);
    t.equal(s, number('S'), id);
    t.ok(relativeError(variance, number('varS')) < EXACT, `${id}: variance`);
    t.ok(relativeError(tauB, number('tau_b')) < EXACT, `${id}: tau-b`);
    t.ok(relativeError(s / tauB, number('D')) < EXACT, `${id}: D`);
  }
  const nile = oracle('Nile');
  t.ok(relativeError(mannKendall(nile.points).tauB, nile.number('tau_trend_pkg')) < 1e-11);
});

test('S of sorted points is that of a plain count over all pairs, with ties in either variable', async () => {
  fc.assert(
    fc.property(tiedPairsOfNumbers, (points) => kendallScore(points).s === scoreByPairs(points)),
    { seed: 31, numRuns: 500 },
  );
  fc.assert(
    fc.property(series, ([x, y]) => kendallScore(pointsOf(x, y)).s === scoreByPairs(pointsOf(x, y))),
    { seed: 32, numRuns: 200 },
  );
});

test('pairs tied in a variable are those that are equal', async () => {
  fc.assert(
    fc.property(tiedPairsOfNumbers, ({ y }) => {
      let equal = 0;
      for (const [i, value] of y.entries()) equal += y.subarray(0, i).filter((each) => each === value).length;
      return tiedPairs(y) === equal;
    }),
    { seed: 33 },
  );
});

test('S does not depend on the order of the points, and is the same with x and y exchanged', async () => {
  fc.assert(
    fc.property(tiedPairsOfNumbers, ({ x, y }) => {
      const { s } = kendallScore({ x, y });
      const backwards = kendallScore({ x: x.toReversed(), y: y.toReversed() }).s;
      return backwards === s && kendallScore({ x: y, y: x }).s === s;
    }),
    { seed: 34 },
  );
});

test('a shift or another unit leaves S alone, and looking upside down turns its sign', async () => {
  fc.assert(
    fc.property(tiedPairsOfNumbers, fc.integer({ min: -99, max: 99 }), ({ x, y }, shift) => {
      const plain = mannKendall({ x, y });
      const scaled = mannKendall({ x, y: y.map((value) => shift + 4096 * value) });
      const upsideDown = mannKendall({ x, y: y.map((value) => shift - 3 * value) });
      return (
        scaled.s === plain.s &&
        scaled.p === plain.p &&
        upsideDown.s + plain.s === 0 &&
        upsideDown.z + plain.z === 0 &&
        upsideDown.p === plain.p
      );
    }),
    { seed: 35 },
  );
});

test('ten thousand points are counted, not compared two by two', async (t) => {
  const rising = Array.from({ length: 10_000 }, (_, index) => index);
  t.equal(kendallScore(counted(rising)).s, 49_995_000);
  t.equal(kendallScore(counted(rising.toReversed())).s, -49_995_000);
  const inPairs = rising.map((value) => Math.floor(value / 2));
  t.equal(kendallScore(counted(inPairs)).s, 49_995_000 - 5000);
});

test('the exact tails are those of the table for 3 to 10 points', async (t) => {
  for (let n = 3; n <= 10; n += 1) {
    for (const [s, tail] of Object.entries(oracle('Kendall-exact-tails').record(String(n)))) {
      t.ok(relativeError(kendallUpperTail(Number(s), n), tail) < 1e-14, `n ${n}, S ${s}`);
    }
  }
});

test('an exact tail and the one below it are the whole', async (t) => {
  for (let n = 2; n <= 10; n += 1) {
    const most = (n * (n - 1)) / 2;
    for (let s = -most; s <= most; s += 2) {
      // S is as likely as -S, so P(S < s) = P(S > -s), and the next value is two away.
      t.ok(Math.abs(kendallUpperTail(s, n) + kendallUpperTail(2 - s, n) - 1) < 1e-15, `n ${n}, S ${s}`);
    }
  }
});

test('p is exact for up to ten points without ties, and only there', async (t) => {
  t.equal(mannKendall(counted([1, 2, 3, 4, 5])).exactP, 2 / 120);
  t.equal(mannKendall(counted([5, 4, 3, 2, 1])).exactP, 2 / 120, 'two-sided');
  t.equal(mannKendall(counted([1, 2, 2, 4, 5])).exactP, null, 'ties');
  t.equal(mannKendall(pointsOf([1, 2, 2, 4], [1, 2, 3, 4])).exactP, null, 'ties in x');
  t.equal(mannKendall(counted(Array.from({ length: 11 }, (_, i) => i))).exactP, null);
  t.equal(mannKendall(counted([2, 1, 4, 3])).exactP, 2 * 0.375);
  t.equal(mannKendall(counted([2, 4, 1, 3])).exactP, 1, 'S 0: a probability is never above 1');
});

test('one step in a flat series is a "trend" to Mann-Kendall', async (t) => {
  const half = [...new Array<number>(50).fill(0), ...new Array<number>(50).fill(1)];
  t.equal(mannKendall(counted(half)).z.toFixed(2), '8.61');
  const late = [...new Array<number>(95).fill(0), ...new Array<number>(5).fill(1)];
  t.equal(mannKendall(counted(late)).z.toFixed(2), '3.75');
});

test('a wild last but one value weighs no more than its rank', async (t) => {
  const { s, variance, z } = mannKendall(counted([1, 2, 3, 4, 5, 16, 7]));
  t.equal(s, 19);
  t.ok(relativeError(variance, 133 / 3) < EXACT);
  t.ok(relativeError(z, 18 / Math.sqrt(133 / 3)) < EXACT);
});

test('a series that never changes has no trend and no tau-b', async (t) => {
  const { s, z, p, tauA, tauB } = mannKendall(counted([7, 7, 7, 7]));
  t.strictSame([s, z, p, tauA], [0, 0, 1, 0]);
  t.ok(Number.isNaN(tauB));
});

test('the two taus agree without ties, and lie between -1 and 1', async () => {
  fc.assert(
    fc.property(series, ([x, y]) => {
      const { tauA, tauB } = mannKendall(pointsOf(x, y));
      const inRange = Math.abs(tauA) <= 1 && (Number.isNaN(tauB) || Math.abs(tauB) <= 1 + 1e-12);
      return inRange && (new Set(y).size < y.length || Math.abs(tauA - tauB) < 1e-12);
    }),
    { seed: 36 },
  );
});

function scoreByPairs({ x, y }: Points): number {
  let s = 0;
  for (const [i, xi] of x.entries()) {
    for (const [j, xj] of x.entries()) {
      if (i < j) s += Math.sign(xj - xi) * Math.sign((y[j] ?? Number.NaN) - (y[i] ?? Number.NaN));
    }
  }
  return s;
}
