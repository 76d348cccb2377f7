import { z } from 'zod';
import { ARM_NAMES } from '../contract/arms.ts';
import { HarnessError } from '../contract/errors.ts';
import {
  DOCUMENTED_FLAG_PLACE,
  EXPECTATIONS,
  FFI_ENGINES,
  FLAG_KEYS,
  FLAG_VIEWS,
  IMPERSONATION_CHOICES,
  LOGON_TYPE_NAMES,
  LOST_HOSTS,
  MAILBOX_ORDERS,
  type MapiChoice,
  type StandInDials,
} from '../contract/plan.ts';
import { abortOverSchema } from './abort-over.ts';
import { dialSchema } from './dial-schema.ts';
import { LENGTHS, requireOneLength } from './length.ts';
import { marginsSchema, requireOneMargin, sizeSchema } from './margins.ts';
import { thresholdsSchema } from './thresholds.ts';

/** The defaults of a run, in one place; docs and help quote them. */
export const DEFAULTS = {
  scenario: 'extended-logon',
  mapi: 'stand-in',
  ffi: 'ffi-napi',
  mailboxCount: 200,
  replicates: 4,
  arms: 'off,on',
  flagPlaces: DOCUMENTED_FLAG_PLACE,
  seed: 891509,
  walkBudgetPercent: 2,
  confidence: 0.95,
  hangTimeoutSeconds: 120,
  lostHosts: 'end-run',
  impersonation: 'auto',
  logonType: 'network-cleartext',
} as const;

/** Which MAPI `doctor` asks about: on Windows the system's, which is there to be asked about. */
export function defaultDoctorMapi(platform: NodeJS.Platform = process.platform): 'system' | 'stand-in' {
  return platform === 'win32' ? 'system' : 'stand-in';
}

const DURATION_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A year: more digits than that are a slip, and some four hundred are infinite. */
const LONGEST_DURATION_MS = 366 * DURATION_MS.d;

/** `90s`, `1.5h`, `30m`. */
export const durationSchema = z
  .string()
  .regex(/^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/, 'a duration is a number with a unit: 90s, 30m, 8h')
  .transform((text) => {
    const [, amount, unit] = /^([\d.]+)(ms|s|m|h|d)$/.exec(text) ?? [];
    return (
      Number(amount) * DURATION_MS[unit === 'ms' || unit === 'm' || unit === 'h' || unit === 'd' ? unit : 's']
    );
  })
  .refine((ms) => ms > 0, 'a duration is longer than nothing')
  .refine((ms) => ms <= LONGEST_DURATION_MS, 'a duration is at most 366d');

/** @throws HarnessError USAGE */
export function parseDuration(option: string, given: string): number {
  const parsed = durationSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new HarnessError(
    'USAGE',
    `--${option}: ${parsed.error.issues[0]?.message ?? given}`,
    'Give a number with a unit.',
  );
}

const mapiSchema = z
  .string()
  .min(1)
  .transform(
    (text): MapiChoice =>
      text === 'stand-in' || text === 'system' ? { kind: text } : { kind: 'path', path: text },
  );

/** @throws HarnessError USAGE */
export function parseMapiChoice(given: string): MapiChoice {
  const parsed = mapiSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new HarnessError('USAGE', '--mapi is empty', 'Give stand-in, system, or a path.');
}

const armsSchema = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(ARM_NAMES, `arms are a list of off, on and absent, such as off,on`)).min(1))
  .refine((arms) => new Set(arms).size === arms.length, 'an arm can be named once only')
  .refine(
    (arms) => !arms.includes('control'),
    'the control arm comes by itself; leave it out with --no-control',
  )
  .refine(
    (arms) => !arms.includes('planted'),
    'the self-test comes by itself; leave it out with --no-self-test',
  );

const wholeNumber = z.number().int();

/** Dials with secrets and all, for the registry only; the last of one name counts. */
const dialsSchema = z.array(dialSchema).transform((dials): StandInDials => Object.fromEntries(dials));

/** @throws HarnessError USAGE */
export function parseDials(standIn: readonly string[]): StandInDials {
  return parseOptions(z.object({ standIn: dialsSchema }), { standIn }).standIn;
}

/** What `compare` and `run` take, as yargs hands it over. Unknown keys are yargs's business. */
export const runOptionsSchema = z.object({
  scenario: z.string().min(1),
  mapi: mapiSchema,
  ffi: z.enum(FFI_ENGINES),
  mailboxes: z.string().min(1).optional(),
  mailboxCount: wholeNumber.min(1).max(1_000_000).optional(),
  mailboxOrder: z.enum(MAILBOX_ORDERS).optional(),
  cycles: wholeNumber.min(1).max(100_000_000).optional(),
  duration: durationSchema.optional(),
  maxCycles: wholeNumber.min(LENGTHS.fewestMaxCycles).max(100_000_000).optional(),
  horizon: wholeNumber.min(1).max(100_000_000).optional(),
  sequential: z.boolean().default(false),
  block: wholeNumber.min(1).max(100_000).optional(),
  replicates: wholeNumber.min(1).max(100),
  arms: armsSchema,
  control: z.boolean(),
  flagView: z.enum(FLAG_VIEWS),
  flagKey: z.enum(FLAG_KEYS),
  impersonation: z.enum(IMPERSONATION_CHOICES),
  logonType: z.enum(LOGON_TYPE_NAMES),
  seed: wholeNumber.min(-0x8000_0000).max(0x7fff_ffff),
  walkBudget: z.number().gt(0).max(100),
  margin: marginsSchema.default([]),
  allowedGrowth: sizeSchema.optional(),
  logonsPerLife: z.number().min(1).max(1e15).optional(),
  dither: z.boolean().default(true),
  selfTest: z.boolean().default(true),
  explain: z.boolean().default(true),
  hangTimeout: z.number().positive().max(86_400),
  lostHosts: z.enum(LOST_HOSTS).default(DEFAULTS.lostHosts),
  abortOver: abortOverSchema.optional(),
  standIn: dialsSchema,
  expect: z.enum(EXPECTATIONS).optional(),
  threshold: thresholdsSchema.default([]),
});
export type RunOptions = z.infer<typeof runOptionsSchema>;

/** @throws HarnessError USAGE naming each option that is wrong, and why */
export function parseRunOptions(given: unknown): RunOptions {
  const options = parseOptions(runOptionsSchema, given);
  requireOneLength(options);
  requireOneMargin(options);
  if (options.mailboxes !== undefined && options.mailboxCount !== undefined) {
    throw new HarnessError(
      'USAGE',
      '--mailboxes and --mailbox-count exclude each other',
      'Give one of them.',
    );
  }
  return options;
}

/** @throws HarnessError USAGE naming each option that is wrong, and why */
export function parseOptions<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${optionName(issue.path[0])}: ${wordingOf(issue)}`);
  // Each part of a list has an issue of its own, and they may say the same.
  throw new HarnessError('USAGE', [...new Set(wrong)].join('; '), 'See the `--help` of the command.');
}

/** Of what is no number yargs makes NaN, which nobody has typed. */
const wordingOf = ({ message }: z.core.$ZodIssue): string =>
  /expected number, received/.test(message) ? 'a number is expected' : message;

function optionName(key: PropertyKey | undefined): string {
  // What is named by its place has no dashes.
  if (key === 'pids') return 'PID';
  return `--${String(key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
