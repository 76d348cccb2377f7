import { sum } from './summary.ts';

/** Eight values a side have 12,870 relabelings; more are not worth listing. */
export const LARGEST_GROUP = 8;

/**
 * The one-sided permutation p of mean(x) - mean(y) (Fisher 1935; Pitman 1937): of all ways to call n of the n
 * + m values x, the share in which the difference is at least what was seen; equal ones count. It takes
 * nothing for granted but that labels were given at random, and is never below 1/C(n+m, n): 1/70 of four
 * against four.
 *
 * @returns null of an empty group, or one of more than {@link LARGEST_GROUP}
 */
export function permutationP(x: readonly number[], y: readonly number[]): number | null {
  if (!isListable(x) || !isListable(y)) return null;
  const values = [...x, ...y];
  // Sums of the same numbers in another order differ in their last bits: these are ties.
  const rounding = values.length * Number.EPSILON * sum(values.map(Math.abs));
  const seen = sum(values.slice(0, x.length)) - rounding;

  const reaching = countSubsets(values, x.length, (total) => total >= seen);
  return reaching / countSubsets(values, x.length, () => true);
}

const isListable = (group: readonly number[]): boolean => group.length > 0 && group.length <= LARGEST_GROUP;

/** How many subsets of a size have a sum that satisfies a condition. */
function countSubsets(values: readonly number[], size: number, holds: (sum: number) => boolean): number {
  const count = (from: number, missing: number, total: number): number => {
    if (missing === 0) return holds(total) ? 1 : 0;
    let found = 0;
    for (let next = from; next <= values.length - missing; next += 1) {
      found += count(next + 1, missing - 1, total + (values[next] ?? Number.NaN));
    }
    return found;
  };
  return count(0, size, 0);
}
