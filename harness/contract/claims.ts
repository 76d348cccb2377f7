import { z } from 'zod';
import { armNameSchema } from './arms.ts';
import { SCHEMA_VERSION, standInDialsSchema } from './plan.ts';
import { VERDICTS } from './result.ts';

/** The sentences of the article, and of the two it must not be confused with, that a run can confirm or refute. */
export const CLAIM_NAMES = [
  'mapi32',
  'cdo',
  'impersonation',
  'many-mailboxes',
  'cure',
  'no-restart',
  'before-hotfix',
  'same-computer',
  'reload',
  'other-stores',
] as const;
export const claimNameSchema = z.enum(CLAIM_NAMES);
export type ClaimName = z.infer<typeof claimNameSchema>;

export interface Claim {
  /** What is claimed, in one sentence. */
  readonly statement: string;
  /** What would have to be seen, in one sentence. */
  readonly confirmedBy: string;
  /** The article, and the part of it. */
  readonly source: string;
}

export const CLAIMS: Readonly<Record<ClaimName, Claim>> = {
  mapi32: {
    statement: 'A MAPI32 program that impersonates users to log on to and off many mailboxes leaks.',
    confirmedBy: 'growth per logon with CleanUpMAPIHeap 0, beyond chance and beyond the instrument’s own',
    source: 'KB 891509, Symptoms and Cause',
  },
  cdo: {
    statement: 'So does a CDO program.',
    confirmedBy: 'the same growth with the same logons made through CDO 1.21',
    source: 'KB 891509, Symptoms and Cause',
  },
  impersonation: {
    statement: 'It leaks because it impersonates.',
    confirmedBy: 'growth with impersonation, and none without it',
    source: 'KB 891509, Cause',
  },
  'many-mailboxes': {
    statement: 'It leaks when it accesses many mailboxes.',
    confirmedBy: 'growth over many mailboxes and users, and none when one is logged on to again and again',
    source: 'KB 891509, Symptoms',
  },
  cure: {
    statement: 'With CleanUpMAPIHeap set to 1 the leak is gone.',
    confirmedBy:
      'growth with 0, none with 1, and a proven difference, for MAPI32 and, where there is one, for CDO',
    source: 'KB 891509, Hotfix installation information',
  },
  'no-restart': {
    statement: 'The computer need not be restarted for the value to work.',
    confirmedBy:
      'a difference between processes that were started in turns with 0 and 1 while the computer ran on',
    source: 'KB 891509, Restart requirement (which speaks of the hotfix’s files)',
  },
  'before-hotfix': {
    statement: 'A build from before the hotfix ignores the value.',
    confirmedBy: 'growth with 1 as with 0 in such a build',
    source: 'KB 891509: the hotfix adds the value',
  },
  'same-computer': {
    statement: 'A program on another computer than Exchange may still leak with the value set to 1.',
    confirmedBy: 'growth with 1, with the mailboxes on another computer',
    source: 'KB 891509, Hotfix installation information, Note',
  },
  reload: {
    statement: 'A program that loads and frees Mapi32.dll again and again leaks with the value set to 1.',
    confirmedBy: 'growth with 1 when Mapi32.dll is loaded in every cycle, and none when it stays loaded',
    source: 'KB 901014',
  },
  'other-stores': {
    statement: 'Opening many other mailboxes in one session is a leak of its own.',
    confirmedBy: 'growth per opened mailbox in one session, alike with 0 and with 1',
    source: 'KB 898782',
  },
};

/** The runs that claims rest on. Several claims may rest on one. */
export const EXPERIMENT_NAMES = [
  'mapi32',
  'cdo',
  'no-impersonation',
  'same-mailbox',
  'before-hotfix',
  'remote-store',
  'reload',
  'other-stores',
] as const;
export const experimentNameSchema = z.enum(EXPERIMENT_NAMES);
export type ExperimentName = z.infer<typeof experimentNameSchema>;

/** What a claim is judged by: arms of a run. */
export const evidenceSchema = z.object({
  experiment: experimentNameSchema,
  arms: z.array(armNameSchema).min(1),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A claim that is tested, and by what; or one that cannot be tested here, and why. */
export const plannedClaimSchema = z.discriminatedUnion('tested', [
  z.object({ claim: claimNameSchema, tested: z.literal(true), evidence: z.array(evidenceSchema).min(1) }),
  z.object({ claim: claimNameSchema, tested: z.literal(false), why: z.string() }),
]);
export type PlannedClaim = z.infer<typeof plannedClaimSchema>;

/** One of the runs, in a folder of its name. */
export const plannedExperimentSchema = z.object({
  ...evidenceSchema.shape,
  /** What ended it early, with what to do; null if it ran to its end, or has not run. */
  error: z.string().nullable(),
});

/** claims-plan.json: which claims are tested, by which run folders below it. */
export const claimsPlanSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  createdAt: z.iso.datetime(),
  /** What was asked of the stand-in in every run, without secrets. */
  standInDials: standInDialsSchema,
  claims: z.array(plannedClaimSchema).min(1),
  experiments: z.array(plannedExperimentSchema),
});
export type ClaimsPlan = z.infer<typeof claimsPlanSchema>;

/**
 * `confirmed` and `refuted`: seen, or its contrary. `inconclusive`: measured, and neither was proven. `not-tested`: it
 * cannot be tested here, or the run was over before.
 */
export const CLAIM_VERDICTS = ['confirmed', 'refuted', 'inconclusive', 'not-tested'] as const;
export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number];

export const claimResultSchema = z.object({
  claim: claimNameSchema,
  verdict: z.enum(CLAIM_VERDICTS),
  statement: z.string(),
  confirmedBy: z.string(),
  source: z.string(),
  /** What was seen, in figures; or why nothing was. */
  observed: z.string(),
  /** The run folders that it rests on, relative to the folder of the claims. */
  runs: z.array(z.string()),
});
export type ClaimResult = z.infer<typeof claimResultSchema>;

/** One of the runs, in short; its own folder has the whole. */
export const experimentResultSchema = z.object({
  experiment: experimentNameSchema,
  folder: z.string(),
  scenario: z.string(),
  verdict: z.enum(VERDICTS),
  reason: z.string(),
  complete: z.boolean(),
});
export type ExperimentResult = z.infer<typeof experimentResultSchema>;

/** claims.json: what `mapileak kb891509` found. */
export const claimsResultSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  createdAt: z.iso.datetime(),
  /** null if nothing was measured. */
  standIn: z.boolean().nullable(),
  standInDials: standInDialsSchema,
  claims: z.array(claimResultSchema),
  experiments: z.array(experimentResultSchema),
  warnings: z.array(z.string()),
});
export type ClaimsResult = z.infer<typeof claimsResultSchema>;
