import { z } from 'zod';
import { FFI_ENGINES, mapiChoiceSchema } from '../contract/plan.ts';

/** What the probe and its parent say to each other. */

export const toProbeSchema = z.object({ mapi: mapiChoiceSchema, ffi: z.enum(FFI_ENGINES) });
export type ToProbe = z.infer<typeof toProbeSchema>;

const moduleSchema = z.object({ path: z.string(), standIn: z.boolean() });

/** Said in this order; a probe that dies or hangs has said how far it came. */
export const fromProbeSchema = z.discriminatedUnion('say', [
  /** Native calls work. `modules` are those in the process before MAPI. */
  z.object({ say: z.literal('started'), modules: z.array(moduleSchema) }),
  z.object({ say: z.literal('loaded'), modules: z.array(moduleSchema) }),
  /** MAPIInitialize and MAPIUninitialize were called; `failure` names the error of the first, if it failed. */
  z.object({
    say: z.literal('initialized'),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    modules: z.array(moduleSchema),
  }),
  z.object({ say: z.literal('failed'), message: z.string() }),
]);
export type FromProbe = z.infer<typeof fromProbeSchema>;
export type ProbeModule = z.infer<typeof moduleSchema>;
