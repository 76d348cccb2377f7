import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { CycleCount } from '../../contract/attached.ts';
import { HarnessError, messageOf } from '../../contract/errors.ts';
import { FFI_ENGINES } from '../../contract/plan.ts';
import { marginsSchema } from '../margins.ts';
import { durationSchema, parseOptions } from '../options.ts';

/** The defaults of `attach`; docs and help quote them. */
export const ATTACH_DEFAULTS = {
  cycleEvery: '1s',
  interval: '1s',
  /** By time as many seconds, however long a cycle is. As that of `compare`: most caches have filled by then. */
  horizonCycles: 2048,
  /** Shorter than this, convicting takes too few samples for anybody to believe. */
  fewestHorizonCycles: 200,
  /** A year: what runs longer is attached to anew. */
  longestMs: 366 * 86_400_000,
} as const;

/** What may be expected of a program that is only looked at: nobody measures a cure here. */
export const ATTACH_EXPECTATIONS = ['leak', 'no-leak'] as const;

const MOST_PROCESSES = 64;
const SHORTEST_MS = 5;
const LONGEST_INTERVAL_MS = 86_400_000;

const pidSchema = z.coerce
  .number('a process is named by its number')
  .int('a process is named by its number')
  .min(1, 'a process is named by its number')
  .max(0xffff_ffff, 'no process has so large a number');
const interval = durationSchema
  .refine((ms) => ms >= SHORTEST_MS, `the least is ${SHORTEST_MS}ms`)
  .refine((ms) => ms <= LONGEST_INTERVAL_MS, 'the most is 1d');

/** What `attach` takes, as yargs hands it over. Unknown keys are yargs's business. */
const attachOptionsSchema = z.object({
  pids: z
    .array(pidSchema)
    .min(1)
    .max(MOST_PROCESSES, `at most ${MOST_PROCESSES} processes at a time`)
    .refine((pids) => new Set(pids).size === pids.length, 'a process can be named once only'),
  cycleEvery: interval.optional(),
  cycleLog: z.array(z.string().min(1)).default([]),
  cyclePattern: z.string().min(1, 'an empty pattern matches every line').optional(),
  interval,
  duration: durationSchema.optional(),
  maxCycles: z.number().int().min(1).max(1e9).optional(),
  warmUp: durationSchema.optional(),
  horizon: z.number().int().min(ATTACH_DEFAULTS.fewestHorizonCycles).max(1e9).optional(),
  margin: marginsSchema.default([]),
  expect: z.enum(ATTACH_EXPECTATIONS).optional(),
  ffi: z.enum(FFI_ENGINES),
});
export type AttachOptions = Omit<z.infer<typeof attachOptionsSchema>, CycleOption> & {
  readonly cycles: CycleCount;
};
type CycleOption = 'cycleEvery' | 'cycleLog' | 'cyclePattern';

/** @throws HarnessError USAGE naming each option that is wrong, and why */
export function parseAttachOptions(given: unknown): AttachOptions {
  const { cycleEvery, cycleLog, cyclePattern, ...options } = parseOptions(attachOptionsSchema, given);
  const cycles = cycleCountOf({ cycleEvery, cycleLog, cyclePattern }, options.pids.length);
  return { ...options, cycles };
}

interface CycleOptions {
  readonly cycleEvery: number | undefined;
  readonly cycleLog: readonly string[];
  readonly cyclePattern: string | undefined;
}

function cycleCountOf({ cycleEvery, cycleLog, cyclePattern }: CycleOptions, processes: number): CycleCount {
  if (cycleLog.length === 0 && cyclePattern === undefined) {
    return { by: 'time', everyMs: cycleEvery ?? 1000 };
  }
  if (cycleEvery !== undefined) {
    throw new HarnessError(
      'USAGE',
      '--cycle-every and --cycle-log exclude each other',
      'Count cycles by time or by lines of a log.',
    );
  }
  if (cycleLog.length === 0 || cyclePattern === undefined) {
    throw new HarnessError(
      'USAGE',
      '--cycle-log and --cycle-pattern need each other',
      'Give the log file, and a regular expression that matches one line of it in each cycle.',
    );
  }
  if (cycleLog.length !== processes) {
    throw new HarnessError(
      'USAGE',
      `${processes} processes and ${cycleLog.length} logs: whose cycle a line tells of, cannot be said`,
      'Give --cycle-log once for each process, in the order of the processes, or count by time.',
    );
  }
  const files = cycleLog.map((file) => resolve(file));
  for (const file of files) requireFolder(file);
  return { by: 'log', files, ...patternOf(cyclePattern) };
}

/** A log may come later; that its folder is not there is a slip of the pen. */
function requireFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) {
    throw new HarnessError(
      'INPUT_FILE',
      `--cycle-log: ${file} is a folder`,
      'Name the log in it that the program writes.',
    );
  }
  if (existsSync(dirname(file))) return;
  throw new HarnessError(
    'INPUT_FILE',
    `--cycle-log: there is no folder ${dirname(file)}`,
    'Name the log that the program writes; the file itself may come later.',
  );
}

/** `/logoff of .* done/i`, or the expression alone. */
function patternOf(text: string): { readonly pattern: string; readonly flags: string } {
  const [, delimited, ofDelimited] = /^\/(.+)\/([iu]*)$/.exec(text) ?? [];
  const [pattern, flags] = [delimited ?? text, ofDelimited ?? ''];
  try {
    new RegExp(pattern, flags);
    return { pattern, flags };
  } catch (error) {
    throw new HarnessError(
      'USAGE',
      `--cycle-pattern: ${messageOf(error)}`,
      'Give a JavaScript regular expression, such as "logoff of .* done" or /logoff/i.',
    );
  }
}
