/** Round numbers along an axis. */
export interface Ticks {
  /** In rising order, the first at or below the lowest value and the last at or above the highest. */
  readonly values: readonly number[];
  readonly step: number;
}

const ROUND = [1, 2, 5, 10] as const;

/** The round number (1, 2 or 5 times a power of ten) at or above a positive one. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return (ROUND.find((round) => round * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/**
 * Ticks that enclose [low, high] in about `count` steps of a round size, never smaller than `smallestStep`.
 * Equal ends are given one step of room.
 */
export function roundTicks(low: number, high: number, count: number, smallestStep = 0): Ticks {
  const span = high - low;
  const room = span > 0 ? span / count : Math.max(Math.abs(high) / count, smallestStep, 1);
  const step = roundUp(Math.max(room, smallestStep));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  // Multiples of the step, not sums of it, so that rounding errors do not add up along the axis.
  const values = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
  return { values, step };
}

/** Decimals that tell ticks of this step apart: 0.25 needs two, 20 none. */
export function decimalsOfStep(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}
