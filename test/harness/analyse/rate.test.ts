import { test } from 'tap';
import { NO_GROWTH } from '../../../harness/analyse/arm-growth.ts';
import {
  boundsOver,
  headedFor,
  limitBounds,
  type Measurement,
  measure,
} from '../../../harness/analyse/rate.ts';
import { rulesFor } from '../../../harness/analyse/rules.ts';
import { between, type Points } from '../../../harness/analyse/statistics/points.ts';
import type { Rate } from '../../../harness/contract/result.ts';
import type { Noise } from '../../support/noise.ts';
import { type Curve, PLAN } from './make-run.ts';
import { armOfCurves, noises } from './traces.ts';

const CYCLES = 2048;
const RULES = rulesFor('heapBytes', PLAN);
const same = (curve: Curve): Curve[] => [curve, curve, curve, curve];
const armOf = (curve: Curve, cycles = CYCLES) => armOfCurves(same(curve), cycles);
const measured = (curve: Curve): Measurement => measure(armOf(curve), NO_GROWTH, RULES);
const holds = ({ low, high }: Pick<Rate, 'low' | 'high'>, rate: number): boolean =>
  low <= rate && rate <= high;

/** Of 200 runs of four processes each, those whose interval holds a rate. */
function covered(make: (noise: Noise) => Curve, rate: number): number {
  let count = 0;
  for (let seed = 0; seed < 200; seed += 1) {
    const arm = armOfCurves(noises(seed).map(make), CYCLES);
    if (holds(measure(arm, NO_GROWTH, RULES).rate, rate)) count += 1;
  }
  return count;
}
/** Below so many of 200 an interval of 95 % comes once in a thousand times. */
const LEAST_COVERED = 179;

test('a line has its rate to the grain, and so has a line less another', async (t) => {
  const { rate, samples, window } = measured((c) => 512 * c);
  t.ok(Math.abs(rate.estimate - 512) < 1e-9);
  t.ok(holds(rate, 512) && rate.high - rate.low < 0.05);
  t.ok(samples > 32);
  t.same(window, { fromCycle: 513, toCycle: 2048 });
  const net = measure(
    armOf((c) => 512 * c),
    armOf((c) => 12 * c),
    RULES,
  ).rate;
  t.ok(Math.abs(net.estimate - 500) < 1e-9 && holds(net, 500));
});

test('steady growth under noise is held as often as is said', async (t) => {
  const found = covered((noise) => (c) => 256 * c + noise.normal(8192), 256);
  t.ok(found >= LEAST_COVERED, `${found} of 200`);
});

test('the interval holds the late rate where the rate changes in the run', async (t) => {
  for (const [before, after] of [
    [1024, 256],
    [1024, 700],
    [256, 1024],
  ] as const) {
    for (const at of [600, 1024, 1200]) {
      const { rate } = measured((c) => before * Math.min(c, at) + after * Math.max(0, c - at));
      t.ok(holds(rate, after), `${before}, from ${at} on ${after}: [${rate.low}, ${rate.high}]`);
    }
  }
});

test('growth that begins late is not averaged away', async (t) => {
  for (const from of [1000, 1200, 1400, 1500, 1600]) {
    const { rate } = measured((c) => 1024 * Math.max(0, c - from));
    t.ok(holds(rate, 1024), `from cycle ${from} of ${CYCLES}: [${rate.low}, ${rate.high}]`);
  }
});

test('beside a pool that fills up geometrically the interval holds the leak', async (t) => {
  for (const tau of [250, 500, 1000, 2000]) {
    const { rate } = measured((c) => 256 * c + 2 ** 20 * (1 - Math.exp(-c / tau)));
    t.ok(holds(rate, 256), `time constant of ${tau} cycles: [${rate.low}, ${rate.high}]`);
    const found = covered(
      (noise) => (c) => 256 * c + 2 ** 20 * (1 - Math.exp(-c / tau)) + noise.normal(2048),
      256,
    );
    t.ok(found >= LEAST_COVERED, `${found} of 200 in noise`);
  }
});

test('a line beside one geometric approach is extrapolated to the line', async (t) => {
  const arm = armOf((c) => 256 * c + 2 ** 20 * (1 - Math.exp(-c / 500)));
  const limit = limitBounds(arm, NO_GROWTH, RULES);
  if (limit === null) throw new Error('no limit');
  t.ok(limit.low > 230 && limit.high < 260, `[${limit.low}, ${limit.high}]`);
});

test('a logarithm, and a pool without a leak, may come to nothing: the interval reaches down to 0', async (t) => {
  for (const curve of [
    (c: number) => 2 ** 18 * Math.log1p(c / 20),
    (c: number) => 2 ** 20 * Math.log1p(c),
    (c: number) => 2 ** 20 * (1 - Math.exp(-c / 1000)),
  ]) {
    const { rate } = measured(curve);
    t.ok(holds(rate, 0), `[${rate.low}, ${rate.high}]`);
    t.ok(headedFor(armOf(curve), NO_GROWTH, RULES).low <= 0);
  }
});

test('growth that gains speed is said to be as fast as it became, at least', async (t) => {
  const { rate } = measured((c) => (c * c) / 8);
  t.ok(rate.high >= 2048 / 4, `${rate.high} at the end`);
});

test('estimators that disagree are both in the interval', async (t) => {
  const spiked = armOf((c) => (c > 1980 ? 2 ** 20 : 0));
  const { low, high } = boundsOver(spiked.settled, [], RULES.oneSided, RULES);
  const [growth] = spiked.settled;
  if (growth === undefined) throw new Error('no growth');
  t.ok(low <= growth.robustRate && growth.meanRate <= high && growth.meanRate > growth.robustRate);
});

test('a coarse resource is off by a step over the span, however many replicates agree', async (t) => {
  const rules = rulesFor('privateBytes', PLAN);
  const arm = armOf(() => 7);
  const { low, high } = boundsOver(arm.settled, [], 0.975, rules);
  const step = 4096 / (arm.settled[0]?.spanCycles ?? Number.NaN);
  t.ok(high >= step && low <= -step);
});

test('a lone replicate has the spread of its own samples', async (t) => {
  const [noise] = noises(1, 1);
  const lone = armOfCurves([(c) => 256 * c + (noise?.normal(8192) ?? 0)], CYCLES);
  const { rate } = measure(lone, NO_GROWTH, RULES);
  t.ok(rate.high - rate.low > 1 && holds(rate, 256));
});

test('where samples end early nothing is said of what came after', async (t) => {
  const whole = armOf((c) => 512 * c);
  const cut = (points: Points): Points => between(points, 0, 1200);
  const arm = { ...whole, settled: whole.settled.map((each) => ({ ...each, samples: cut(each.samples) })) };
  const { window } = measure(arm, NO_GROWTH, RULES);
  t.equal(window.fromCycle, 513);
  t.ok(window.toCycle > 1100 && window.toCycle <= 1200, `to ${window.toCycle}`);
});
