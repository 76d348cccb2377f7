/** Round numbers along an axis. */
export interface Ticks {
  /** In rising order. */
  readonly values: readonly number[];
  readonly step: number;
}

const ROUND = [1, 2, 5, 10] as const;

/** The round number (1, 2 or 5 times a power of ten) at or above a positive one. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (ROUND.find((round) => round * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** A round size for about `count` steps from low to high, never smaller than `smallest`. */
function roundStep(low: number, high: number, count: number, smallest: number): number {
  const span = high - low;
  const wanted = span > 0 ? span / count : Math.max(Math.abs(high) / count, 1);
  return roundUp(Math.max(wanted, smallest));
}

// Multiples of the step, not sums of it, so that rounding errors do not add up along the axis.
function multiples(step: number, first: number, last: number): Ticks {
  return { values: Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step), step };
}

/** What floating point may take from a quotient that should be whole. */
const SLACK = 1e-9;

/** Ticks at or beyond both ends, for an axis that is as long as its ticks; equal ends get one step of room. */
export function enclosingTicks(low: number, high: number, count: number, smallestStep = 0): Ticks {
  const step = roundStep(low, high, count, smallestStep);
  const first = Math.floor(low / step + SLACK);
  return multiples(step, first, Math.max(first + 1, Math.ceil(high / step - SLACK)));
}

/** Ticks at or between both ends, for an axis that is as long as the data. */
export function innerTicks(low: number, high: number, count: number, smallestStep = 0): Ticks {
  const step = roundStep(low, high, count, smallestStep);
  return multiples(step, Math.ceil(low / step - SLACK), Math.floor(high / step + SLACK));
}

/** Decimals that tell ticks of this step apart: 0.25 needs two, 20 none. */
export function decimalsOfStep(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + SLACK));
}
