import { z } from 'zod';
import { FFI_ENGINES, mapiChoiceSchema } from '../contract/plan.ts';

/** What the probe and its parent say to each other. */

export const toProbeSchema = z.object({ mapi: mapiChoiceSchema, ffi: z.enum(FFI_ENGINES) });
export type ToProbe = z.infer<typeof toProbeSchema>;

const moduleSchema = z.object({ path: z.string(), standIn: z.boolean() });

/** The error of a call; null if it succeeded. */
const failureSchema = z.object({ code: z.string(), message: z.string() }).nullable();

/** Said in this order; a probe that dies or hangs has said how far it came. */
export const fromProbeSchema = z.discriminatedUnion('say', [
  /** Native calls work. `modules` are those in the process before MAPI. */
  z.object({ say: z.literal('started'), modules: z.array(moduleSchema) }),
  z.object({ say: z.literal('loaded'), modules: z.array(moduleSchema) }),
  /** MAPIInitialize was called, and nothing after it: a stub may let its provider go in MAPIUninitialize. */
  z.object({ say: z.literal('initialized'), failure: failureSchema, modules: z.array(moduleSchema) }),
  /** MAPIUninitialize was called. Left out if there was nothing to uninitialize. */
  z.object({ say: z.literal('uninitialized'), failure: failureSchema }),
  z.object({ say: z.literal('failed'), message: z.string() }),
]);
export type FromProbe = z.infer<typeof fromProbeSchema>;
export type ProbeFailure = z.infer<typeof failureSchema>;
export type ProbeModule = z.infer<typeof moduleSchema>;
