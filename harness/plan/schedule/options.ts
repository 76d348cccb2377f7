import { z } from 'zod';
import { HarnessError } from '../../contract/errors.ts';
import { parseOptions } from '../options.ts';
import { SCHEDULER_KINDS, type StartTime, WEEKDAYS } from './job.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/;

export const nameSchema = z
  .string()
  .regex(NAME, 'a name is 1 to 40 letters, digits, - and _, and begins with a letter or digit');

const timeSchema = z
  .string()
  .regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/, 'a time is HH:MM by the local clock, such as 22:00')
  .transform((text) => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return { hour, minute };
  });

const NO_SUCH_DAY = `days are daily, or a list of ${WEEKDAYS.join(', ')}`;
const daysSchema = z
  .string()
  .transform((text) => (text === 'daily' ? [...WEEKDAYS] : text.toLowerCase().split(',')))
  .pipe(z.array(z.enum(WEEKDAYS, NO_SUCH_DAY)).min(1))
  .refine((days) => new Set(days).size === days.length, 'a day can be named once only')
  .transform((days) => WEEKDAYS.filter((day) => days.includes(day)));

const installSchema = z.object({
  name: nameSchema,
  at: timeSchema.optional(),
  days: daysSchema,
  /** Empty for the folder that the command's --out names. */
  onBoot: z.string().optional(),
  kind: z.enum(SCHEDULER_KINDS).optional(),
  system: z.boolean(),
});

export interface InstallOptions extends Omit<z.infer<typeof installSchema>, 'at' | 'days'> {
  readonly at: StartTime | null;
}

/** @throws HarnessError USAGE */
export function parseInstallOptions(given: unknown): InstallOptions {
  const { at, days, ...options } = parseOptions(installSchema, given);
  if (at === undefined && options.onBoot === undefined) {
    throw new HarnessError(
      'USAGE',
      'schedule install needs a time',
      'Give --at 22:00 (and --days mon,fri), or --on-boot.',
    );
  }
  return { ...options, at: at === undefined ? null : { ...at, days } };
}
