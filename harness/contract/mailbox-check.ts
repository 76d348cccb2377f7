import { z } from 'zod';
import { FAILURE_CLASSES } from './event.ts';

/** Why a mailbox could not be used once. */
export const tryFailureSchema = z.object({
  /** The name of the HRESULT or Win32 error: `MAPI_E_LOGON_FAILED`. */
  code: z.string(),
  /** The native call that failed. */
  call: z.string(),
  failureClass: z.enum(FAILURE_CLASSES),
  /** One sentence with call, name and number. */
  message: z.string(),
});
export type TryFailure = z.infer<typeof tryFailureSchema>;

/** How a check of mailboxes can end. */
export const CHECK_OUTCOMES = ['complete', 'stopped', 'refused', 'failed', 'host-lost'] as const;

/** What `mapileak mailboxes check --json` prints. */
export const mailboxCheckSchema = z.object({
  schema: z.literal(1),
  mapileak: z.string(),
  scenario: z.string(),
  /** null if no provider was ever loaded. */
  standIn: z.boolean().nullable(),
  outcome: z.enum(CHECK_OUTCOMES),
  /** Why it ended before its time; null if it did not. */
  reason: z.string().nullable(),
  /** Rows of the list; those from `checked` on were not tried. */
  mailboxes: z.number().int().positive(),
  checked: z.number().int().nonnegative(),
  ok: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  /** Mailboxes that failed, by the code of the error. */
  byCode: z.record(z.string(), z.number().int().positive()),
  failures: z.array(
    z.object({ mailbox: z.string(), user: z.string(), domain: z.string(), ...tryFailureSchema.shape }),
  ),
});
export type MailboxCheckResult = z.infer<typeof mailboxCheckSchema>;
