import { test } from 'tap';
import { decimalsOfStep, enclosingTicks, innerTicks } from '../../../reports/chart/ticks.ts';
import fc from '../../support/seeded-properties.ts';

/** Sizes and counts as they come: whole ones, or parts of a KiB. */
const finite = fc.integer({ min: -1e12, max: 1e12 }).map((value) => value / 1024);
const range = fc.tuple(finite, finite).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

/** Whether a step is 1, 2 or 5 times a power of ten. */
function isRound(step: number): boolean {
  const leading = Number(step.toExponential(6).split('e')[0]);
  return [1, 2, 5].some((round) => Math.abs(leading - round) < 1e-6);
}

test('ticks are round numbers', async (t) => {
  t.same(enclosingTicks(0, 3.9, 5).values, [0, 1, 2, 3, 4]);
  t.same(enclosingTicks(-3, 9.5, 5).values, [-5, 0, 5, 10]);
  t.same(innerTicks(0, 960, 6, 1).values, [0, 200, 400, 600, 800]);
  fc.assert(fc.property(range, ([low, high]) => isRound(enclosingTicks(low, high, 5).step)));
});

test('enclosing ticks reach to both ends or beyond, by less than a step', async (t) => {
  fc.assert(
    fc.property(range, ([low, high]) => {
      const { values, step } = enclosingTicks(low, high, 5);
      const slack = step * 1e-6;
      const [first = Number.NaN] = values;
      const last = values.at(-1) ?? Number.NaN;
      const tight = low === high || (first > low - step - slack && last < high + step + slack);
      return first <= low + slack && last >= high - slack && tight;
    }),
  );
  t.pass('for any range');
});

test('inner ticks stay within both ends', async (t) => {
  fc.assert(
    fc.property(range, ([low, high]) => {
      const { values, step } = innerTicks(low, high, 6);
      return values.every((tick) => tick >= low - step * 1e-6 && tick <= high + step * 1e-6);
    }),
  );
  t.pass('for any range');
});

test('there are neither many ticks nor hardly any', async (t) => {
  fc.assert(
    fc.property(range, ([low, high]) => {
      const count = enclosingTicks(low, high, 5).values.length;
      return count >= 2 && count <= 8;
    }),
  );
  t.pass('for any range');
});

test('equal ends get an axis of one step', async (t) => {
  t.same(enclosingTicks(0, 0, 5, 1).values, [0, 1]);
  t.same(innerTicks(40, 40, 6, 1).values, [40]);
});

test('steps are not smaller than asked for', async (t) => {
  t.same(enclosingTicks(0, 2, 5, 1).values, [0, 1, 2]);
});

test('ticks get the decimals that tell them apart', async (t) => {
  t.equal(decimalsOfStep(20), 0);
  t.equal(decimalsOfStep(1), 0);
  t.equal(decimalsOfStep(0.5), 1);
  t.equal(decimalsOfStep(0.02), 2);
});
