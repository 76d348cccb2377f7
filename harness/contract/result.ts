import { z } from 'zod';
import { armNameSchema, cleanUpMapiHeapSchema } from './arms.ts';
import { exhaustedSchema } from './exhaustion.ts';
import { SCHEMA_VERSION } from './plan.ts';

/**
 * The answer of a run. `fixed`: growth with the flag off, per logon or per distinct mailbox, and none with it on. With only one arm measured,
 * a leak is `not-fixed`: it is there, and nothing was shown to cure it.
 */
export const VERDICTS = [
  'fixed',
  'reduced',
  'not-fixed',
  'worse',
  'no-leak',
  'inconclusive',
  'invalid',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export const RESOURCE_VERDICTS = ['leak', 'no-leak', 'inconclusive', 'unsupported'] as const;
export type ResourceVerdict = (typeof RESOURCE_VERDICTS)[number];

/** A growth rate per cycle with its two-sided interval, the control arm subtracted. */
export const rateSchema = z.object({
  estimate: z.number(),
  low: z.number(),
  high: z.number(),
  confidence: z.number(),
});
export type Rate = z.infer<typeof rateSchema>;

export const resourceResultSchema = z.object({
  verdict: z.enum(RESOURCE_VERDICTS),
  /** Why, in one sentence; for `inconclusive` also what would settle it. */
  reason: z.string(),
  unit: z.enum(['bytes', 'count']),
  /** null when there were too few samples for a rate. */
  perCycle: rateSchema.nullable(),
  /**
   * The smallest growth per cycle that this run would have found: a steady one four times in five, or one in rare
   * lumps (4 KiB, or one count) that could have fallen between the samples.
   */
  smallestDetectable: z.number().nullable(),
  /** Samples per replicate that the rate rests on. */
  samples: z.number().int().nonnegative(),
  /** The cycles between which the rate was measured. */
  window: z.object({ fromCycle: z.number().int(), toCycle: z.number().int() }).nullable(),
});
export type ResourceResult = z.infer<typeof resourceResultSchema>;

export const failureSummarySchema = z.object({
  total: z.number().int().nonnegative(),
  byCode: z.record(z.string(), z.number().int()),
  /** The mailboxes that failed most, at most 20. */
  byMailbox: z.record(z.string(), z.number().int()),
  mailboxesFailed: z.number().int().nonnegative(),
});
export type FailureSummary = z.infer<typeof failureSummarySchema>;

export const armResultSchema = z.object({
  arm: armNameSchema,
  /** What the arm set; null is "no such value". The control arm leaves the flag alone and repeats null. */
  cleanUpMapiHeap: cleanUpMapiHeapSchema,
  verdict: z.enum(['leak', 'no-leak', 'inconclusive', 'invalid']),
  reason: z.string(),
  replicates: z.number().int().nonnegative(),
  /** Over all replicates. */
  cycles: z.number().int().nonnegative(),
  cyclesPerSecond: z.number().nonnegative(),
  failures: failureSummarySchema,
  /** Replicates that ended early because their process ran out; none in results of before this was told. */
  exhausted: z.array(z.object({ replicate: z.string(), ...exhaustedSchema.shape })).default([]),
  resources: z.record(z.string(), resourceResultSchema),
});
export type ArmResult = z.infer<typeof armResultSchema>;
export type ExhaustedReplicate = ArmResult['exhausted'][number];

/** Off minus on (or off minus absent), resource by resource. */
export const differenceSchema = z.object({
  minuend: armNameSchema,
  subtrahend: armNameSchema,
  resources: z.record(z.string(), resourceResultSchema),
});
export type Difference = z.infer<typeof differenceSchema>;

/** result.json. */
export const resultSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  verdict: z.enum(VERDICTS),
  reason: z.string(),
  standIn: z.boolean(),
  scenario: z.string(),
  /** Whether every planned cycle was measured, or all that could be before a process ran out. */
  complete: z.boolean(),
  arms: z.array(armResultSchema),
  differences: z.array(differenceSchema),
  warnings: z.array(z.string()),
});
export type Result = z.infer<typeof resultSchema>;
