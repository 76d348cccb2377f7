import { test } from 'tap';
import { fromSteps, stepsOf } from '../../../reports/chart/chart-data.ts';
import {
  armsAt,
  growthAt,
  growthBetween,
  type Line,
  lineFrom,
  nearestIndex,
} from '../../../reports/page-script/lines.ts';
import fc from '../../support/seeded-properties.ts';

const line = (arm: Line['arm'], cycles: readonly number[], growth: readonly number[]): Line =>
  lineFrom([`${arm}-1`, arm, stepsOf(cycles), stepsOf(growth)]);

test('whole numbers survive being written as steps, whatever they are', async (t) => {
  const whole = fc.array(fc.integer({ min: -(2 ** 50), max: 2 ** 50 }));
  fc.assert(
    fc.property(whole, (numbers) => fromSteps(stepsOf(numbers)).every((each, at) => each === numbers[at])),
  );
  t.pass('for any list');
});

test('fractions keep six decimals, however many steps there are', async (t) => {
  const fractions = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 300 });
  fc.assert(
    fc.property(fractions, (numbers) =>
      fromSteps(stepsOf(numbers)).every((each, at) => Math.abs(each - (numbers[at] ?? 0)) < 1e-6),
    ),
  );
  t.pass('rounding does not add up');
});

test('the nearest sample is found, also beyond both ends', async (t) => {
  const cycles = Float64Array.from([10, 20, 40]);
  t.same(
    [-5, 10, 14, 16, 29, 31, 99].map((cycle) => nearestIndex(cycles, cycle)),
    [0, 0, 0, 1, 1, 2, 2],
  );
});

test('growth at a cycle is that of the last sample until then, while the replicate ran', async (t) => {
  const off = line('off', [10, 20, 40], [0, 5, 9]);
  t.same(
    [9, 10, 19, 20, 39, 40, 41].map((cycle) => growthAt(off, cycle)),
    [null, 0, 0, 5, 5, 9, null],
  );
});

test('what is drawn between two cycles is the samples there, and the line at both edges', async (t) => {
  const off = line('off', [0, 10, 20, 30], [0, 100, -50, 60]);
  t.same(growthBetween([off], { low: 0, high: 30 }), { low: -50, high: 100 });
  t.same(growthBetween([off], { low: 2, high: 4 }), { low: 20, high: 40 }, 'between two samples');
  t.same(growthBetween([off], { low: 25, high: 99 }), { low: 5, high: 60 });
  t.equal(growthBetween([off], { low: 31, high: 99 }), null);
  t.equal(growthBetween([], { low: 0, high: 30 }), null);
});

test('each arm is read with the range of its replicates', async (t) => {
  const lines = [
    line('off', [0, 10], [0, 7]),
    line('off', [0, 10], [0, 9]),
    line('on', [0, 10], [0, 1]),
    line('control', [0, 4], [0, 2]),
  ];
  t.same(
    [...armsAt(lines, 10)],
    [
      ['off', { low: 7, high: 9 }],
      ['on', { low: 1, high: 1 }],
    ],
  );
});
