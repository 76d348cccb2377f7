import { studentTQuantile } from './student-t.ts';
import { mean, sum, variance } from './summary.ts';

/** An estimated quantity with the error of its mean. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of two or more independent values, one from each replicate. Exact data have no spread at all, so the
 * error is never taken smaller than what the grain of the metric leaves open.
 *
 * @param floors the smallest believable standard error of each single value
 */
export function estimateOver(values: readonly number[], floors: readonly number[]): Estimate {
  const count = values.length;
  const floor = Math.sqrt(sum(floors.map((each) => each * each))) / count;
  return {
    mean: mean(values),
    standardError: Math.max(Math.sqrt(variance(values) / count), floor),
    degreesOfFreedom: count - 1,
  };
}

/** a - b of independent estimates with unequal variances (Welch 1947; Satterthwaite's degrees of freedom). */
export function minus(a: Estimate, b: Estimate): Estimate {
  const varianceA = a.standardError ** 2;
  const varianceB = b.standardError ** 2;
  const both = varianceA + varianceB;
  const parts = varianceA ** 2 / a.degreesOfFreedom + varianceB ** 2 / b.degreesOfFreedom;
  return {
    mean: a.mean - b.mean,
    standardError: Math.sqrt(both),
    degreesOfFreedom: both ** 2 / parts,
  };
}

/** The one-sided bounds of an estimate, each at the given confidence; together they hold twice the error. */
export function boundsOf(estimate: Estimate, oneSided: number): Bounds {
  const reach = studentTQuantile(oneSided, estimate.degreesOfFreedom) * estimate.standardError;
  return { low: estimate.mean - reach, high: estimate.mean + reach };
}

/** The smallest interval that holds both. */
export const hull = (a: Bounds, b: Bounds): Bounds => ({
  low: Math.min(a.low, b.low),
  high: Math.max(a.high, b.high),
});

/**
 * The smallest true value that would be told from nothing four times in five (Currie 1968, Anal. Chem. 40:586:
 * decision limit plus the spread below it).
 */
export function detectionLimit(estimate: Estimate, oneSided: number): number {
  const { standardError, degreesOfFreedom } = estimate;
  const power = 0.8;
  return (
    (studentTQuantile(oneSided, degreesOfFreedom) + studentTQuantile(power, degreesOfFreedom)) * standardError
  );
}
