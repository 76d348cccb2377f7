import type { Points } from './points.ts';
import { pairsOf, tiedPairs } from './ties.ts';

/** Of all pairs of points: how many agree less how many disagree in direction, and how many say nothing. */
export interface KendallScore {
  /** Kendall's S: the sum of sgn(xj - xi)·sgn(yj - yi) over all pairs. */
  readonly s: number;
  readonly pairs: number;
  readonly pairsTiedInX: number;
  readonly pairsTiedInY: number;
}

/**
 * Kendall's S with ties in either variable in n·log n steps: of points sorted by x, then y, just those pairs
 * disagree that a merge sort of y has to swap (Knight 1966, JASA 61:436). Their order does not matter.
 */
export function kendallScore({ x, y }: Points): KendallScore {
  const atX = (index: number): number => x[index] ?? Number.NaN;
  const atY = (index: number): number => y[index] ?? Number.NaN;
  const order = Array.from(x, (_, index) => index).sort((a, b) => atX(a) - atX(b) || atY(a) - atY(b));

  const pairs = pairsOf(x.length);
  const pairsTiedInX = tiedPairs(x);
  const pairsTiedInY = tiedPairs(y);
  const tiedInBoth = pairsInRuns(order, (a, b) => atX(a) === atX(b) && atY(a) === atY(b));
  const decided = pairs - pairsTiedInX - pairsTiedInY + tiedInBoth;
  const s = decided - 2 * inversions(Float64Array.from(order, atY));
  return { s, pairs, pairsTiedInX, pairsTiedInY };
}

/** How many pairs stand in the same run of equals, where equals stand side by side. */
function pairsInRuns(order: readonly number[], areEqual: (a: number, b: number) => boolean): number {
  let pairs = 0;
  let equalBefore = 0;
  for (const [place, index] of order.entries()) {
    const before = order[place - 1];
    equalBefore = before !== undefined && areEqual(before, index) ? equalBefore + 1 : 0;
    pairs += equalBefore;
  }
  return pairs;
}

/** How many pairs of values stand in descending order. */
function inversions(values: Float64Array): number {
  let from = values;
  let to: Float64Array = new Float64Array(values.length);
  let count = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      count += merge(from, to, start, width);
    }
    [from, to] = [to, from];
  }
  return count;
}

/** Merges two sorted neighbours of a width into `to`; returns how many pairs of left and right descend. */
function merge(from: Float64Array, to: Float64Array, start: number, width: number): number {
  const middle = Math.min(start + width, from.length);
  const end = Math.min(middle + width, from.length);
  let left = start;
  let right = middle;
  let swaps = 0;
  for (let place = start; place < end; place += 1) {
    const a = left < middle ? (from[left] ?? Number.NaN) : Number.POSITIVE_INFINITY;
    const b = right < end ? (from[right] ?? Number.NaN) : Number.POSITIVE_INFINITY;
    if (right >= end || (left < middle && a <= b)) {
      to[place] = a;
      left += 1;
    } else {
      to[place] = b;
      right += 1;
      swaps += middle - left;
    }
  }
  return swaps;
}
