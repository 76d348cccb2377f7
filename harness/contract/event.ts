import { z } from 'zod';
import { armNameSchema, cleanUpMapiHeapSchema } from './arms.ts';
import { flagReadingSchema } from './environment.ts';
import { exhaustedSchema } from './exhaustion.ts';
import { RULINGS } from './looks.ts';
import { cycleCountSchema, elapsedMsSchema } from './numbers.ts';
import { SCHEMA_VERSION } from './plan.ts';
import { resourceNameSchema } from './resources.ts';
import { VERDICTS } from './result.ts';

/**
 * What a failed cycle means for the run (MAPICode.h values grouped by what helps):
 * the environment (no cycle can work), the mailbox or its credentials, exhaustion (possibly the leak's end
 * state), something transient, or a call nobody classified.
 */
export const FAILURE_CLASSES = ['environment', 'mailbox', 'exhaustion', 'transient', 'other'] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

/** Failures of one kind at one mailbox within one block. */
export const failureSchema = z.object({
  /** The name of the HRESULT or Win32 error: `MAPI_E_LOGON_FAILED`. */
  code: z.string(),
  /** The native call that failed. */
  call: z.string(),
  failureClass: z.enum(FAILURE_CLASSES),
  mailbox: z.string(),
  count: cycleCountSchema.positive(),
  firstCycle: z.number().int().nonnegative(),
});
export type Failure = z.infer<typeof failureSchema>;

/** What a session host was doing when it was last heard of. */
export const lastActivitySchema = z.object({
  /** The native call, or `between cycles`. */
  call: z.string(),
  cycle: z.number().int().nonnegative(),
  mailbox: z.string().nullable(),
});
export type LastActivity = z.infer<typeof lastActivitySchema>;

/** Why a run waits. */
export const WAITS = ['quiet-hours', 'pause', 'no-room', 'setback'] as const;

const base = { schema: z.literal(SCHEMA_VERSION), at: z.iso.datetime(), elapsedMs: elapsedMsSchema };
const ofReplicate = { replicate: z.string(), arm: armNameSchema };

/** A row of events.ndjson. `elapsedMs` is monotonic time since the run began. */
export const eventSchema = z.discriminatedUnion('event', [
  z.object({
    ...base,
    event: z.literal('run-started'),
    /** The process that writes the folder; runs of before it was told have none. */
    pid: z.number().int().positive().optional(),
  }),
  z.object({ ...base, event: z.literal('flag-saved'), backup: z.string() }),
  z.object({
    ...base,
    event: z.literal('flag-written'),
    arm: armNameSchema,
    wanted: cleanUpMapiHeapSchema,
    /** As read back in each place that was written. */
    readBack: z.union([
      z.array(flagReadingSchema),
      // Runs of before there was a choice of places: the DWORD in the one there was, -1 if of another type.
      z.number().int().nullable(),
    ]),
  }),
  z.object({ ...base, event: z.literal('flag-restored') }),
  z.object({
    ...base,
    ...ofReplicate,
    event: z.literal('host-started'),
    pid: z.number().int(),
    /** What the host takes from the process heap before the first sample and keeps; drawn from the seed. */
    ballastBytes: z.number().int().nonnegative().optional(),
    /** Cycles before the first sample, which count nowhere; drawn from the seed. */
    discardedCycles: z.number().int().nonnegative().optional(),
  }),
  /** Another run measured this replicate; its rows follow, with the times at which they were copied. */
  z.object({ ...base, ...ofReplicate, event: z.literal('replicate-shared'), from: z.string() }),
  z.object({
    ...base,
    ...ofReplicate,
    event: z.literal('source-unsupported'),
    resource: resourceNameSchema,
    reason: z.string(),
  }),
  z.object({ ...base, ...ofReplicate, event: z.literal('cycles-failed'), failures: z.array(failureSchema) }),
  z.object({
    ...base,
    ...ofReplicate,
    event: z.literal('host-finished'),
    cycles: cycleCountSchema,
  }),
  /** Instead of `host-finished`: the replicate ended early because its process ran out; the run went on. */
  z.object({ ...base, ...ofReplicate, event: z.literal('exhausted'), ...exhaustedSchema.shape }),
  z.object({
    ...base,
    ...ofReplicate,
    event: z.literal('host-lost'),
    how: z.enum(['died', 'hung', 'failed']),
    /** Exit code or signal, or what the host said of itself. */
    detail: z.string(),
    lastActivity: lastActivitySchema,
  }),
  /** The host did not leave when it was asked to, and was ended by force; its samples are as good as any. */
  z.object({ ...base, ...ofReplicate, event: z.literal('host-ended'), call: z.string() }),
  /** What was ruled of an arm when each of its living replicates had finished so many cycles. */
  z.object({
    ...base,
    event: z.literal('look'),
    look: z.number().int().nonnegative(),
    arm: armNameSchema,
    ruling: z.enum(RULINGS),
  }),
  z.object({ ...base, event: z.literal('arm-invalid'), arm: armNameSchema, reason: z.string() }),
  z.object({ ...base, event: z.literal('stop-requested'), by: z.string() }),
  /** The replicate was ended early, as its private bytes had grown over the plan's limit; the run went on. */
  z.object({
    ...base,
    ...ofReplicate,
    event: z.literal('over-limit'),
    cycles: z.number().int().nonnegative(),
    privateBytes: z.number(),
    limitBytes: z.number(),
  }),
  /** So many hosts were lost while they logged on to it that no cycle takes it any more. */
  z.object({
    ...base,
    event: z.literal('mailbox-quarantined'),
    mailbox: z.string(),
    hostsLost: z.number().int().positive(),
  }),
  /** The server was away: hosts that were lost since a logon had worked no longer count against these mailboxes. */
  z.object({
    ...base,
    event: z.literal('mailboxes-taken-back'),
    mailboxes: z.array(
      z.object({
        mailbox: z.string(),
        /** Lost there, and no longer counted. */
        hosts: z.number().int().positive(),
        /** Whether it had been left out: cycles take it again. */
        wasLeftOut: z.boolean(),
      }),
    ),
  }),
  /** A round of a soak is over, whole or not, and no session host lives. */
  z.object({
    ...base,
    event: z.literal('round-finished'),
    round: z.number().int().positive(),
    /** Of the arms under test since the soak began. */
    cycles: z.number().int().nonnegative(),
  }),
  /** The soak was judged as it stood, and its result and reports were written. */
  z.object({
    ...base,
    event: z.literal('checkpoint'),
    round: z.number().int().positive(),
    verdict: z.enum(VERDICTS),
  }),
  /** The soak runs no cycles for a while. */
  z.object({ ...base, event: z.literal('waiting'), why: z.enum(WAITS), ms: z.number().nonnegative() }),
  /** A run that had been cut off goes on; `elapsedMs` goes on from the last row. */
  z.object({
    ...base,
    event: z.literal('resumed'),
    pid: z.number().int().positive(),
    /** By the wall clock, from the last row until now; null if that clock says that it was later then. */
    gapMs: z.number().nonnegative().nullable(),
    /** Those that were cut off; fresh ones take their places. */
    cutOff: z.array(z.string()),
    /** What had to be left out of the files, one sentence each. */
    leftOut: z.array(z.string()),
  }),
  /** How a watched process of an attached run was last seen; `host-finished` follows. */
  z.object({
    ...base,
    ...ofReplicate,
    event: z.literal('process-ended'),
    /** `left`: it runs on, and is no longer watched. */
    how: z.enum(['ended', 'left', 'denied']),
    /** null where the system does not tell a stranger. */
    exitCode: z.number().int().nullable(),
  }),
  /** Something befell the log by whose lines cycles are counted. */
  z.object({
    ...base,
    ...ofReplicate,
    event: z.literal('cycle-log'),
    what: z.enum(['missing', 'found', 'rotated', 'truncated', 'unreadable', 'line-cut', 'line-given-up']),
    detail: z.string(),
  }),
  /** Somebody else changed CleanUpMAPIHeap while a program was watched. */
  z.object({ ...base, event: z.literal('flag-changed'), readings: z.array(flagReadingSchema) }),
  z.object({
    ...base,
    event: z.literal('run-finished'),
    outcome: z.enum(['complete', 'stopped', 'host-lost', 'failed']),
  }),
]);
export type RunEvent = z.infer<typeof eventSchema>;
export type RunEventName = RunEvent['event'];
