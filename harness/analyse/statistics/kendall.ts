import type { Points } from './points.ts';
import { tieSizes } from './ties.ts';

/**
 * The variance of Kendall's S when x and y are independent, with ties in either
 * (Kendall, Rank Correlation Methods, 4th ed., eq. 4.4).
 */
export function kendallVariance({ x, y }: Points): number {
  const n = x.length;
  if (n < 3) return n === 2 ? 1 : 0;
  const tiesX = tieSizes(x);
  const tiesY = tieSizes(y);
  const single = n * (n - 1) * (2 * n + 5) - total(tiesX, spread) - total(tiesY, spread);
  const triples = (total(tiesX, triple) * total(tiesY, triple)) / (9 * n * (n - 1) * (n - 2));
  const pairs = (total(tiesX, pair) * total(tiesY, pair)) / (2 * n * (n - 1));
  return single / 18 + triples + pairs;
}

const pair = (t: number): number => t * (t - 1);
const triple = (t: number): number => t * (t - 1) * (t - 2);
const spread = (t: number): number => t * (t - 1) * (2 * t + 5);

function total(ties: readonly number[], term: (size: number) => number): number {
  return ties.reduce((sum, size) => sum + term(size), 0);
}
