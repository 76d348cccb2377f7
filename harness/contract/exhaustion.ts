import { z } from 'zod';
import { cycleCountSchema, readingSchema } from './numbers.ts';

/** Where cycles began to fail for want of memory, sessions or some other resource (MAPICode.h). */
export const exhaustionSchema = z.object({
  /** The first cycle that could not be done any more, counted from 0 as in `cycles-failed`. */
  cycle: cycleCountSchema,
  /** `MAPI_E_NOT_ENOUGH_MEMORY`. */
  code: z.string(),
  /** The native call that failed. */
  call: z.string(),
  mailbox: z.string(),
});
export type Exhaustion = z.infer<typeof exhaustionSchema>;

/** How a replicate ended that ran out: a result, since running out is where a leak leads. */
export const exhaustedSchema = z.object({
  ...exhaustionSchema.shape,
  /** Cycles attempted, those that failed included. */
  cycles: cycleCountSchema,
  failedCycles: cycleCountSchema,
  /** What the process held then; null where even that could not be read. */
  privateBytes: readingSchema.nullable(),
  virtualBytes: readingSchema.nullable(),
  heaps: readingSchema.int().nullable(),
});
export type Exhausted = z.infer<typeof exhaustedSchema>;

/** Whether the process ever did what it ran out of being able to do; if not, no leak led there. */
export const hadWorked = ({ cycles, failedCycles }: Exhausted): boolean => cycles > failedCycles;

/** The code of a process that the program ended itself, as its private bytes had grown over the plan's limit. */
export const OVER_LIMIT = 'OVER_LIMIT';

/** How the end of a replicate is told: by its code, or by who ended it. */
export const endedBy = (code: string): string =>
  code === OVER_LIMIT ? 'over the limit of private bytes' : code;

/** What a code may mean besides that the process has run out of memory, or null. */
export function otherMeaningOf(code: string): string | null {
  switch (code) {
    case 'MAPI_E_SESSION_LIMIT':
      return (
        'a limit of sessions, not of memory: Exchange Server 2003 SP1 gives a user 32 at a time ' +
        'and reports more as event 9646 on the server (KB 842022)'
      );
    case 'MAPI_E_FAILONEPROVIDER':
      return (
        'seldom memory: a process can hold about 255 open mailboxes (KB 260141), and a store that ' +
        'refuses a mailbox answers the same'
      );
    default:
      return null;
  }
}
