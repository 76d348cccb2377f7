/** Paired numbers, kept as two columns: a resource (`y`) at a number of finished cycles (`x`). */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Points that know when they were taken. */
export interface TimedPoints extends Points {
  readonly elapsedMs: Float64Array;
}

/** The points whose x lies in [from, to]; x must be ascending, as cycles are. */
export function between(points: Points, from: number, to: number): Points {
  const [start, end] = rangeOf(points.x, from, to);
  return { x: points.x.subarray(start, end), y: points.y.subarray(start, end) };
}

/** {@link between} of points that know when they were taken. */
export function timedBetween(points: TimedPoints, from: number, to: number): TimedPoints {
  const [start, end] = rangeOf(points.x, from, to);
  return { ...between(points, from, to), elapsedMs: points.elapsedMs.subarray(start, end) };
}

/** The indexes between which an ascending column lies in [from, to]. */
const rangeOf = (ascending: Float64Array, from: number, to: number): readonly [number, number] => [
  lowerBound(ascending, (x) => x >= from),
  countUpTo(ascending, to),
];

/** How many values of an ascending column are not above a limit. */
export const countUpTo = (ascending: Float64Array, limit: number): number =>
  lowerBound(ascending, (x) => x > limit);

/** The points whose x satisfies a condition. */
export function where({ x, y }: Points, holds: (x: number) => boolean): Points {
  const isIn = (_: number, index: number): boolean => holds(x[index] ?? Number.NaN);
  return { x: x.filter(isIn), y: y.filter(isIn) };
}

/** The first index at which an ascending column satisfies a condition that stays true once it holds. */
function lowerBound(ascending: Float64Array, holds: (x: number) => boolean): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(ascending[middle] ?? Number.POSITIVE_INFINITY)) high = middle;
    else low = middle + 1;
  }
  return low;
}
