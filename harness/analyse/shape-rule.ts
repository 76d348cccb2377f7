import { estimateOf } from './arm-growth.ts';
import { bendOf, keptOf } from './drift.ts';
import type { Growth } from './growth.ts';
import { boundsOf } from './statistics/estimate.ts';
import { mean, median } from './statistics/summary.ts';

/** What growth can be other than a leak, by its shape. */
export type OtherShape = 'slowing' | 'jumps' | 'sawtooth' | 'halting';

/** The last third must grow at least this share of the first: over the settled window, and over the last half. */
export const EVENNESS = { settled: 0.75, late: 0.85 } as const;
/** Growth that provably loses more than the rest of this share from one third to the next slows. */
const STEADY_SHARE = 0.97;
/** The end must provably keep this share of the beginning: sqrt(cycles) keeps 0.73 of it, a logarithm 0.53. */
const KEPT_SHARE = 0.67;
const KEPT_ONE_SIDED = 0.9;
/** One jump may make up at most this share of all growth. */
const DOMINANCE = 0.45;
/** No stretch may grow less than this share of what all of them do on average: growth that stopped is no leak. */
const LEAST_STRETCH = 0.2;
const HALTED_ONE_SIDED = 0.99;
/** Confidence of the test for slowing, which only ever holds a conviction back. */
const SLOWING_ONE_SIDED = 0.98;

/** null when growth is even over the window, as a leak is. Growth that speeds up counts as even. */
export function otherShapeOf(
  growths: readonly Growth[],
  evenness: number,
  oneSided: number,
  grain: number,
): OtherShape | null {
  const shapes = growths.map(({ shape }) => shape);
  // Jumps first: one jump in an early cycle also looks like growth that slows.
  if (median(shapes.map(({ dominance }) => dominance)) > DOMINANCE) return 'jumps';
  const firstRise = mean(shapes.map((shape) => shape.firstRise));
  const lastRise = mean(shapes.map((shape) => shape.lastRise));
  const slows =
    boundsOf(keptOf(growths, STEADY_SHARE, grain), SLOWING_ONE_SIDED).high < 0 || bendsDown(growths);
  if (firstRise <= 0 || lastRise < evenness * firstRise || slows) return 'slowing';
  if (boundsOf(keptOf(growths, KEPT_SHARE, grain), KEPT_ONE_SIDED).low <= 0) return 'slowing';
  if (leastStretch(growths) < LEAST_STRETCH || haltsAtEnd(growths, grain)) return 'halting';
  const floorRise = estimateOf(growths, ({ shape }) => shape.floorRise, grain);
  return boundsOf(floorRise, oneSided).low > 0 ? null : 'sawtooth';
}

/** Whether the rises of processes that each stand for themselves fall by more than the rest of the steady share. */
function bendsDown(growths: readonly Growth[]): boolean {
  const bend = bendOf(growths);
  if (bend === null) return false;
  const rises = growths.flatMap(({ shape }) => [...shape.rises]);
  const allowed = ((1 - STEADY_SHARE) * Math.abs(mean(rises))) / (bend.degreesOfFreedom + 1);
  return boundsOf(bend, SLOWING_ONE_SIDED).high < -allowed;
}

/** Whether growth has provably come to a stop shortly before the end: to less than half of what it was. */
function haltsAtEnd(growths: readonly Growth[], grain: number): boolean {
  const loss = estimateOf(growths, ({ endRate, meanRate }) => endRate - meanRate / 2, grain);
  return boundsOf(loss, HALTED_ONE_SIDED).high < 0;
}

/** The growth of the slowest stretch, on average over the replicates, as a share of the mean of all stretches. */
function leastStretch(growths: readonly Growth[]): number {
  const stretches = Math.min(...growths.map(({ shape }) => shape.rises.length));
  const means = Array.from({ length: stretches }, (_, i) =>
    mean(growths.map(({ shape }) => shape.rises[i] ?? Number.NaN)),
  );
  return Math.min(...means) / mean(means);
}
