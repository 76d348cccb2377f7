import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import { LOGON } from './attached.ts';
import { FFI_ENGINES } from './plan.ts';
import { RESOURCE_NAMES } from './resources.ts';
import { RESOURCE_VERDICTS, rateSchema, selfTestSchema, VERDICTS } from './result.ts';

/** The version of a line of the history. A line of another version is made anew from its run folder. */
export const HISTORY_SCHEMA_VERSION = 1;

/**
 * `finished`: the run came to its end, whatever that was. `unfinished`: it goes on, or was killed. `broken`:
 * what was planned cannot be read.
 */
export const RUN_STATES = ['finished', 'unfinished', 'broken'] as const;
export type RunState = (typeof RUN_STATES)[number];

/** How a run came to its end, as its last event says. */
export const RUN_OUTCOMES = ['complete', 'stopped', 'host-lost', 'failed'] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** What the answer on an arm rests on: what was found of it, and by which margin it was judged. */
export const historyResourceSchema = z.object({
  verdict: z.enum(RESOURCE_VERDICTS),
  unit: z.enum(['bytes', 'count']),
  /** null where there was no rate. */
  perCycle: rateSchema.nullable(),
  /** The same per cycle that succeeded; not there where none failed, null where that is not known. */
  perSuccessfulCycle: rateSchema.nullable().optional(),
  smallestDetectable: z.number().nullable(),
  margin: z.number().positive(),
});
export type HistoryResource = z.infer<typeof historyResourceSchema>;

export const historyArmSchema = z.object({
  arm: armNameSchema,
  verdict: z.enum(['leak', 'no-leak', 'inconclusive', 'invalid']),
  replicates: z.number().int().nonnegative(),
  /** Over all replicates. */
  cycles: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  cyclesPerSecond: z.number().nonnegative(),
  /** The gates that could be read, by name; of an attached run private bytes, too. */
  resources: z.partialRecord(z.enum(RESOURCE_NAMES), historyResourceSchema),
});
export type HistoryArm = z.infer<typeof historyArmSchema>;

/** A line of the history: one run, in short. What a folder does not tell is null. */
export const historyEntrySchema = z.object({
  schema: z.literal(HISTORY_SCHEMA_VERSION),
  /**
   * The run folder, relative to the folder of the runs, with `/` on every system; `.` if that is the run
   * itself.
   */
  run: z.string().min(1),
  state: z.enum(RUN_STATES),
  outcome: z.enum(RUN_OUTCOMES).nullable(),
  /** What could not be read, and why; null if all could. */
  problem: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  /** The last event of a finished run. */
  finishedAt: z.iso.datetime().nullable(),
  /** The last event, whether or not more is to come. */
  lastEventAt: z.iso.datetime().nullable(),
  /** From the first event to the last. */
  durationMs: z.number().nonnegative().nullable(),
  command: z.string().nullable(),
  scenario: z.string().nullable(),
  ffi: z.enum(FFI_ENGINES).nullable(),
  mapi: z.enum(['stand-in', 'system', 'path']).nullable(),
  standIn: z.boolean().nullable(),
  bitness: z.union([z.literal(32), z.literal(64)]).nullable(),
  /** `linux 6.1.0-28-amd64`, `win32 10.0.20348`, `Wine 8.0`. */
  os: z.string().nullable(),
  /** The library that serves Extended MAPI, by the name of its file. */
  library: z
    .object({ name: z.string(), version: z.string().nullable(), sha256: z.string().nullable() })
    .nullable(),
  /** The same for all runs that may be held against each other, and for no others. */
  key: z.string().nullable(),
  /** What the key stands for, by name. */
  like: z.record(z.string(), z.string()),
  /** What may differ between such runs, and is named where their rates differ. */
  also: z.record(z.string(), z.string()),
  verdict: z.enum(VERDICTS).nullable(),
  reason: z.string().nullable(),
  /** Whether every planned cycle was measured. */
  complete: z.boolean().nullable(),
  selfTest: selfTestSchema.shape.outcome.nullable(),
  /** What rates are per: `logon`, or of an attached run `second`, `5 s`, `matching line`. */
  cycleUnit: z.string().default(LOGON),
  /** Arms under test, and the control arm. */
  arms: z.array(historyArmSchema),
  warnings: z.number().int().nonnegative().nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;
