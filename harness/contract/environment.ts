import { z } from 'zod';
import { watchedProcessSchema } from './attached.ts';
import { checkSchema } from './check.ts';
import { SCHEMA_VERSION, standInDialsSchema } from './plan.ts';

/** A library that was really loaded into the session host. */
export const loadedLibrarySchema = z.object({
  path: z.string(),
  /** null, as is the hash, where the file could not be read. */
  bytes: z.number().int().nonnegative().nullable(),
  sha256: z.string().nullable(),
  /** File version from its resources, where there are any. */
  version: z.string().nullable(),
  /** Why the file could not be read; null if it was. */
  unreadable: z.string().nullable().default(null),
});
export type LoadedLibrary = z.infer<typeof loadedLibrarySchema>;

/** CleanUpMAPIHeap in one place: REG_DWORD data, null for no value, 'not-a-dword' for a value of another type. */
export const flagValueSchema = z.union([z.number().int(), z.null(), z.literal('not-a-dword')]);
export type FlagValue = z.infer<typeof flagValueSchema>;

/** What stood in one key in one registry view. A 32-bit Windows has the 32-bit view alone. */
export const flagReadingSchema = z.object({
  view: z.enum(['64-bit', '32-bit']),
  /** With its hive: `HKEY_LOCAL_MACHINE\SOFTWARE\...`. */
  key: z.string(),
  value: flagValueSchema,
});
export type FlagReading = z.infer<typeof flagReadingSchema>;

/** A program that an attached run watched. */
export const watchedProgramSchema = z.object({
  ...watchedProcessSchema.shape,
  /** Its file; null where the system does not say which one it is. */
  file: loadedLibrarySchema.nullable(),
  /** Why its libraries are not known; null if they are. */
  librariesUnknown: z.string().nullable(),
});
export type WatchedProgram = z.infer<typeof watchedProgramSchema>;

/** environment.json: the machine and the code that was measured. */
export const environmentSchema = z.object({
  schema: z.literal(SCHEMA_VERSION),
  mapileak: z.string(),
  node: z.string(),
  platform: z.string(),
  arch: z.string(),
  osRelease: z.string(),
  /** Wine's version where it stands in for Windows, or null. */
  wine: z.string().nullable().default(null),
  cpus: z.number().int().positive(),
  totalMemoryBytes: z.number().positive(),
  /** 32 or 64: of the process that loads MAPI. */
  bitness: z.union([z.literal(32), z.literal(64)]),
  /** Whether the provider says of itself that it is the stand-in. */
  standIn: z.boolean(),
  /** Dials of the stand-in that differ from their defaults, wherever they were set. */
  standInDials: standInDialsSchema,
  libraries: z.array(loadedLibrarySchema),
  /** Before the run, in every key where it may stand and in every view, written by the run or not. */
  flagBefore: z.array(flagReadingSchema),
  /** Checks before the run that were not in order; runs of before there were any have none. */
  preflight: z.array(checkSchema).default([]),
  /** What could not be measured here, and why. */
  unsupported: z.array(z.object({ resource: z.string(), reason: z.string() })),
  /** Of a run that went on after a gap: what is otherwise than before, besides MAPI, one sentence each. */
  changed: z.array(z.string()).optional(),
  /** Of an attached run; `libraries` then are those of MAPI and CDO that these had loaded. */
  watched: z.array(watchedProgramSchema).optional(),
});
export type Environment = z.infer<typeof environmentSchema>;
