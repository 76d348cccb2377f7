import { incompleteGamma } from './gamma.ts';
import { increasingRoot } from './root.ts';

/** P(Z <= z) of the standard normal distribution. */
export function normalCdf(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, (z * z) / 2);
  return z < 0 ? upper / 2 : 0.5 + lower / 2;
}

/** The z with P(Z <= z) = probability, 0 < probability < 1. */
export function normalQuantile(probability: number): number {
  // Solved in the lower tail, where the probability is small and therefore exact.
  if (probability > 0.5) return -normalQuantile(1 - probability);
  if (probability === 0.5) return 0;
  return increasingRoot((z) => normalCdf(z) - probability, normalDensity, { low: -40, high: 0 });
}

const normalDensity = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
