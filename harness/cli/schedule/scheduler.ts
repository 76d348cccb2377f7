import { existsSync } from 'node:fs';
import type { Job, SchedulerKind } from '../../plan/schedule/job.ts';
import { CronScheduler } from './cron.ts';
import { SystemdScheduler } from './systemd.ts';
import { TaskScheduler } from './task-scheduler.ts';

/** A piece of what is written for a job: where, and what. */
export interface Piece {
  /** A file's path, a task's, or whose crontab. */
  readonly place: string;
  readonly text: string;
}

/** What this program has written for a job of this name. */
export interface Installed {
  readonly name: string;
  readonly pieces: readonly Piece[];
}

/** One of the system's schedulers. Every method may throw HarnessError SCHEDULER. */
export interface Scheduler {
  readonly kind: SchedulerKind;
  /** Exactly what {@link install} writes. */
  pieces(job: Job): readonly Piece[];
  /** What its user should know, one sentence each. */
  notes(job: Job): readonly string[];
  installed(): Promise<readonly Installed[]>;
  /** Writes a job, in the place of one of the same name that we have written. */
  install(job: Job): Promise<void>;
  /** Takes away what was written for a job of this name, and nothing else. */
  remove(name: string): Promise<void>;
}

/** @param system for the whole machine */
export function schedulerOf(kind: SchedulerKind, system: boolean): Scheduler {
  switch (kind) {
    case 'task-scheduler':
      return new TaskScheduler();
    case 'systemd':
      return new SystemdScheduler(system);
    case 'cron':
      return new CronScheduler();
  }
}

/** What is there: the Task Scheduler on Windows; systemd where it runs (sd_booted(3)), else cron. */
export function usualKind(platform: NodeJS.Platform = process.platform): SchedulerKind {
  if (platform === 'win32') return 'task-scheduler';
  return existsSync('/run/systemd/system') ? 'systemd' : 'cron';
}
