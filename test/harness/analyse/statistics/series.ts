import type { Points } from '../../../../harness/analyse/statistics/points.ts';
import fc from '../../../support/seeded-properties.ts';

export const pointsOf = (x: readonly number[], y: readonly number[]): Points => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
});

/** The values at 1, 2, 3, ... */
export const counted = (y: readonly number[]): Points =>
  pointsOf(
    y.map((_, index) => index + 1),
    y,
  );

/** Distinct cycles in ascending order with any values. */
export const series = fc
  .uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 3, maxLength: 30 })
  .chain((cycles) =>
    fc.tuple(
      fc.constant(cycles.toSorted((a, b) => a - b)),
      fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), {
        minLength: cycles.length,
        maxLength: cycles.length,
      }),
    ),
  );

/** Pairs of small whole numbers: most of them share their x or y with others. */
export const tiedPairsOfNumbers = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: -4, max: 4 })), { maxLength: 40 })
  .map((pairs) =>
    pointsOf(
      pairs.map(([x]) => x),
      pairs.map(([, y]) => y),
    ),
  );
