import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import type { ConditionKind } from './comparability.ts';
import { historyEntrySchema } from './history.ts';
import { rateSchema } from './result.ts';

/** The version of what `mapileak diff --json` prints. */
export const DIFF_SCHEMA_VERSION = 1;

/**
 * How the second run, B, compares with the first, A. `less`, `more`: it provably grows less or more, by what
 * matters; `mixed`: less of one thing and more of another; `same`: whatever they differ by is below the
 * margin.
 */
export const DIFF_VERDICTS = ['less', 'more', 'mixed', 'same', 'inconclusive', 'invalid'] as const;
export type DiffVerdict = (typeof DIFF_VERDICTS)[number];

/** What may be expected of B: `not-more` is `less` or `same`. */
export const DIFF_EXPECTATIONS = ['same', 'less', 'more', 'not-more'] as const;
export type DiffExpectation = (typeof DIFF_EXPECTATIONS)[number];

export const diffResourceSchema = z.object({
  verdict: z.enum(['less', 'more', 'same', 'inconclusive', 'unsupported']),
  /** Why, in one sentence. */
  reason: z.string(),
  unit: z.enum(['bytes', 'count']),
  /** Growth per cycle in each run, its control arm subtracted; null where there was no rate. */
  a: rateSchema.nullable(),
  b: rateSchema.nullable(),
  /** B minus A; null where it was not measured in both. */
  difference: rateSchema.nullable(),
  /** With `same`: no difference larger than this went unseen. */
  noneDownTo: z.number().nullable(),
  /** The last cycle that it rests on. */
  upToCycle: z.number().nullable(),
});
export type DiffResource = z.infer<typeof diffResourceSchema>;

export const diffArmSchema = z.object({
  arm: armNameSchema,
  verdict: z.enum(['less', 'more', 'mixed', 'same', 'inconclusive']),
  /** What was found, in one sentence. */
  reason: z.string(),
  resources: z.record(z.string(), diffResourceSchema),
});
export type DiffArm = z.infer<typeof diffArmSchema>;

const CONDITION_KINDS = [
  'plan',
  'library',
  'bitness',
  'host',
  'judgement',
  'also',
] as const satisfies ConditionKind[];

/** Something that the two runs do not share; null where one of them has no such thing. */
export const diffConditionSchema = z.object({
  kind: z.enum(CONDITION_KINDS),
  what: z.string(),
  a: z.string().nullable(),
  b: z.string().nullable(),
});
export type DiffCondition = z.infer<typeof diffConditionSchema>;

/** What `mapileak diff --json` prints. */
export const runDiffSchema = z.object({
  schema: z.literal(DIFF_SCHEMA_VERSION),
  /** Each run in short; `run` is the folder as it was given. */
  a: historyEntrySchema,
  b: historyEntrySchema,
  /** Whether plan, libraries and bitness match. */
  comparable: z.boolean(),
  /** Everything that differs, whether or not it matters. */
  conditions: z.array(diffConditionSchema),
  /** What was judged: the samples of both runs, or their results where one has no samples any more. */
  basis: z.enum(['samples', 'results']),
  verdict: z.enum(DIFF_VERDICTS),
  reason: z.string(),
  /** Arms under test in both runs. */
  arms: z.array(diffArmSchema),
  warnings: z.array(z.string()),
});
export type RunDiff = z.infer<typeof runDiffSchema>;
