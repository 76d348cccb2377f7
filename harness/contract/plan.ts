import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import { attachmentSchema } from './attached.ts';
import { looksUpTo } from './looks.ts';
import { resourceNameSchema } from './resources.ts';
import { soakSchema } from './soak.ts';
import { thresholdSchema } from './thresholds.ts';

/** The version of every artefact in a run folder. It grows when a reader of the old form would misread the new one. */
export const SCHEMA_VERSION = 1;

/** How a cycle comes to run as another user. */
export const IMPERSONATION_KINDS = ['none', 'self', 'logon-user'] as const;
export type ImpersonationKind = (typeof IMPERSONATION_KINDS)[number];
/** What may be asked for: `auto` takes what works here. */
export const IMPERSONATION_CHOICES = ['auto', ...IMPERSONATION_KINDS] as const;

/** LogonUserW's logon types by name (winbase.h LOGON32_LOGON_*). */
export const LOGON_TYPES = {
  interactive: 2,
  network: 3,
  batch: 4,
  'network-cleartext': 8,
  'new-credentials': 9,
} as const;
export type LogonTypeName = keyof typeof LOGON_TYPES;
export const LOGON_TYPE_NAMES = [
  'interactive',
  'network',
  'batch',
  'network-cleartext',
  'new-credentials',
] as const;

export const FFI_ENGINES = ['ffi-napi', 'koffi'] as const;
export type FfiEngineName = (typeof FFI_ENGINES)[number];

export const MAILBOX_ORDERS = ['sequential', 'shuffled', 'repeated'] as const;
export type MailboxOrder = (typeof MAILBOX_ORDERS)[number];

export const EXPECTATIONS = ['leak', 'no-leak', 'fixed', 'not-fixed'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** How the processes of a run share the time: all alive and advanced in rounds, or one after the other. */
export const LAYOUTS = ['side-by-side', 'sequential'] as const;
export type Layout = (typeof LAYOUTS)[number];

export const FLAG_VIEWS = ['own', 'both'] as const;
export const FLAG_KEYS = ['applications', 'exe', 'both'] as const;

/** Where a run writes CleanUpMAPIHeap. */
export const flagPlacesSchema = z.object({
  /** The registry view of the process that loads MAPI, or both. */
  view: z.enum(FLAG_VIEWS),
  /** The key that KB 891509 names, one below it named after the program that loads MAPI, or both. */
  key: z.enum(FLAG_KEYS),
});
export type FlagPlaces = z.infer<typeof flagPlacesSchema>;
export const DOCUMENTED_FLAG_PLACE: FlagPlaces = { view: 'own', key: 'applications' };

/** Which MAPI provider is called: our stand-in, the one the system finds, or a library file. */
export const mapiChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stand-in') }),
  z.object({ kind: z.literal('system') }),
  z.object({
    kind: z.literal('path'),
    path: z.string(),
    /** When the run was planned; null if it could not be read. Plans of before it was taken have none. */
    sha256: z.string().nullable().optional(),
  }),
]);
export type MapiChoice = z.infer<typeof mapiChoiceSchema>;

/** Where the mailboxes come from. `repeated` uses the first one for every cycle. */
export const mailboxSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('generated'), count: z.number().int().positive() }),
  z.object({
    kind: z.literal('csv'),
    file: z.string(),
    count: z.number().int().positive(),
    sha256: z.string(),
  }),
]);
export type MailboxSource = z.infer<typeof mailboxSourceSchema>;

/** A scenario of the project by name, or a module file from outside with its hash: such input is code. */
export const scenarioChoiceSchema = z.object({
  name: z.string(),
  file: z.string().nullable(),
  sha256: z.string().nullable(),
  /** The scenario of the project that its control arm runs, if it names one. */
  control: z.string().optional(),
});
export type ScenarioChoice = z.infer<typeof scenarioChoiceSchema>;

/** One run of one arm in a fresh process. */
export const replicateSlotSchema = z.object({
  /** Unique in the run: `off-1`, `control-3`. */
  replicate: z.string(),
  arm: armNameSchema,
  /** Which round of the balanced order it belongs to, from 1. */
  round: z.number().int().positive(),
});
export type ReplicateSlot = z.infer<typeof replicateSlotSchema>;

/** Dials of the stand-in by name, as its registry key has them. In a run folder a secret one is "(set)". */
export const standInDialsSchema = z.record(z.string(), z.union([z.number(), z.string()]));
export type StandInDials = z.infer<typeof standInDialsSchema>;

/** `end-run`: exit 5, with what was measured. `replace`: a fresh host takes its place, and the arm goes on. */
export const LOST_HOSTS = ['end-run', 'replace'] as const;

/** plan.json: everything that decides a run, every default filled in. */
export const planSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  command: z.string(),
  createdAt: z.iso.datetime(),
  scenario: scenarioChoiceSchema,
  mapi: mapiChoiceSchema,
  ffi: z.enum(FFI_ENGINES),
  impersonation: z.enum(IMPERSONATION_KINDS),
  logonType: z.enum(LOGON_TYPE_NAMES),
  mailboxes: mailboxSourceSchema,
  mailboxOrder: z.enum(MAILBOX_ORDERS),
  /** Arms under test, without the control arm. */
  arms: z.array(armNameSchema).min(1),
  /** Whether a control arm is measured and subtracted. */
  control: z.boolean(),
  /** Where the arms' settings are written; runs of before this was a choice wrote the documented place. */
  flagPlaces: flagPlacesSchema.default(DOCUMENTED_FLAG_PLACE),
  replicates: z.number().int().positive(),
  /** Runs of before there was a choice measured one process after the other. */
  layout: z.enum(LAYOUTS).default('sequential'),
  /** How long one replicate runs: by cycles, by time, or until its arm's question is answered at one of the looks. */
  length: z.discriminatedUnion('by', [
    z.object({ by: z.literal('cycles'), cycles: z.number().int().positive() }),
    z.object({ by: z.literal('duration'), durationMs: z.number().positive() }),
    z.object({ by: z.literal('settled'), maxCycles: z.number().int().positive() }),
  ]),
  /** Cycles of a replicate before which nothing is said of its arm; null for the run's own length. */
  horizonCycles: z.number().int().positive().nullable().default(null),
  /** Cycles between two samples; null for every cycle up to 32, and then a 32nd of the cycles so far. */
  blockCycles: z.number().int().positive().nullable(),
  /** Whether every process starts with ballast and throw-away cycles of its own, drawn from the seed. */
  dither: z.boolean().default(false),
  /** Whether the instrument must find a leak that it plants itself. */
  selfTest: z.boolean().default(false),
  /** Whether an arm that grows runs on until it is known with what it grows. */
  explain: z.boolean().default(false),
  seed: z.number().int(),
  /** The order in which the replicates run. */
  order: z.array(replicateSlotSchema).min(1),
  /** The largest share of a replicate's time that heap walks may take, 0 to 1. */
  walkBudget: z.number().min(0).max(1),
  /** The largest growth that still counts as no leak. */
  margin: z.object({
    bytesPerCycle: z.number().positive(),
    countPerCycle: z.number().positive(),
    /** Resources with a margin of their own. */
    of: z.partialRecord(resourceNameSchema, z.number().positive()).default({}),
  }),
  confidence: z.number().gt(0.5).lt(1),
  /** How long one native call may take before the host counts as hung. */
  hangTimeoutMs: z.number().positive(),
  /** The dials that were asked for. */
  standInDials: standInDialsSchema,
  expect: z.enum(EXPECTATIONS).nullable(),
  /** Bounds that decide the exit code; runs of before there were any have none. */
  thresholds: z.array(thresholdSchema).default([]),
  /** What becomes of the run when a session host dies or hangs; runs of before there was a choice ended. */
  lostHosts: z.enum(LOST_HOSTS).default('end-run'),
  /** Private bytes of a session host beyond which its replicate is ended; null for no limit. */
  abortOverBytes: z.number().positive().nullable().default(null),
  /** Of a run that watches programs which it did not start; other runs have none. */
  attached: attachmentSchema.optional(),
  /** Of a soak, whose rounds go on beyond `order`; other runs have none. */
  soak: soakSchema.optional(),
});
export type Plan = z.infer<typeof planSchema>;

/**
 * Whether a replicate of so many cycles was measured to its planned end: a host that was stopped finishes, too. One that
 * runs until its arm is settled ends at a look; between two looks nobody let it go.
 */
export function isWhole({ length }: Pick<Plan, 'length'>, cycles: number): boolean {
  switch (length.by) {
    case 'cycles':
      return cycles >= length.cycles;
    case 'duration':
      return true;
    case 'settled':
      return looksUpTo(length.maxCycles).includes(cycles);
  }
}
