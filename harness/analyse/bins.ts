import { between, type Points } from './statistics/points.ts';
import { mean } from './statistics/summary.ts';
import type { CycleWindow } from './window.ts';

/** At most so many points carry a slope: enough for its shape, few enough for every pair of them. */
const MOST_POINTS = 24;

export interface Binned {
  readonly points: Points;
  /** Whether a point is the mean of several samples; a jump then spreads over two steps between points. */
  readonly averaged: boolean;
}

/** What a rate is per, by the cycle: {@link binned} counts cycles unless told otherwise. */
export type Clock = (cycle: number) => number;

/** Points by another clock. */
export const timedBy = ({ x, y }: Points, clock: Clock | null): Points =>
  clock === null ? { x, y } : { x: x.map(clock), y };

/**
 * The samples of a window as at most 24 points: themselves, or the means of 24 equal stretches of cycles. Means
 * of cycle and value lie on the line that the samples lie on, so an exact line stays exact.
 */
export function binned(
  samples: Points,
  { fromCycle, toCycle }: CycleWindow,
  clock: Clock | null = null,
): Binned {
  if (samples.x.length <= MOST_POINTS) return { points: timedBy(samples, clock), averaged: false };
  const width = (toCycle - fromCycle + 1) / MOST_POINTS;
  const x: number[] = [];
  const y: number[] = [];
  for (let bin = 0; bin < MOST_POINTS; bin += 1) {
    const from = fromCycle + bin * width;
    const part = between(samples, Math.ceil(from), Math.ceil(from + width) - 1);
    if (part.x.length === 0) continue;
    x.push(mean(timedBy(part, clock).x));
    y.push(mean(part.y));
  }
  return { points: { x: Float64Array.from(x), y: Float64Array.from(y) }, averaged: true };
}
