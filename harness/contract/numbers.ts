import { z } from 'zod';

/**
 * Numbers in a run folder, within what a machine can have. What is far beyond it is a fault of the file, and would end in
 * sums that are no numbers any more.
 */

/** Cycles of one replicate, or one of them: 10,000 times the most that can be asked for. */
export const cycleCountSchema = z.number().int().nonnegative().max(1e12);
/** Three hundred years. */
export const elapsedMsSchema = z.number().nonnegative().max(1e13);
/** Of a resource: an address space of 64 bits, in either direction. */
export const readingSchema = z
  .number()
  .min(-(2 ** 64))
  .max(2 ** 64);
