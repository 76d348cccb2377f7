import { looksUpTo } from './looks.ts';
import type { Plan } from './plan.ts';

/** Up to here every cycle is sampled; from here on blocks grow by one cycle with every so many. */
const DENSE_CYCLES = 32;

/** What of a plan decides at which cycles its replicates are sampled. */
export type Sampling = Pick<Plan, 'blockCycles' | 'length'>;

/**
 * The cycle of the sample after the one at `cycle`. With growing blocks that is every cycle up to 32, then
 * every ceil(cycle / 32) cycles: any window (n/4, n] holds about 44 samples, and looking costs a fixed part
 * of the time. A sample falls on every look, and on the last cycle.
 */
export function nextSample(cycle: number, { blockCycles, length }: Sampling): number {
  const next =
    blockCycles === null
      ? cycle + Math.max(1, Math.ceil(cycle / DENSE_CYCLES))
      : (Math.floor(cycle / blockCycles) + 1) * blockCycles;
  return Math.min(next, nextLook(cycle, length));
}

/**
 * The first look after `cycle`: for a fixed number of cycles their end, for a duration there is none
 * beforehand.
 */
export function nextLook(cycle: number, length: Plan['length']): number {
  switch (length.by) {
    case 'cycles':
      return cycle < length.cycles ? length.cycles : Number.POSITIVE_INFINITY;
    case 'duration':
      return Number.POSITIVE_INFINITY;
    case 'settled':
      return looksUpTo(length.maxCycles).find((look) => look > cycle) ?? Number.POSITIVE_INFINITY;
  }
}

/** Whether a replicate is as long as it can be. */
export function isLongest(length: Plan['length'], cycles: number, elapsedMs: number): boolean {
  switch (length.by) {
    case 'cycles':
      return cycles >= length.cycles;
    case 'duration':
      return elapsedMs >= length.durationMs;
    case 'settled':
      return cycles >= length.maxCycles;
  }
}
