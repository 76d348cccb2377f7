import type { Plan } from '../contract/plan.ts';

/** Heap walks of a replicate whose length is known, spread evenly over it. */
const WALKS_OF_FIXED_LENGTH = 12;
/** Heap walks in each doubling of the cycles, where the length is not known. */
const WALKS_OF_A_DOUBLING = 6;
/** The first cycle with a planned walk there, as a power of two: 256. */
const FIRST_DOUBLING = 8;

/** How many heap walks a replicate is owed by so many cycles; more are taken where they are cheap. */
export function walksOwed(length: Plan['length'], cycles: number, elapsedMs: number): number {
  switch (length.by) {
    case 'cycles':
      return Math.floor((WALKS_OF_FIXED_LENGTH * cycles) / length.cycles);
    case 'duration':
      return Math.floor((WALKS_OF_FIXED_LENGTH * elapsedMs) / length.durationMs);
    case 'settled':
      return walksByDoublings(cycles) + (cycles >= length.maxCycles ? 1 : 0);
  }
}

function walksByDoublings(cycles: number): number {
  const exponent = 31 - Math.clz32(cycles);
  if (exponent < FIRST_DOUBLING) return 0;
  const start = 2 ** exponent;
  const inside = Math.floor((WALKS_OF_A_DOUBLING * (cycles - start)) / start);
  return 1 + WALKS_OF_A_DOUBLING * (exponent - FIRST_DOUBLING) + inside;
}
