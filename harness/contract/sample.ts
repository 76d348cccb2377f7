import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import { cycleCountSchema, elapsedMsSchema, readingSchema } from './numbers.ts';
import { SCHEMA_VERSION } from './plan.ts';
import { readingsSchema } from './resources.ts';

/** What the names of groups begin with whose heaps came while cycles ran: `first seen in cycles 1 to 50`. */
export const SEEN_IN_CYCLES = 'first seen in cycles';
/** What those groups are called together: which cycles differs from run to run, and as looks are put together. */
export const SEEN_WHILE_CYCLES_RAN = 'first seen while cycles ran';

/** A name of a group that stays the same for as long as its heaps live. */
export const lastingName = (group: string): string =>
  group.startsWith(SEEN_IN_CYCLES) ? SEEN_WHILE_CYCLES_RAN : group;

/** Heaps that belong together, by a name that means the same in every run. */
export const heapGroupSchema = z.object({
  name: z.string(),
  heaps: z.number().int(),
  busyBytes: readingSchema,
  busyBlocks: z.number().int(),
  committedBytes: readingSchema,
});
export type HeapGroup = z.infer<typeof heapGroupSchema>;

/** Busy blocks of one size in the heaps of one name. */
export const censusEntrySchema = z.object({
  heap: z.string(),
  blockBytes: z.number().int().nonnegative(),
  blocks: z.number().int().positive(),
});
export type CensusEntry = z.infer<typeof censusEntrySchema>;

/**
 * What the cycles before a sample did. `sweep`: the mailboxes in their order, over and over; verdicts are drawn from
 * it alone. The others come after it, of arms that grow: `census`, the sweep goes on, in blocks of 7 and 11 cycles
 * between walks that count blocks by size; `hammer`, the same mailbox again and again, so that no identity changes;
 * `idle`, no cycle at all, but as much time as a sweep over the mailboxes had taken.
 */
export const PHASES = ['sweep', 'census', 'hammer', 'idle'] as const;
export type Phase = (typeof PHASES)[number];

/** What a heap walk covered. Counters are read at every sample, walks only as the budget allows. */
export const walkCoverageSchema = z.discriminatedUnion('covered', [
  z.object({
    covered: z.literal('all'),
    heaps: z.number().int(),
    busyBlocks: z.number().int(),
    /** What the walk took, and what else was counted with it. */
    walkMs: elapsedMsSchema,
    /** Empty in folders that were written before heaps had names. */
    groups: z.array(heapGroupSchema).default([]),
    /** Blocks by size, where they were counted. */
    census: z.array(censusEntrySchema).optional(),
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
  phase: z.enum(PHASES).default('sweep'),
  /** Cycles finished in this replicate, failed ones included; throw-away cycles before the first sample do not count. */
  cycle: cycleCountSchema,
  /** Cycles that failed in this replicate so far. */
  failedCycles: cycleCountSchema,
  /** Monotonic time since the replicate's first cycle. */
  elapsedMs: elapsedMsSchema,
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
  elapsedMs: elapsedMsSchema,
  /** Of the last finished block. */
  cycle: cycleCountSchema,
  readings: readingsSchema,
});
export type OutsideSample = z.infer<typeof outsideSampleSchema>;

/**
 * A sample of an attached run: taken from outside at whatever the program was doing, and all that there is to judge it
 * by.
 */
export const attachedSampleSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  kind: z.literal('attached'),
  replicate: z.string(),
  arm: armNameSchema,
  /** Cycles since it was attached to, without the warm-up. */
  cycle: cycleCountSchema,
  /** Monotonic time since the end of the warm-up. */
  elapsedMs: elapsedMsSchema,
  readings: readingsSchema,
});
export type AttachedSample = z.infer<typeof attachedSampleSchema>;

/** A row of samples.ndjson. */
export const sampleSchema = z.discriminatedUnion('kind', [
  quiescentSampleSchema,
  outsideSampleSchema,
  attachedSampleSchema,
]);
export type Sample = z.infer<typeof sampleSchema>;
