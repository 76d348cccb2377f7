import type { ArmName } from '../../contract/arms.ts';
import type { Attachment } from '../../contract/attached.ts';
import type { FlagReading } from '../../contract/environment.ts';
import { HarnessError } from '../../contract/errors.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Readings } from '../../contract/resources.ts';
import type { CycleClock } from '../../sample/cycle-clock.ts';
import type { WatchedProcess } from '../../sample/watched.ts';
import type { RunFolder } from '../run-folder.ts';
import type { AttachedEnvironment } from './describe.ts';
import { ticks } from './pace.ts';
import { AttachedRows } from './rows.ts';

/** How often the flag is read again, and libraries that were loaded late are looked for. */
const SLOW_LOOK_MS = 10_000;

/** A process with what counts its cycles. */
export interface Subject {
  readonly replicate: string;
  readonly process: WatchedProcess;
  readonly clock: CycleClock;
}

/** How far the watching has come, by each process that is still there. */
export interface AttachProgress {
  readonly elapsedMs: number;
  readonly warmsUp: boolean;
  readonly processes: readonly {
    readonly replicate: string;
    readonly cycles: number;
    readonly first: Readings;
    readonly last: Readings;
  }[];
}

export interface WatchParts {
  readonly plan: Plan;
  readonly attached: Attachment;
  readonly subjects: readonly Subject[];
  readonly folder: RunFolder;
  readonly environment: AttachedEnvironment;
  /** How CleanUpMAPIHeap stands by now. */
  readonly readFlag: () => readonly FlagReading[];
  readonly stop: AbortSignal;
  readonly onProgress: (progress: AttachProgress) => void;
}

/**
 * Samples processes until all of them have ended, or the plan's time or cycles are over, or it is stopped, which is an end
 * like any other. What was sampled is in the folder, however it ends.
 */
export async function watch(parts: WatchParts): Promise<void> {
  const { attached, environment, folder, plan, subjects } = parts;
  folder.writePlan(plan);
  environment.lookAgain();
  folder.writeEnvironment(environment.describe());
  folder.addEvent({ event: 'run-started', pid: process.pid });
  const [arm] = plan.arms;
  if (arm === undefined) throw new Error('a plan has an arm');
  let watchers = subjects.map((subject) => new Watcher(subject, arm, folder, attached));
  const slowly = new SlowLook(parts);
  try {
    for await (const sinceStartMs of ticks(attached.intervalMs, parts.stop)) {
      slowly.look(sinceStartMs);
      const elapsedMs = sinceStartMs - attached.warmUpMs;
      watchers = watchers.filter((each) => each.look(elapsedMs));
      parts.onProgress({
        elapsedMs: Math.abs(elapsedMs),
        warmsUp: elapsedMs < 0,
        processes: watchers.map((each) => each.progress()),
      });
      const isOver = attached.durationMs !== null && elapsedMs >= attached.durationMs;
      if (watchers.length === 0 || isOver) break;
    }
    slowly.look(Number.POSITIVE_INFINITY);
    for (const each of watchers) each.leave();
    folder.addEvent({ event: 'run-finished', outcome: 'complete' });
  } catch (error) {
    // A folder that cannot be written cannot be told so either.
    if (!(error instanceof HarnessError) || error.code !== 'SAMPLES_NOT_WRITTEN') {
      for (const each of watchers) each.leave();
      folder.addEvent({ event: 'run-finished', outcome: 'failed' });
    }
    throw error;
  } finally {
    for (const { clock, process } of subjects) {
      clock.close();
      process.close();
    }
  }
}

/** One process while it is watched. */
class Watcher {
  private readonly subject: Subject;
  private readonly rows: AttachedRows;
  private readonly maxCycles: number;
  private counts = false;
  private first: Readings = {};
  private last: Readings = {};

  constructor(subject: Subject, arm: ArmName, folder: RunFolder, { maxCycles }: Attachment) {
    this.subject = subject;
    this.rows = new AttachedRows(folder, subject.replicate, arm);
    this.maxCycles = maxCycles ?? Number.POSITIVE_INFINITY;
    const { facts, unsupported } = subject.process;
    this.rows.started(facts.pid, unsupported);
  }

  /** @param elapsedMs since the end of the warm-up, negative before it. @returns whether it is still watched */
  look(elapsedMs: number): boolean {
    const { clock, process } = this.subject;
    if (elapsedMs >= 0) this.count(elapsedMs);
    const look = process.look();
    switch (look.seen) {
      case 'ended':
        this.rows.ended('ended', look.exitCode);
        return false;
      case 'denied':
        this.rows.ended('denied', null);
        return false;
      case 'alive':
        if (elapsedMs < 0) return true;
        this.last = look.readings;
        if (Object.keys(this.first).length === 0) this.first = look.readings;
        this.rows.sample(elapsedMs, look.readings);
        if (this.rows.cycles < this.maxCycles) return true;
        this.leave();
        clock.close();
        return false;
    }
  }

  leave(): void {
    this.rows.ended('left', null);
  }

  progress(): AttachProgress['processes'][number] {
    const { first, last, rows, subject } = this;
    return { replicate: subject.replicate, cycles: rows.cycles, first, last };
  }

  private count(elapsedMs: number): void {
    const { clock } = this.subject;
    if (!this.counts) for (const note of clock.start()) this.rows.note(note);
    this.counts = true;
    const { cycles, notes } = clock.count(elapsedMs);
    this.rows.cycles = cycles;
    for (const note of notes) this.rows.note(note);
  }
}

/** What need not be known at every sample: the flag, and libraries that were loaded late. */
class SlowLook {
  private readonly parts: WatchParts;
  private lastMs = 0;
  private flag: string;
  /** Whether the folder does not say yet what is known. */
  private isOwed = false;

  constructor(parts: WatchParts) {
    this.parts = parts;
    this.flag = JSON.stringify(parts.environment.flagBefore);
  }

  look(sinceStartMs: number): void {
    if (sinceStartMs - this.lastMs < SLOW_LOOK_MS) return;
    this.lastMs = sinceStartMs;
    const { environment, folder, readFlag } = this.parts;
    this.isOwed = environment.lookAgain() || this.isOwed;
    if (this.isOwed) this.isOwed = !isWritten(() => folder.writeEnvironment(environment.describe()));
    const readings = readFlag();
    const now = JSON.stringify(readings);
    if (now === this.flag) return;
    this.flag = now;
    folder.addEvent({ event: 'flag-changed', readings: [...readings] });
  }
}

/** A library that cannot be told now is told at the next look; that is no reason to stop watching. */
function isWritten(write: () => void): boolean {
  try {
    write();
    return true;
  } catch {
    return false;
  }
}
