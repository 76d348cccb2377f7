import { incompleteGamma, logGamma, type Tails } from './gamma.ts';
import { increasingRoot } from './root.ts';

/** P(X <= x) and P(X > x) of the chi-squared distribution; the degrees of freedom may be fractional. */
export const chiSquaredTails = (x: number, degreesOfFreedom: number): Tails =>
  incompleteGamma(degreesOfFreedom / 2, x / 2);

/** The x with P(X <= x) = probability, 0 < probability < 1. */
export function chiSquaredQuantile(probability: number, degreesOfFreedom: number): number {
  // Solved in the smaller tail, whose probability is computed directly and therefore exact.
  const upper = 1 - probability;
  const excess = (x: number): number => {
    const tails = chiSquaredTails(x, degreesOfFreedom);
    return probability > 0.5 ? upper - tails.upper : tails.lower - probability;
  };
  let high = Math.max(1, degreesOfFreedom);
  while (excess(high) < 0) high *= 2;
  return increasingRoot(excess, (x) => density(x, degreesOfFreedom), { low: 0, high });
}

function density(x: number, degreesOfFreedom: number): number {
  const half = degreesOfFreedom / 2;
  return Math.exp((half - 1) * Math.log(x / 2) - x / 2 - logGamma(half)) / 2;
}
