import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { seedOf } from '../../scenarios/mailboxes/permutation.ts';

/**
 * Heaps and pages grow in steps of at most 64 KiB: ballast up to there starts every process elsewhere on
 * them.
 */
const MOST_BALLAST_BYTES = 65_536;
const MOST_DISCARDED_CYCLES = 63;

/** How a session host starts, so that steps and periods do not fall on the same cycles in all of them. */
export interface Dither {
  /** Taken from the process heap before the first sample, and kept. */
  readonly ballastBytes: number;
  /** Cycles before the first sample, which count nowhere. */
  readonly discardedCycles: number;
}

export const NO_DITHER: Dither = { ballastBytes: 0, discardedCycles: 0 };

/** Drawn from the seed and the replicate's name alone, uniformly, ends included. */
export function ditherOf(seed: number, replicate: string): Dither {
  const characters = Array.from(replicate, (character) => character.codePointAt(0) ?? 0);
  const generator = xoroshiro128plus(seedOf(seed, ...characters));
  return {
    ballastBytes: uniformInt(generator, 0, MOST_BALLAST_BYTES),
    discardedCycles: uniformInt(generator, 0, MOST_DISCARDED_CYCLES),
  };
}
