import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import { historyEntrySchema } from './history.ts';
import { RESOURCE_NAMES } from './resources.ts';
import { rateSchema, VERDICTS } from './result.ts';

/** The version of what `mapileak history --json` prints. */
export const HISTORY_REPORT_VERSION = 1;

/**
 * How a run compares with those before it in its series. `first`: there are none. `few`: too few for their
 * rates to be compared, and the verdict is the same. `same`. `changed`: the first that differs. `still`:
 * differs as the one before it does. `back`: is again as those before the change. `not-compared`: it has
 * nothing to compare.
 */
export const NIGHT_STATUSES = ['first', 'few', 'same', 'changed', 'still', 'back', 'not-compared'] as const;
export type NightStatus = (typeof NIGHT_STATUSES)[number];

/** In what a run differs from those before it. */
export const nightFindingSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rate'),
    arm: armNameSchema,
    resource: z.enum(RESOURCE_NAMES),
    direction: z.enum(['less', 'more']),
    observed: rateSchema,
    /** Where a rate like those before would have lain, and of how many runs that was drawn. */
    expected: z.object({ mean: z.number(), low: z.number(), high: z.number(), runs: z.number().int() }),
  }),
  z.object({ kind: z.literal('verdict'), from: z.enum(VERDICTS), to: z.enum(VERDICTS) }),
]);
export type NightFinding = z.infer<typeof nightFindingSchema>;

export const nightSchema = z.object({
  entry: historyEntrySchema,
  /** Whether the run folder is gone, and only its line is left. */
  gone: z.boolean(),
  status: z.enum(NIGHT_STATUSES),
  /** Empty unless it differs. */
  findings: z.array(nightFindingSchema),
  /** What changed besides since the run before it in the series, of what does not make another series. */
  also: z.array(z.object({ what: z.string(), before: z.string().nullable(), now: z.string().nullable() })),
});
export type Night = z.infer<typeof nightSchema>;

/** Runs that may be held against each other, oldest first. */
export const historySeriesSchema = z.object({
  key: z.string(),
  /** What they share. */
  like: z.record(z.string(), z.string()),
  nights: z.array(nightSchema).min(1),
  /**
   * The last run of the same plan before it began, in another series, and why that is another; null if there
   * is none.
   */
  follows: z
    .object({
      run: z.string(),
      changes: z.array(
        z.object({ what: z.string(), before: z.string().nullable(), now: z.string().nullable() }),
      ),
    })
    .nullable(),
});
export type HistorySeries = z.infer<typeof historySeriesSchema>;

/** What `mapileak history --json` prints. */
export const historyReportSchema = z.object({
  schema: z.literal(HISTORY_REPORT_VERSION),
  /** The folder of the runs, as it was given. */
  folder: z.string(),
  /** What was asked for; null where nothing was. */
  since: z.iso.datetime().nullable(),
  scenario: z.string().nullable(),
  /** By which rule a run differs from those before it. */
  rule: z.string(),
  /** The one with the newest run first. */
  series: z.array(historySeriesSchema),
  /** Runs of which too little is known to hold them against any other. */
  others: z.array(historyEntrySchema),
});
export type HistoryReport = z.infer<typeof historyReportSchema>;
