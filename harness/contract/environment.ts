import { z } from 'zod';
import { checkSchema } from './check.ts';
import { SCHEMA_VERSION, standInDialsSchema } from './plan.ts';

/** A library that was really loaded into the session host. */
export const loadedLibrarySchema = z.object({
  path: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  /** File version from its resources, where there are any. */
  version: z.string().nullable(),
});
export type LoadedLibrary = z.infer<typeof loadedLibrarySchema>;

/** CleanUpMAPIHeap as it stood before the run, in one registry view. */
export const flagReadingSchema = z.object({
  view: z.enum(['64-bit', '32-bit']),
  key: z.string(),
  /** REG_DWORD data, null if there is no such value. */
  value: z.number().int().nullable(),
});
export type FlagReading = z.infer<typeof flagReadingSchema>;

/** environment.json: the machine and the code that was measured. */
export const environmentSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  mapileak: z.string(),
  node: z.string(),
  platform: z.string(),
  arch: z.string(),
  osRelease: z.string(),
  cpus: z.number().int().positive(),
  totalMemoryBytes: z.number().positive(),
  /** 32 or 64: of the process that loads MAPI. */
  bitness: z.union([z.literal(32), z.literal(64)]),
  /** Whether the provider says of itself that it is the stand-in. */
  standIn: z.boolean(),
  /** Dials of the stand-in that differ from their defaults, wherever they were set. */
  standInDials: standInDialsSchema,
  libraries: z.array(loadedLibrarySchema),
  flagBefore: z.array(flagReadingSchema),
  /** Checks before the run that were not in order; runs of before there were any have none. */
  preflight: z.array(checkSchema).default([]),
  /** What could not be measured here, and why. */
  unsupported: z.array(z.object({ resource: z.string(), reason: z.string() })),
});
export type Environment = z.infer<typeof environmentSchema>;
