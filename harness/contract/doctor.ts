import { z } from 'zod';
import { checkSchema } from './check.ts';
import { flagReadingSchema } from './environment.ts';
import { mapiChoiceSchema } from './plan.ts';

/** The version of what `mapileak doctor --json` prints. */
export const DOCTOR_SCHEMA_VERSION = 1;

const bitnessSchema = z.union([z.literal(32), z.literal(64)]);

/** A library file as its bytes describe it. */
export const fileFactsSchema = z.object({
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  format: z.enum(['PE', 'ELF', 'unknown']),
  bitness: bitnessSchema.nullable(),
  /** File version of its resources: `6.5.7232.75`. */
  version: z.string().nullable(),
  productName: z.string().nullable(),
  originalName: z.string().nullable(),
});
export type FileFacts = z.infer<typeof fileFactsSchema>;

export const CANDIDATE_KINDS = [
  'explicit',
  'stand-in',
  'system',
  'mail-client',
  'mapped-app',
  'outlook',
  'exchange',
  'cdo',
] as const;
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];

/** A MAPI or CDO library that this machine could load, or a registry entry that leads to one. */
export const candidateSchema = z.object({
  kind: z.enum(CANDIDATE_KINDS),
  name: z.string(),
  /** The registry value that names it; null if none does. */
  registryEntry: z.string().nullable(),
  path: z.string().nullable(),
  file: fileFactsSchema.nullable(),
  /** Why there is no file, or what else is to be said. */
  note: z.string().nullable(),
});
export type Candidate = z.infer<typeof candidateSchema>;

/** A library that was in the probe's process after MAPI had been loaded and initialized. */
export const probedModuleSchema = z.object({
  path: z.string(),
  /** When it came: before MAPI was loaded, with it, or in MAPIInitialize. */
  loaded: z.enum(['before', 'with-mapi', 'in-initialize']),
  /** Whether it exports the stand-in's mark. */
  standIn: z.boolean(),
  file: fileFactsSchema.nullable(),
});
export type ProbedModule = z.infer<typeof probedModuleSchema>;

/** The library that serves Extended MAPI here, and why it is that one. */
export const providerInUseSchema = z.object({
  path: z.string(),
  standIn: z.boolean(),
  because: z.string(),
  /** The registry value that led there; null if none did, or none that is known. */
  registryEntry: z.string().nullable(),
});
export type ProviderInUse = z.infer<typeof providerInUseSchema>;

/** What `mapileak doctor --json` prints. With --file only `checks` and `files` say anything. */
export const doctorSchema = z.object({
  schema: z.literal(DOCTOR_SCHEMA_VERSION),
  mapileak: z.string(),
  node: z.string(),
  platform: z.string(),
  osRelease: z.string(),
  /** Wine's version; null on anything else. */
  wine: z.string().nullable(),
  bitness: bitnessSchema,
  /** The provider that was asked for; null with --file. */
  mapi: mapiChoiceSchema.nullable(),
  checks: z.array(checkSchema),
  candidates: z.array(candidateSchema),
  /** null if none was loaded. */
  provider: providerInUseSchema.nullable(),
  modules: z.array(probedModuleSchema),
  flag: z.array(flagReadingSchema),
  files: z.array(fileFactsSchema),
});
export type Doctor = z.infer<typeof doctorSchema>;
