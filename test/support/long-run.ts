import type { ArmName } from '../../harness/contract/arms.ts';
import { RESOURCE_NAMES } from '../../harness/contract/resources.ts';
import type { RunSeries, Series } from '../../harness/contract/series.ts';

/** Thirty days at one sample a second. */
export const THIRTY_DAYS_OF_SECONDS = 30 * 24 * 60 * 60;

/** One value among all that stands out, once: thinning must not lose it. */
export const SPIKE = 2 ** 36;

/**
 * Series of a run with so many samples over all its replicates, of every resource there is: a leak with noise
 * that takes many digits, and one spike in the last replicate. Resources share their numbers, to save memory.
 */
export function longRun(samples: number, replicates: readonly ArmName[]): RunSeries {
  const perReplicate = Math.ceil(samples / replicates.length);
  const cycles = Float64Array.from({ length: perReplicate }, (_, at) => at);
  const series = replicates.map((arm, order): Series => {
    const values = noisyLeak(perReplicate, order + 1);
    if (order === replicates.length - 1) values[Math.floor(perReplicate * 0.7321)] = SPIKE;
    return { replicate: `${arm}-${order + 1}`, arm, cycles, values };
  });
  return new Map(RESOURCE_NAMES.map((resource) => [resource, series]));
}

function noisyLeak(length: number, seed: number): Float64Array {
  const values = new Float64Array(length);
  let state = seed;
  for (let at = 0; at < length; at += 1) {
    // Numerical Recipes' generator: fast, and the same everywhere.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[at] = 4_000_000 + at * 4096 + (state >>> 8);
  }
  return values;
}
