import { z } from 'zod';

/**
 * How a check can end. `warn`: a run works, but may not show what KB 891509 describes. `fail`: no run can work.
 * `unknown`: it could not be told, or rests on something that nobody has verified.
 */
export const CHECK_OUTCOMES = ['ok', 'warn', 'fail', 'unknown'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

/** One thing that was looked at before anything is measured. */
export const checkSchema = z.object({
  /** Stable: scripts may match on it. */
  id: z.string(),
  title: z.string(),
  outcome: z.enum(CHECK_OUTCOMES),
  /** What was found, in one line. */
  finding: z.string(),
  /** What to do, in the imperative; null where there is nothing to do. */
  remedy: z.string().nullable(),
});
export type Check = z.infer<typeof checkSchema>;
