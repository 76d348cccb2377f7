import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import { eventSchema, lastActivitySchema } from './event.ts';
import { exhaustedSchema } from './exhaustion.ts';
import { SCHEMA_VERSION } from './plan.ts';
import { resourceNameSchema } from './resources.ts';
import { heapGroupSchema } from './sample.ts';

/** How a session host ended that did not run its replicate to its end. `cut`: stopped, or cut off with the whole run. */
export const EARLY_ENDS = ['died', 'hung', 'failed', 'exhausted', 'over-limit', 'cut'] as const;
export type EarlyEnd = (typeof EARLY_ENDS)[number];

/** Sums over replicates. */
const totalsSchema = z.object({
  replicates: z.number().int().nonnegative(),
  cycles: z.number().nonnegative(),
  failedCycles: z.number().nonnegative(),
  elapsedMs: z.number().nonnegative(),
  walksOverBudget: z.number().nonnegative(),
});
export type Totals = z.infer<typeof totalsSchema>;

const heapWalkSchema = z.object({
  cycle: z.number().int().nonnegative(),
  groups: z.array(heapGroupSchema),
});

/** The two walks of a replicate that lie furthest apart. */
const heapWalksSchema = z.object({
  replicate: z.string(),
  arm: armNameSchema,
  first: heapWalkSchema,
  last: heapWalkSchema,
});

/** How many cycles had failed by those at which there were more than before; not there in files of before it was kept. */
const failuresByCycleSchema = z.object({
  cycles: z.array(z.number().nonnegative()),
  failed: z.array(z.number().nonnegative()),
});
export type FailuresByCycle = z.infer<typeof failuresByCycleSchema>;

/**
 * Whole replicates of an arm, added up: of each resource, at each cycle at which every one of them read it, the sum over
 * them. Sums of whole numbers are exact up to 2^53; beyond, each addition rounds to one part in 2^53.
 */
const batchSchema = z.object({
  /** The names of the first and the last replicate in it. */
  first: z.string(),
  last: z.string(),
  totals: totalsSchema,
  /** Cycles at which there are sums; resources that were read at the same cycles share one. */
  clocks: z.array(z.array(z.number())),
  sums: z.partialRecord(
    resourceNameSchema,
    z.object({ clock: z.number().int().nonnegative(), values: z.array(z.number()) }),
  ),
  failures: failuresByCycleSchema.optional(),
});
export type BatchState = z.infer<typeof batchSchema>;

const endingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('finished') }),
  z.object({ kind: z.literal('exhausted'), exhausted: exhaustedSchema }),
  z.object({ kind: z.literal('unfinished') }),
  z.object({
    kind: z.literal('lost'),
    how: z.enum(['died', 'hung', 'failed']),
    lastActivity: lastActivitySchema,
  }),
]);

/** A replicate that is kept as it is. */
const keptSchema = z.object({
  /** Null of one that ran to its end. */
  early: z.enum(EARLY_ENDS).nullable(),
  facts: z.object({
    replicate: z.string(),
    arm: armNameSchema,
    cycles: z.number().int().nonnegative(),
    failedCycles: z.number().int().nonnegative(),
    failures: failuresByCycleSchema.optional(),
    elapsedMs: z.number().nonnegative(),
    walksOverBudget: z.number().int().nonnegative(),
    ending: endingSchema,
    loss: z.object({ how: z.enum(['died', 'hung', 'failed']), lastActivity: lastActivitySchema }).optional(),
  }),
  points: z.partialRecord(
    resourceNameSchema,
    z.object({ cycles: z.array(z.number()), values: z.array(z.number()) }),
  ),
});
export type KeptState = z.infer<typeof keptSchema>;

const countsSchema = z.record(z.string(), z.number().int().nonnegative());

/** Failures of an arm by code and by mailbox; of mailboxes beyond a limit only their failures are counted. */
const failuresSchema = z.object({
  total: z.number().int().nonnegative(),
  byCode: countsSchema,
  byMailbox: countsSchema,
});
export type FailuresState = z.infer<typeof failuresSchema>;

/**
 * Of lost hosts: in which calls (`hung MAPILogonEx`), and at which mailboxes, of each a few hundred at most; and the
 * cycles that they had come to.
 */
const lossesSchema = z.object({
  where: countsSchema,
  mailboxes: countsSchema,
  cycles: z.number().int().nonnegative().default(0),
});
export type LossesState = z.infer<typeof lossesSchema>;

const mergedArmSchema = z.object({
  arm: armNameSchema,
  /** Replicates in each full batch: a power of two. */
  batchReplicates: z.number().int().positive(),
  batches: z.array(batchSchema),
  /** The batch that is not full yet. */
  filling: batchSchema.nullable(),
  /** Replicates that are not merged, the oldest first. */
  kept: z.array(keptSchema),
  losses: lossesSchema,
  /** Replicates that ended early, but for lost hosts, and are not kept any more. */
  forgotten: totalsSchema,
  /** All that ended early, kept or not. */
  ended: z.partialRecord(z.enum(EARLY_ENDS), z.number().int().nonnegative()),
  heapWalks: z.array(heapWalksSchema),
  failures: failuresSchema,
  unsupported: z.partialRecord(resourceNameSchema, z.string()),
  invalid: z.string().nullable(),
});
export type MergedArm = z.infer<typeof mergedArmSchema>;

/** What the analysis needs of rows that are gone. */
export const mergedSeriesSchema = z.object({
  rounds: z.number().int().nonnegative(),
  isOver: z.boolean(),
  /** Mailboxes that no cycle takes any more. */
  quarantined: z.array(z.string()),
  /** The last session hosts that were measured whole, and did not leave. */
  stuck: z.array(z.object({ replicate: z.string(), call: z.string() })),
  arms: z.array(mergedArmSchema),
});
export type MergedSeries = z.infer<typeof mergedSeriesSchema>;

/** What a run folder still tells of rows that are gone. */
export const mergedRowsSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  /** How many rows of events and samples it stands for. */
  events: z.number().int().nonnegative(),
  samples: z.number().int().nonnegative(),
  lastEventAt: z.iso.datetime().nullable(),
  elapsedMs: z.number().nonnegative(),
  /** Events that are kept whole: the first, and what befell the run, the oldest first. */
  keptEvents: z.array(eventSchema),
  /** Each different finding of the flag once, and how often it was made. */
  flagWritten: z.array(z.object({ event: eventSchema, times: z.number().int().positive() })),
  series: mergedSeriesSchema,
});
export type MergedRows = z.infer<typeof mergedRowsSchema>;

/** merged.json without its checksum. */
export const mergedSchema = z.object({
  ...mergedRowsSchema.shape,
  /** The last part of the rows that is covered; who reads this leaves those out. */
  part: z.number().int().positive(),
  /** The numbers of the last rows that are covered. */
  lastEvent: z.number().int().nonnegative(),
  lastSample: z.number().int().nonnegative(),
});
export type Merged = z.infer<typeof mergedSchema>;
