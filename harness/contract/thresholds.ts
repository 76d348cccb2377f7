import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import { resourceNameSchema } from './resources.ts';

export const THRESHOLD_OPERATORS = ['<', '<=', '>', '>='] as const;
export type ThresholdOperator = (typeof THRESHOLD_OPERATORS)[number];

/** What a threshold bounds. */
export const thresholdSubjectSchema = z.discriminatedUnion('what', [
  /** Growth per cycle of a resource in one arm. */
  z.object({ what: z.literal('growth'), arm: armNameSchema, resource: resourceNameSchema }),
  /** How much more one arm grows per cycle than another. */
  z.object({
    what: z.literal('difference'),
    minuend: armNameSchema,
    subtrahend: armNameSchema,
    resource: resourceNameSchema,
  }),
  /** How many cycles of an arm failed. */
  z.object({ what: z.literal('failures'), arm: armNameSchema }),
  /** The share of an arm's cycles that fail, 0 to 1. */
  z.object({ what: z.literal('failureRate'), arm: armNameSchema }),
  /** How many processes of an arm ran out. */
  z.object({ what: z.literal('exhausted'), arm: armNameSchema }),
]);
export type ThresholdSubject = z.infer<typeof thresholdSubjectSchema>;

/** One bound that a run must keep, of plan.json. */
export const thresholdSchema = z.object({
  /** As it was given: `on.heapBytes.perCycle<64`. */
  text: z.string(),
  subject: thresholdSubjectSchema,
  operator: z.enum(THRESHOLD_OPERATORS),
  /** In the unit of the resource (bytes, or things); a share for `failureRate`. */
  bound: z.number(),
});
export type Threshold = z.infer<typeof thresholdSchema>;

export const THRESHOLD_OUTCOMES = ['passed', 'failed', 'inconclusive'] as const;
export type ThresholdOutcome = (typeof THRESHOLD_OUTCOMES)[number];

/** What became of a threshold, of result.json. */
export const thresholdResultSchema = z.object({
  text: z.string(),
  /** `passed` or `failed` only where the whole interval lies on one side of the bound. */
  outcome: z.enum(THRESHOLD_OUTCOMES),
  /** What was found, or what kept it from being told, in one sentence. */
  reason: z.string(),
  /** The estimate and its interval, in the bound's unit; null where there is none. A count is its own interval. */
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type ThresholdResult = z.infer<typeof thresholdResultSchema>;

/** The arms that a threshold speaks of. */
export function armsOfSubject(subject: ThresholdSubject): readonly z.infer<typeof armNameSchema>[] {
  return subject.what === 'difference' ? [subject.minuend, subject.subtrahend] : [subject.arm];
}
