import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import { type ArmGrowth, NO_GROWTH } from '../../../harness/analyse/arm-growth.ts';
import { permutationOf, reductionOf } from '../../../harness/analyse/reduction.ts';
import { type Rules, rulesFor } from '../../../harness/analyse/rules.ts';
import type { ResourceName } from '../../../harness/contract/resources.ts';
import { noiseOf } from '../../support/noise.ts';
import { type Curve, makeRun, PLAN } from './make-run.ts';
import { type ResultShape, resultsOf } from './results.ts';
import { armOfCurves } from './traces.ts';

const CYCLES = 1000;
const rulesOf = (resource: ResourceName): Rules => rulesFor(resource, PLAN, 'difference');
const lines = (...rates: readonly number[]): ArmGrowth =>
  armOfCurves(
    rates.map(
      (rate): Curve =>
        (c) =>
          rate * c,
    ),
    CYCLES,
  );
const LEAKS: ResultShape = { verdict: 'leak', rate: [1, 2, 3] };
const LEAKING = resultsOf({ heapBytes: LEAKS });
const CLEAN = resultsOf({ heapBytes: { verdict: 'no-leak', rate: [-1, 0, 1] } });

const reductionOfLines = (more: ArmGrowth, less: ArmGrowth, control = NO_GROWTH) =>
  reductionOf(
    { minuend: LEAKING, subtrahend: LEAKING, results: LEAKING },
    () => [more, less],
    rulesOf,
    () => control,
  );

test('a leak of 600 that comes down to 102 is reduced by 83 %, give or take its replicates', async (t) => {
  const reduction = reductionOfLines(lines(560, 590, 610, 640), lines(94, 100, 104, 110));
  if (reduction === null) throw new Error('no reduction');
  t.ok(Math.abs(reduction.estimate - 0.83) < 1e-9);
  // Fieller by hand: t of three degrees of freedom at 97.5 % is 3.1824.
  const [seMore, seLess] = [Math.sqrt(3400 / 12), Math.sqrt(136 / 12)];
  const bound = (sign: number): number => {
    const [a, b, g] = [102, 600, (3.182446 * seMore) ** 2];
    const lead = b * b - g;
    const reach = Math.sqrt((a * b) ** 2 - lead * (a * a - (3.182446 * seLess) ** 2));
    return 1 - (a * b + sign * reach) / lead;
  };
  t.ok(Math.abs(reduction.low - bound(1)) < 1e-6, `${reduction.low}`);
  t.ok(Math.abs(reduction.high - bound(-1)) < 1e-6, `${reduction.high}`);
  t.ok(reduction.low > 0.79 && reduction.high < 0.87, 'about [79, 87] %');
});

test('the interval holds the true share at least as often as it says', async (t) => {
  let held = 0;
  for (let seed = 0; seed < 400; seed += 1) {
    const noise = noiseOf(seed);
    const rates = (mean: number): number[] => [1, 2, 3, 4].map(() => mean + noise.normal(mean / 20));
    const reduction = reductionOfLines(lines(...rates(600)), lines(...rates(102)));
    if (reduction !== null && reduction.low <= 0.83 && 0.83 <= reduction.high) held += 1;
  }
  // 95 % of 400 is 380; below 366 comes once in a thousand times.
  t.ok(held >= 366, `${held} of 400`);
});

test('exact growth makes a narrow interval, and arms turned round a reduction below zero', async (t) => {
  const exact = reductionOfLines(lines(1000, 1000, 1000, 1000), lines(400, 400, 400, 400));
  t.ok(exact && exact.high - exact.low < 1e-3 && Math.abs(exact.estimate - 0.6) < 1e-9);
  t.ok((reductionOfLines(lines(400, 400, 400, 400), lines(1000, 1000, 1000, 1000))?.high ?? 0) < 0);
});

test('what the control arm grows by is no part of what is reduced', async (t) => {
  const reduction = reductionOfLines(lines(200, 200), lines(130, 130), lines(50, 50));
  t.ok(reduction && Math.abs(reduction.estimate - 70 / 150) < 1e-9);
  const { reason } = analyse(
    makeRun({
      curves: {
        off: { heapBytes: () => (c) => 200 * c },
        on: { heapBytes: () => (c) => 130 * c },
        control: { heapBytes: () => (c) => 50 * c },
      },
    }),
  );
  t.match(reason, /^off: 150 bytes.*on: 80 bytes.*; on: reduced by 46\.7 %/);
});

test('no share is given of growth that may be none', async (t) => {
  t.equal(reductionOfLines(lines(-600, 200, 700, 900), lines(94, 100, 104, 110)), null);
});

test('no share is given unless both arms leak and the difference is proven', async (t) => {
  const both = (): readonly [ArmGrowth, ArmGrowth] => [lines(600, 600), lines(100, 100)];
  const given = (minuend = LEAKING, subtrahend = LEAKING, results = LEAKING) =>
    reductionOf({ minuend, subtrahend, results }, both, rulesOf, () => NO_GROWTH);
  t.not(given(), null);
  t.equal(given(CLEAN), null);
  t.equal(given(LEAKING, CLEAN), null);
  t.equal(given(LEAKING, LEAKING, CLEAN), null);
});

test('the permutation p is the share of dealings that differ as much', async (t) => {
  const p = (more: ArmGrowth, less: ArmGrowth): number | null => permutationOf(LEAKING, () => [more, less]);
  t.equal(p(lines(5, 6, 7, 8), lines(1, 2, 3, 4)), 1 / 70);
  t.equal(p(lines(1, 2, 3, 4), lines(5, 6, 7, 8)), 1);
  t.equal(p(lines(3, 3, 3, 3), lines(3, 3, 3, 3)), 1, 'arms that are the same');
});

test('a run says by how much the flag reduced its leak', async (t) => {
  const arm = (rates: readonly number[]) => ({
    heapBytes: (replicate: number) => (c: number) => (rates[replicate - 1] ?? Number.NaN) * c,
  });
  const { verdict, reason, differences } = analyse(
    makeRun({ curves: { off: arm([560, 590, 610, 640]), on: arm([94, 100, 104, 110]) } }),
  );
  t.equal(verdict, 'reduced');
  t.match(reason, /; on: reduced by 83 % \[80\.5, 85\.2\] \(busy heap bytes\); up to cycle/);
  t.equal(differences[0]?.permutationP, 1 / 70);
});
