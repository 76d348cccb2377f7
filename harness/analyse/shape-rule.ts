import { estimateOf } from './arm-growth.ts';
import type { Growth } from './growth.ts';
import { boundsOf } from './statistics/estimate.ts';
import { mean, median } from './statistics/summary.ts';

/** What growth can be other than a leak, by its shape. */
export type OtherShape = 'slowing' | 'jumps' | 'sawtooth';

/** The last third must grow at least this share of the first: over the settled window, and over the last half. */
export const EVENNESS = { settled: 0.85, late: 0.92 } as const;
/** Growth that provably loses more than the rest of this share from one third to the next slows. */
const STEADY_SHARE = 0.97;
/** One jump may make up at most this share of all growth. */
const DOMINANCE = 0.45;
/** Confidence of the test for slowing, which only ever holds a conviction back. */
const SLOWING_ONE_SIDED = 0.95;

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
  const loss = estimateOf(growths, ({ shape }) => shape.lastRise - STEADY_SHARE * shape.firstRise, grain);
  const slows = boundsOf(loss, SLOWING_ONE_SIDED).high < 0;
  if (firstRise <= 0 || lastRise < evenness * firstRise || slows) return 'slowing';
  const floorRise = estimateOf(growths, ({ shape }) => shape.floorRise, grain);
  return boundsOf(floorRise, oneSided).low > 0 ? null : 'sawtooth';
}
