import { kendallVariance } from './kendall.ts';
import { normalQuantile } from './normal.ts';
import type { Points } from './points.ts';
import { medianOfSorted } from './summary.ts';

/**
 * The slopes of the lines through every two points with different x, in ascending order. Their number grows with
 * the square of the points': bin long series first.
 */
export function pairwiseSlopes({ x, y }: Points): Float64Array {
  const n = x.length;
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n; i += 1) {
    const xi = x[i] ?? Number.NaN;
    const yi = y[i] ?? Number.NaN;
    for (let j = i + 1; j < n; j += 1) {
      const run = (x[j] ?? Number.NaN) - xi;
      if (run === 0) continue;
      slopes[count] = ((y[j] ?? Number.NaN) - yi) / run;
      count += 1;
    }
  }
  return slopes.subarray(0, count).sort();
}

/** Sen's slope with its interval by ranks; all NaN when every x is the same. */
export interface SenSlope {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The median of all pairwise slopes (Sen 1968, JASA 63:1379) and the interval between two of them: with N slopes
 * and C = z·sqrt(Var S), those of ranks (N - C)/2 and (N + C)/2 + 1, rounded to the nearest rank as R's trend
 * and scipy do it. The interval takes the points as independent of each other.
 */
export function theilSen(points: Points, confidence: number): SenSlope {
  const slopes = pairwiseSlopes(points);
  const reach = normalQuantile((1 + confidence) / 2) * Math.sqrt(kendallVariance(points));
  const last = slopes.length - 1;
  const lowIndex = Math.max(0, Math.round((slopes.length - reach) / 2) - 1);
  const highIndex = Math.min(last, Math.round((slopes.length + reach) / 2));
  return {
    slope: medianOfSorted(slopes),
    low: slopes[lowIndex] ?? Number.NaN,
    high: slopes[highIndex] ?? Number.NaN,
  };
}
