import { z } from 'zod';
import { armNameSchema, cleanUpMapiHeapSchema } from './arms.ts';
import { exhaustedSchema } from './exhaustion.ts';
import { inputCodeSchema } from './input-code.ts';
import { SCHEMA_VERSION } from './plan.ts';
import { thresholdResultSchema } from './thresholds.ts';

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

/** A trend by ranks, beside the verdict and never in it: it takes any growth for a leak, and samples as independent. */
export const trendSchema = z.object({
  s: z.number(),
  z: z.number(),
  p: z.number(),
  /** z corrected for autocorrelation (Hamed and Rao 1998); null where that cannot be done. */
  correctedZ: z.number().nullable(),
});

export const resourceResultSchema = z.object({
  verdict: z.enum(RESOURCE_VERDICTS),
  /** Why, in one sentence; for `inconclusive` also what would settle it. */
  reason: z.string(),
  unit: z.enum(['bytes', 'count']),
  /** null when there were too few samples for a rate. */
  perCycle: rateSchema.nullable(),
  /**
   * The same per cycle that succeeded: whatever acquits must hold for it, too. Not there where none failed; null where too
   * few succeeded in a process for a rate.
   */
  perSuccessfulCycle: rateSchema.nullable().optional(),
  /** Of a difference: the arm of which so many more cycles failed that these alone may have made it grow by more. */
  moreFailures: z.enum(['minuend', 'subtrahend']).optional(),
  /**
   * The smallest growth per cycle that this run would have found: a steady one four times in five, or one in rare
   * lumps (4 KiB, or one count) that could have fallen between the samples.
   */
  smallestDetectable: z.number().nullable(),
  /** Samples per replicate that the rate rests on. */
  samples: z.number().int().nonnegative(),
  /** The cycles between which the rate was measured. */
  window: z.object({ fromCycle: z.number().int(), toCycle: z.number().int() }).nullable(),
  /** The Mann-Kendall test of the mean of all replicates; results of before it was given have none. */
  trend: trendSchema.nullable().default(null),
});
export type ResourceResult = z.infer<typeof resourceResultSchema>;

/** With what growth may come, in the order in which it is told. */
export const KINDS = ['per-logon', 'per-switch', 'per-mailbox', 'per-minute'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * With what the growth of a resource comes (leak-free causes, too): each a rate with its interval, from phases of the
 * same processes in which only one of them changes. null where a phase was not run or not sampled.
 */
export const growthKindSchema = z.object({
  resource: z.string(),
  /** Per logon, whoever logs on: growth while the same mailbox logs on again and again. */
  perLogon: rateSchema.nullable(),
  /** Per change of identity: growth of a sweep over known mailboxes beyond that. */
  perSwitch: rateSchema.nullable(),
  /** Kept for each mailbox that is seen for the first time: growth of the first sweep beyond a later one. */
  perMailbox: rateSchema.nullable(),
  /** Per minute, with no logon at all. */
  perMinute: rateSchema.nullable(),
  /** The kinds whose intervals exclude zero and that matter, the largest first. */
  kinds: z.array(z.enum(KINDS)),
  /** What was found, in one sentence. */
  sentence: z.string(),
});
export type GrowthKind = z.infer<typeof growthKindSchema>;

/** Blocks of one size that every logon leaves behind, proven over blocks of 7 and of 11 cycles in every replicate. */
export const leftBehindSchema = z.object({
  heap: z.string(),
  blockBytes: z.number().int().nonnegative(),
  blocksPerCycle: z.number(),
  /** `+3 blocks of 512 bytes per logon in the heap first seen at MAPIInitialize`. */
  sentence: z.string(),
});
export type LeftBehind = z.infer<typeof leftBehindSchema>;

/** Whether the instrument found nothing where nothing is, and a leak where it had planted one. */
export const selfTestSchema = z.object({
  outcome: z.enum(['passed', 'failed', 'not-made']),
  reason: z.string(),
  /** What the session hosts planted, and what was found of it; null if none were. */
  plantedBytesPerCycle: z.number().nullable(),
  found: rateSchema.nullable(),
});
export type SelfTest = z.infer<typeof selfTestSchema>;

export const failureSummarySchema = z.object({
  total: z.number().int().nonnegative(),
  byCode: z.record(z.string(), z.number().int()),
  /** The mailboxes that failed most, at most 20. */
  byMailbox: z.record(z.string(), z.number().int()),
  mailboxesFailed: z.number().int().nonnegative(),
});
export type FailureSummary = z.infer<typeof failureSummarySchema>;

/** Session hosts of an arm that died, hung or failed, where the run went on with fresh ones, and where it ended. */
export const lostHostsSchema = z.object({
  /** All that were started for the arm, those that were lost among them. */
  hosts: z.number().int().positive(),
  lost: z.number().int().positive(),
  /** Cycles of those that were lost, where the arm's own leave them out; its failures hold theirs. */
  cyclesLeftOut: z.number().int().nonnegative().default(0),
  /** How, and in which native call; the most first, at most 20. */
  where: z.array(
    z.object({
      how: z.enum(['died', 'hung', 'failed']),
      call: z.string(),
      count: z.number().int().positive(),
    }),
  ),
  /** Whose cycles they were lost in: the most first, at most 20. */
  mailboxes: z.record(z.string(), z.number().int().positive()),
});
export type LostHosts = z.infer<typeof lostHostsSchema>;

export const armResultSchema = z.object({
  arm: armNameSchema,
  /** What the arm set; null is "no such value". The control arm leaves the flag alone and repeats null. */
  cleanUpMapiHeap: cleanUpMapiHeapSchema,
  verdict: z.enum(['leak', 'no-leak', 'inconclusive', 'invalid']),
  reason: z.string(),
  replicates: z.number().int().nonnegative(),
  /**
   * Of a soak with more replicates than are judged one by one: neighbours were put together, and each batch of them counts as
   * one. `waiting` ones are in no batch yet, and in no rate.
   */
  batches: z
    .object({
      count: z.number().int().nonnegative(),
      replicatesEach: z.number().int().positive(),
      waiting: z.number().int().nonnegative(),
    })
    .optional(),
  /** Over all replicates. */
  cycles: z.number().int().nonnegative(),
  cyclesPerSecond: z.number().nonnegative(),
  failures: failureSummarySchema,
  /** Replicates that ended early because their process ran out; none in results of before this was told. */
  exhausted: z.array(z.object({ replicate: z.string(), ...exhaustedSchema.shape })).default([]),
  /** Of a soak: how many did, where not all of them are listed. */
  exhaustedReplicates: z.number().int().positive().optional(),
  /** None if no session host of the arm was lost. */
  lostHosts: lostHostsSchema.optional(),
  resources: z.record(z.string(), resourceResultSchema),
  /** With what it grows, where that was asked; the gates that grew, and private bytes. */
  kinds: z.array(growthKindSchema).default([]),
  leftBehind: z.array(leftBehindSchema).default([]),
});
export type ArmResult = z.infer<typeof armResultSchema>;
export type ExhaustedReplicate = ArmResult['exhausted'][number];

/** How many processes of an arm ran out. */
export const exhaustedIn = ({
  exhausted,
  exhaustedReplicates,
}: Pick<ArmResult, 'exhausted' | 'exhaustedReplicates'>): number => exhaustedReplicates ?? exhausted.length;

/** Off minus on (or off minus absent), resource by resource. */
export const differenceSchema = z.object({
  minuend: armNameSchema,
  subtrahend: armNameSchema,
  resources: z.record(z.string(), resourceResultSchema),
  /** The first look at which the flag was seen to change a gate's growth, and logons of both arms until then. */
  firstSeen: z
    .object({
      resource: z.string(),
      look: z.number().int(),
      logons: z.number().int(),
      perCycle: rateSchema,
    })
    .nullable()
    .default(null),
  /** 1 - b/a with its interval (Fieller 1954), where both arms leak and the flag makes it less: `reduced by 83 %`. */
  reduction: z
    .object({ resource: z.string(), estimate: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .default(null),
  /** The chance of a difference as large by dealing the same replicates out anew; too coarse to decide by. */
  permutationP: z.number().nullable().default(null),
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
  /** Results of before it was made say that it was not. */
  selfTest: selfTestSchema.default({
    outcome: 'not-made',
    reason: 'this version made none',
    plantedBytesPerCycle: null,
    found: null,
  }),
  arms: z.array(armResultSchema),
  differences: z.array(differenceSchema),
  /** The plan's thresholds, in its order; none in results of before there were any. */
  thresholds: z.array(thresholdResultSchema).default([]),
  warnings: z.array(z.string()),
  /** Code from outside that ran; absent if there was none. */
  inputCode: z.array(inputCodeSchema).optional(),
  /** What rates are per where a cycle is no logon: `second`, `5 s`, `matching line`. */
  cycleUnit: z.string().optional(),
});
export type Result = z.infer<typeof resultSchema>;
