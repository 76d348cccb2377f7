import { chiSquaredQuantile } from './chi-squared.ts';
import type { Bounds } from './estimate.ts';

/**
 * The exact two-sided interval for the mean of a Poisson count (Garwood 1936, Biometrika 28:437): either
 * bound is the mean under which a count as far off as this one has half the error.
 *
 * @param events how many were counted; divide the bounds by what was watched (cycles) to get a rate
 */
export function poissonInterval(events: number, confidence: number): Bounds {
  const tail = (1 - confidence) / 2;
  return {
    low: events === 0 ? 0 : chiSquaredQuantile(tail, 2 * events) / 2,
    high: chiSquaredQuantile(1 - tail, 2 * events + 2) / 2,
  };
}
