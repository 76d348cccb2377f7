/** Days as crontabs, systemd and the Task Scheduler count them: from Monday. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const SCHEDULER_KINDS = ['task-scheduler', 'systemd', 'cron'] as const;
export type SchedulerKind = (typeof SCHEDULER_KINDS)[number];

/** When a job starts, by the local clock. */
export interface StartTime {
  readonly hour: number;
  readonly minute: number;
  /** Each once, in the order of the week; all seven for every day. */
  readonly days: readonly Weekday[];
}

/** One start: a program with its arguments, none of which is a secret. */
export interface Start {
  /** Absolute path. */
  readonly program: string;
  readonly args: readonly string[];
}

/** What a scheduler is to do for us. */
export interface Job {
  /** Part of file and task names: letters, digits, `-` and `_`. */
  readonly name: string;
  /** The starts by the clock; null if there are none. */
  readonly timed: { readonly at: StartTime; readonly start: Start } | null;
  /** What goes on with a run after a reboot; null if nothing does. */
  readonly atBoot: Start | null;
  /** Working directory, absolute. */
  readonly folder: string;
  /** For the whole machine and without a user logged on, rather than for who installs it. */
  readonly system: boolean;
}

/** Marks what `mapileak schedule` has written, so that nothing else is ever taken away. */
export const markerOf = (name: string): string => `mapileak schedule: ${name}`;

/** The name in a text that bears a marker, or null. */
export function markedName(text: string): string | null {
  return /mapileak schedule: ([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? null;
}

/** `22:05`. */
export function clockText({ hour, minute }: StartTime): string {
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}

export const isEveryDay = ({ days }: StartTime): boolean => days.length === WEEKDAYS.length;
