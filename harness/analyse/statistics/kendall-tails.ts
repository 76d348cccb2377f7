import { pairsOf } from './ties.ts';

/** Up to here the normal approximation is poor and the exact distribution cheap. */
export const MOST_EXACT_POINTS = 10;

/**
 * P(S >= s) of Kendall's S when all orders of n untied points are equally likely, for n of at most 10. An
 * order with k inversions has S = n(n-1)/2 - 2k (Kendall, Rank Correlation Methods, ch. 5; Gilbert 1987,
 * table A18).
 */
export function kendallUpperTail(s: number, n: number): number {
  const pairs = pairsOf(n);
  const ordersByInversions = inversionCounts(n);
  let reaching = 0;
  let all = 0;
  for (const [inversions, orders] of ordersByInversions.entries()) {
    all += orders;
    if (pairs - 2 * inversions >= s) reaching += orders;
  }
  return reaching / all;
}

/** How many orders of n things have 0, 1, 2, ... inversions: one added last jumps over 0 to n - 1 others. */
function inversionCounts(n: number): number[] {
  let counts = [1];
  for (let size = 2; size <= n; size += 1) {
    const next = new Array<number>(pairsOf(size) + 1).fill(0);
    for (const [inversions, orders] of counts.entries()) {
      for (let jumped = 0; jumped < size; jumped += 1) {
        next[inversions + jumped] = (next[inversions + jumped] ?? 0) + orders;
      }
    }
    counts = next;
  }
  return counts;
}
