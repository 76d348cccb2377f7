import { z } from 'zod';
import { RESOURCES, type ResourceName } from './resources.ts';

/** A program that somebody else started and that is looked at from outside: one replicate of an attached run. */
export const watchedProcessSchema = z.object({
  /** Its name in the run: `pid-4711`. */
  replicate: z.string(),
  pid: z.number().int().positive(),
  /** File name of its program. */
  name: z.string(),
  /** Full path of its program; null where the system does not say. */
  executable: z.string().nullable(),
  /** When it was started; null where the system does not say. */
  startedAt: z.iso.datetime().nullable(),
  /** null where the system does not say. */
  bitness: z.union([z.literal(32), z.literal(64)]).nullable(),
});
export type WatchedProcess = z.infer<typeof watchedProcessSchema>;

/** What a cycle is of a program whose logons nobody tells: a stretch of time, or a line of its log. */
export const cycleCountSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('time'), everyMs: z.number().positive() }),
  z.object({
    by: z.literal('log'),
    /** One for each process, in their order. */
    files: z.array(z.string()).min(1),
    /** The source of a JavaScript regular expression. */
    pattern: z.string(),
    flags: z.string(),
  }),
]);
export type CycleCount = z.infer<typeof cycleCountSchema>;

/** What decides an attached run beyond any other. */
export const attachmentSchema = z.object({
  processes: z.array(watchedProcessSchema).min(1),
  cycles: cycleCountSchema,
  /** Time between two samples. */
  intervalMs: z.number().positive(),
  /** What is left out before the first cycle. */
  warmUpMs: z.number().nonnegative(),
  /** null for until it ends. */
  durationMs: z.number().positive().nullable(),
  maxCycles: z.number().int().positive().nullable(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

/** What an attached run is called in the place of a scenario: after the programs, each once. */
export const watchedNames = (names: readonly string[]): string => [...new Set(names)].join(', ');

/** A run that may be an attached one. */
export interface MaybeAttached {
  readonly attached?: Pick<Attachment, 'cycles'> | undefined;
}

/** What a rate is per in every run but attached ones. */
export const LOGON = 'logon';

/** What a rate is per: `logon`, or what a cycle of an attached run is: `second`, `5 s`, `matching line`. */
export function cycleUnitOf({ attached }: MaybeAttached): string {
  switch (attached?.cycles.by) {
    case undefined:
      return LOGON;
    case 'time':
      return timeUnit(attached.cycles.everyMs);
    case 'log':
      return 'matching line';
  }
}

/** What the rates of two runs are per: `logon`, `matching line or logon`. */
export const cycleUnitOfBoth = (a: string, b: string): string => (a === b ? a : `${a} or ${b}`);

/**
 * Whether rates of two runs can be held against each other at all. A line of a log may be a logon; an amount
 * of time is none, and is itself only.
 */
export function haveLikeCycles(a: MaybeAttached, b: MaybeAttached): boolean {
  const isByTime = ({ attached }: MaybeAttached): boolean => attached?.cycles.by === 'time';
  return cycleUnitOf(a) === cycleUnitOf(b) || !(isByTime(a) || isByTime(b));
}

/** What the answer of a run rests on: the gates; from outside, where heaps are not seen, private bytes, too. */
export const restsOn = (resource: ResourceName, { attached }: MaybeAttached): boolean =>
  RESOURCES[resource].role === 'gate' || (attached !== undefined && resource === 'privateBytes');

const UNITS = [
  { ms: 86_400_000, one: 'day', short: 'd' },
  { ms: 3_600_000, one: 'hour', short: 'h' },
  { ms: 60_000, one: 'minute', short: 'min' },
  { ms: 1000, one: 'second', short: 's' },
  { ms: 1, one: 'millisecond', short: 'ms' },
] as const;

function timeUnit(everyMs: number): string {
  const unit = UNITS.find(({ ms }) => everyMs % ms === 0);
  if (unit === undefined) return `${everyMs} ms`;
  return everyMs === unit.ms ? unit.one : `${everyMs / unit.ms} ${unit.short}`;
}
