import { test } from 'tap';
import { LARGEST_GROUP, permutationP } from '../../../../harness/analyse/statistics/permutation.ts';
import fc from '../../../support/seeded-properties.ts';

const group = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 5 });
const p = (x: readonly number[], y: readonly number[]): number => permutationP(x, y) ?? Number.NaN;

test('groups that do not overlap have the smallest p there is: one in all relabelings', async (t) => {
  t.equal(p([5, 6, 7, 8], [1, 2, 3, 4]), 1 / 70);
  t.equal(p([1, 2, 3, 4], [5, 6, 7, 8]), 1, 'the other way round every relabeling reaches it');
  t.equal(p([6, 7, 8, 9, 10], [1, 2, 3, 4, 5]), 1 / 252);
  t.equal(p([512, 513, 514, 515, 516, 517], [1, 2, 3, 4, 5, 6]), 1 / 924);
  const eight = [1, 2, 3, 4, 5, 6, 7, 8];
  t.equal(
    p(
      eight.map((value) => value + 8),
      eight,
    ),
    1 / 12_870,
  );
});

test('p of two overlapping groups is the share of relabelings that differ as much', async (t) => {
  t.equal(p([12.1, 9.4, 15.0, 11.2], [8.3, 9.9, 10.4, 7.7]), 3 / 70);
});

test('p is that of a count over all subsets', async () => {
  fc.assert(
    fc.property(group, group, (x, y) => Math.abs(p(x, y) - byBits(x, y)) < 1e-12),
    { seed: 81, numRuns: 200 },
  );
});

test('both sides together make at least one, since ties count on either', async () => {
  fc.assert(
    fc.property(group, group, (x, y) => p(x, y) + p(y, x) >= 1 - 1e-12),
    { seed: 82 },
  );
});

test('p does not depend on order, level or unit, and turning all signs exchanges the groups', async () => {
  fc.assert(
    fc.property(group, group, fc.integer({ min: -1000, max: 1000 }), (x, y, level) => {
      const other = (value: number): number => level + 0.1 * value;
      const negative = (value: number): number => -value;
      return (
        p(x.toReversed(), y.toReversed()) === p(x, y) &&
        p(x.map(other), y.map(other)) === p(x, y) &&
        p(x.map(negative), y.map(negative)) === p(y, x)
      );
    }),
    { seed: 83 },
  );
});

test('equal values are ties, whatever their sums round to', async (t) => {
  t.equal(p([7, 7, 7], [7, 7, 7]), 1);
  t.equal(p([0.1, 0.2, 0.3], [0.3, 0.2, 0.1]), p([1, 2, 3], [3, 2, 1]));
});

test('what is too large to list, or empty, has no p', async (t) => {
  t.equal(permutationP([], [1]), null);
  t.equal(permutationP(new Array<number>(LARGEST_GROUP + 1).fill(1), [1]), null);
});

/** The share of all subsets of the size of x whose mean exceeds the rest's by at least what x's does. */
function byBits(x: readonly number[], y: readonly number[]): number {
  const all = [...x, ...y];
  const difference = (isX: (index: number) => boolean): number => {
    let ofX = 0;
    let ofY = 0;
    for (const [index, value] of all.entries()) {
      if (isX(index)) ofX += value / x.length;
      else ofY += value / y.length;
    }
    return ofX - ofY;
  };
  const seen = difference((index) => index < x.length);
  let reaching = 0;
  let relabelings = 0;
  for (let bits = 0; bits < 2 ** all.length; bits += 1) {
    const isX = (index: number): boolean => ((bits >> index) & 1) === 1;
    if (all.filter((_, index) => isX(index)).length !== x.length) continue;
    relabelings += 1;
    if (difference(isX) >= seen - 1e-9) reaching += 1;
  }
  return reaching / relabelings;
}
