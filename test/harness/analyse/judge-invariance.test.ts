import { test } from 'tap';
import { NO_GROWTH } from '../../../harness/analyse/arm-growth.ts';
import { differenceVerdict } from '../../../harness/analyse/difference.ts';
import { type Judgement, judge } from '../../../harness/analyse/judge.ts';
import { measureOver } from '../../../harness/analyse/rate.ts';
import { type Rules, rulesFor } from '../../../harness/analyse/rules.ts';
import { noiseOf } from '../../support/noise.ts';
import fc from '../../support/seeded-properties.ts';
import { CLEAN, type Family, LEAKING } from './families.ts';
import { type Curve, PLAN } from './make-run.ts';
import { armOfCurves } from './traces.ts';

const CYCLES = 1024;
const RULES = rulesFor('heapBytes', PLAN);
const family = fc.constantFrom<Family>(...Object.values(CLEAN), ...Object.values(LEAKING));
const seed = fc.integer({ min: 0, max: 2 ** 30 });
const RUNS = { seed: 91, numRuns: 150 };

/** The processes of one run in whole bytes: the same ones whenever they are asked for. */
const processes = ({ curve }: Family, runSeed: number, count = 4): Curve[] =>
  Array.from({ length: count }, (_, i) => {
    const trace = curve(noiseOf(runSeed + i));
    return (c) => Math.round(trace(c));
  });
const judged = (curves: readonly Curve[], rules: Rules = RULES): Judgement =>
  judge(armOfCurves(curves, CYCLES), NO_GROWTH, rules);
const changed = (curves: readonly Curve[], change: (value: number) => number): Curve[] =>
  curves.map((curve) => (c) => change(curve(c)));

const isNear = (a: number, b: number): boolean =>
  a === b || Math.abs(a - b) <= 1e-6 * (1 + Math.abs(a) + Math.abs(b));
/** Whether b found the same as a, in units so many times as small. */
function alike(a: Judgement, b: Judgement, scale = 1): boolean {
  return (
    JSON.stringify(a.finding) === JSON.stringify(b.finding) &&
    (['estimate', 'low', 'high'] as const).every((part) => isNear(scale * a.rate[part], b.rate[part])) &&
    isNear(scale * a.atMost, b.atMost)
  );
}

test('where a level starts does not matter', async () => {
  fc.assert(
    fc.property(family, seed, fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), (each, runSeed, shift) =>
      alike(
        judged(processes(each, runSeed)),
        judged(changed(processes(each, runSeed), (value) => value + shift)),
      ),
    ),
    RUNS,
  );
});

test('the order of the replicates does not matter', async () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
  fc.assert(
    fc.property(family, seed, order, (each, runSeed, order) => {
      const curves = processes(each, runSeed);
      const shuffled = order.flatMap((i) => processes(each, runSeed)[i] ?? []);
      return alike(judged(curves), judged(shuffled));
    }),
    RUNS,
  );
});

test('in a unit half as large, margin and grain too, everything is twice as much', async () => {
  // Lumps have a size in bytes, whatever the unit: the families here have none.
  const lumpless = fc.constantFrom<Family>(CLEAN.white, CLEAN.walk, LEAKING.small, LEAKING.buried);
  fc.assert(
    fc.property(lumpless, seed, fc.constantFrom(2, 4, 16), (each, runSeed, scale) => {
      const rules: Rules = {
        ...RULES,
        margin: scale * RULES.margin,
        info: { ...RULES.info, grain: scale * RULES.info.grain },
      };
      const scaled = changed(processes(each, runSeed), (value) => scale * value);
      return alike(judged(processes(each, runSeed)), judged(scaled, rules), scale);
    }),
    RUNS,
  );
});

test('the difference of two arms turned round is its negative, and never a leak both ways', async () => {
  fc.assert(
    fc.property(family, family, seed, (one, other, runSeed) => {
      const a = armOfCurves(processes(one, runSeed), CYCLES);
      const b = armOfCurves(processes(other, runSeed + 100), CYCLES);
      const rules = rulesFor('heapBytes', PLAN, 'difference');
      const there = measureOver(a.settled, b.settled, rules).rate;
      const back = measureOver(b.settled, a.settled, rules).rate;
      const verdicts = [differenceVerdict(a, b, rules), differenceVerdict(b, a, rules)];
      return (
        isNear(there.estimate, -back.estimate) &&
        isNear(there.low, -back.high) &&
        isNear(there.high, -back.low) &&
        verdicts.filter((verdict) => verdict === 'leak').length < 2
      );
    }),
    RUNS,
  );
});

test('the same arm twice differs by nothing', async () => {
  fc.assert(
    fc.property(family, seed, (each, runSeed) => {
      const arm = armOfCurves(processes(each, runSeed), CYCLES);
      const rules = rulesFor('heapBytes', PLAN, 'difference');
      const { estimate, low, high } = measureOver(arm.settled, arm.settled, rules).rate;
      return isNear(estimate, 0) && low <= 0 && high >= 0 && differenceVerdict(arm, arm, rules) !== 'leak';
    }),
    RUNS,
  );
});
