import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import { SCHEMA_VERSION } from './plan.ts';
import { readingsSchema } from './resources.ts';

/** What the names of groups begin with whose heaps came while cycles ran: `first seen in cycles 1 to 50`. */
export const SEEN_IN_CYCLES = 'first seen in cycles';

/** Heaps that belong together, by a name that means the same in every run. */
export const heapGroupSchema = z.object({
  name: z.string(),
  heaps: z.number().int(),
  busyBytes: z.number(),
  busyBlocks: z.number().int(),
  committedBytes: z.number(),
});
export type HeapGroup = z.infer<typeof heapGroupSchema>;

/** What a heap walk covered. Counters are read at every sample, walks only as the budget allows. */
export const walkCoverageSchema = z.discriminatedUnion('covered', [
  z.object({
    covered: z.literal('all'),
    heaps: z.number().int(),
    busyBlocks: z.number().int(),
    /** What the walk took, and what else was counted with it. */
    walkMs: z.number(),
    /** Empty in folders that were written before heaps had names. */
    groups: z.array(heapGroupSchema).default([]),
  }),
  z.object({ covered: z.literal('none'), reason: z.enum(['budget', 'failed', 'unsupported']) }),
]);
export type WalkCoverage = z.infer<typeof walkCoverageSchema>;

/** A sample taken inside the session host at a quiescent point: no session open, no token on the thread. */
export const quiescentSampleSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  kind: z.literal('quiescent'),
  replicate: z.string(),
  arm: armNameSchema,
  /** Cycles finished in this replicate, failed ones included. */
  cycle: z.number().int().nonnegative(),
  /** Cycles that failed in this replicate so far. */
  failedCycles: z.number().int().nonnegative(),
  /** Monotonic time since the replicate's first cycle. */
  elapsedMs: z.number().nonnegative(),
  readings: readingsSchema,
  walk: walkCoverageSchema,
});
export type QuiescentSample = z.infer<typeof quiescentSampleSchema>;

/** A sample taken by the parent while the host works; it knows no cycle and is never judged. */
export const outsideSampleSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  kind: z.literal('outside'),
  replicate: z.string(),
  arm: armNameSchema,
  elapsedMs: z.number().nonnegative(),
  /** Of the last finished block. */
  cycle: z.number().int().nonnegative(),
  readings: readingsSchema,
});
export type OutsideSample = z.infer<typeof outsideSampleSchema>;

/** A row of samples.ndjson. */
export const sampleSchema = z.discriminatedUnion('kind', [quiescentSampleSchema, outsideSampleSchema]);
export type Sample = z.infer<typeof sampleSchema>;
