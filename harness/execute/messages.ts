import { z } from 'zod';
import { FAULTS, type FaultCode } from '../contract/errors.ts';
import { failureSchema } from '../contract/event.ts';
import { exhaustionSchema } from '../contract/exhaustion.ts';
import { tryFailureSchema } from '../contract/mailbox-check.ts';
import { planSchema, standInDialsSchema } from '../contract/plan.ts';
import { readingsSchema, resourceNameSchema } from '../contract/resources.ts';
import { walkCoverageSchema } from '../contract/sample.ts';
import { sealedPasswordSchema } from './sealed-password.ts';

/** What parent and session host say to each other. Both sides check what they are told. */

const mailboxSchema = z.object({
  mailbox: z.string(),
  user: z.string(),
  domain: z.string(),
  server: z.string(),
  legacyDn: z.string(),
});

/** The part of the plan that a host needs. */
const hostPlanSchema = planSchema.pick({
  mapi: true,
  ffi: true,
  impersonation: true,
  logonType: true,
  walkBudget: true,
});

export const toHostSchema = z.discriminatedUnion('say', [
  /** Make a key for the password that comes with `open`. */
  z.object({ say: z.literal('agree') }),
  z.object({
    say: z.literal('open'),
    plan: hostPlanSchema,
    /** Whether this host is only to say what it finds: it initializes MAPI once, since some load their provider there. */
    probe: z.boolean(),
    scenario: planSchema.shape.scenario,
    /** The mailbox of the first cycle, for scenarios that log on to one before. */
    firstMailbox: mailboxSchema,
    flightRecord: z.string(),
    /** Bytes that the host takes from the process heap before the first sample and keeps: dither, and the same for life. */
    ballastBytes: z.number().int().nonnegative(),
    /** Bytes that the host itself leaks from the process heap in every cycle: what the self-test must find. */
    plantedBytesPerCycle: z.number().int().nonnegative(),
    /** NUL-terminated UTF-16, sealed for the key that was agreed on; null if no account has a password. */
    password: sealedPasswordSchema.nullable(),
  }),
  z.object({
    say: z.literal('block'),
    firstCycle: z.number().int(),
    mailboxes: z.array(mailboxSchema),
    /** Whether the host is to rest after the block until the budget allows a heap walk. */
    walk: z.enum(['wanted', 'if-cheap']),
    /** Whether a walk is to count blocks by size. */
    census: z.boolean(),
    /** The time from the beginning of one cycle to that of the next, at least; 0 for as fast as they go. */
    cycleMs: z.number().nonnegative(),
    /** How long the host is to rest before it samples, showing that it is alive. */
    restMs: z.number().nonnegative(),
  }),
  /** Run cycles that count nowhere, before the first block. */
  z.object({
    say: z.literal('discard'),
    mailboxes: z.array(mailboxSchema),
    cycleMs: z.number().nonnegative(),
  }),
  /** Run one cycle alone, without a sample. Whether a refusal is the last one is for the parent to say. */
  z.object({ say: z.literal('try'), cycle: z.number().int(), mailbox: mailboxSchema }),
  /** End the running block after the cycle it is in. */
  z.object({ say: z.literal('stop') }),
  z.object({ say: z.literal('close') }),
]);
export type ToHost = z.infer<typeof toHostSchema>;

export const hostReadySchema = z.object({
  standIn: z.boolean(),
  /** Those that differ from their defaults; none unless the provider is the stand-in. */
  standInDials: standInDialsSchema,
  bitness: z.union([z.literal(32), z.literal(64)]),
  /** Wine's version, or null. */
  wine: z.string().nullable(),
  /** Files of the native libraries that are loaded, by full path where it is known. */
  libraries: z.array(z.string()),
  /** Whether the scenario says that it uses CDO, or has opened it. */
  usesCdo: z.boolean(),
});
export type HostReady = z.infer<typeof hostReadySchema>;

/** What a block did. */
const blockWorkSchema = z.object({
  /** Cycles that were run; fewer than asked for after a stop, or when the process has run out. */
  cycles: z.number().int().nonnegative(),
  failures: z.array(failureSchema),
  elapsedMs: z.number().nonnegative(),
});
export type BlockWork = z.infer<typeof blockWorkSchema>;

const ranOutSchema = z.object({ ...exhaustionSchema.shape, work: blockWorkSchema });
export type RanOut = z.infer<typeof ranOutSchema>;

const blockReportSchema = z.object({
  ...blockWorkSchema.shape,
  readings: readingsSchema,
  walk: walkCoverageSchema,
  unsupported: z.array(z.object({ resource: resourceNameSchema, reason: z.string() })),
});
export type BlockReport = z.infer<typeof blockReportSchema>;

const faultCodes = Object.keys(FAULTS).filter((code): code is FaultCode => Object.hasOwn(FAULTS, code));

export const fromHostSchema = z.discriminatedUnion('say', [
  /** The public key that the password is to be sealed for. */
  z.object({ say: z.literal('agreed'), key: z.instanceof(Uint8Array) }),
  z.object({ say: z.literal('ready'), ...hostReadySchema.shape }),
  /** The process has run out. Said before the sample is tried, which may cost its life; then the block is done. */
  z.object({ say: z.literal('exhausted'), ...ranOutSchema.shape }),
  z.object({ say: z.literal('block-done'), ...blockReportSchema.shape }),
  z.object({ say: z.literal('discarded') }),
  z.object({ say: z.literal('tried'), failure: tryFailureSchema.nullable() }),
  z.object({ say: z.literal('closed') }),
  /** The host gives up; it exits by itself right after. */
  z.object({ say: z.literal('failed'), code: z.enum(faultCodes), message: z.string(), remedy: z.string() }),
]);
export type FromHost = z.infer<typeof fromHostSchema>;
