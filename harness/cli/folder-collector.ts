import type { ReportInput, SoakSoFar } from '../../reports/report-input.ts';
import { analyse, type Run } from '../analyse/analyse.ts';
import { MergedLog } from '../analyse/merging/merged-log.ts';
import { createSeriesCollector, type SeriesCollector } from '../analyse/series.ts';
import type { Environment } from '../contract/environment.ts';
import type { RunEvent } from '../contract/event.ts';
import type { MergedRows } from '../contract/merged.ts';
import type { Plan } from '../contract/plan.ts';
import type { Result } from '../contract/result.ts';
import type { Sample } from '../contract/sample.ts';
import type { RowListener } from '../execute/run-folder.ts';
import { FlagReadBacks } from './flag-read-backs.ts';
import { Gaps } from './gaps.ts';
import { TakenBackMailboxes } from './taken-back.ts';

/** Hears the rows of a run folder, when it is read or while it is written, and keeps what is judged and reported. */
export class FolderCollector implements RowListener {
  private readonly plan: Plan;
  private readonly collector: SeriesCollector;
  /** Of a soak, whose rows are not all there for ever. */
  private readonly log: MergedLog | null;
  private readonly flag = new FlagReadBacks();
  private readonly gaps = new Gaps();
  private readonly takenBack = new TakenBackMailboxes();
  private lastAt: string | null = null;
  private durationMs = 0;
  private soak: SoakSoFar = { rounds: 0, cycles: 0, checkpointAt: null, goesOn: false };

  constructor(plan: Plan) {
    this.plan = plan;
    this.log = plan.soak === undefined ? null : new MergedLog(plan);
    this.collector = this.log ?? createSeriesCollector();
  }

  /** Goes on where the rows ended that are gone; before any row is told. */
  restore(merged: MergedRows): void {
    this.log?.restore(merged);
    for (const { event, times } of merged.flagWritten) this.flag.add(event, times);
    for (const event of merged.keptEvents) this.addToCourse(event);
    this.lastAt = merged.lastEventAt;
    this.durationMs = merged.elapsedMs;
  }

  endOfPart(): void {
    this.log?.endOfPart();
  }

  /**
   * What all rows so far come to; to be asked while no session host lives.
   * @throws Error for a run that is no soak, whose rows are kept
   */
  merged(): MergedRows {
    if (this.log === null) throw new Error('only the rows of a soak are put together');
    this.log.endOfPart();
    return this.log.state();
  }

  add(sample: Sample): void {
    this.collector.add(sample);
  }

  addEvent(event: RunEvent): void {
    this.collector.addEvent(event);
    this.flag.add(event);
    this.addToCourse(event);
    this.lastAt = event.at;
    this.durationMs = Math.max(this.durationMs, event.elapsedMs);
  }

  /** What was heard so far. */
  collected() {
    return {
      collected: this.collector.finish(),
      flagReadBacks: this.flag.all(),
      gaps: [...this.gaps.warnings(), ...this.takenBack.warnings()],
      finishedAt: this.lastAt ?? this.plan.createdAt,
      durationMs: this.durationMs,
      soak: this.soak,
    };
  }

  /** How far it came, and with which gaps: by events that are kept when others are gone. */
  private addToCourse(event: RunEvent): void {
    this.gaps.addEvent(event);
    this.takenBack.addEvent(event);
    if (event.event === 'round-finished') {
      this.soak = { rounds: event.round, cycles: event.cycles, checkpointAt: event.at, goesOn: false };
    }
  }
}

/** What was collected of a run, with what is not told by rows. */
export type CollectedFolder = ReturnType<FolderCollector['collected']> & {
  readonly plan: Plan;
  readonly environment: Environment;
  /** What had to be left out, one sentence each. */
  readonly leftOut: readonly string[];
};

/** Judges what was collected, for those who report it. */
export function judged(
  folder: string,
  run: CollectedFolder,
  judge: (run: Run) => Result = analyse,
): ReportInput {
  const { collected, durationMs, environment, finishedAt, flagReadBacks, gaps, leftOut, plan, soak } = run;
  const result = judge(run);
  return {
    plan,
    environment,
    result: {
      ...result,
      warnings: [...new Set([...leftOut, ...gaps, ...(environment.changed ?? []), ...result.warnings])],
    },
    series: collected.series,
    heapWalks: collected.heapWalks,
    flagReadBacks,
    runFolder: folder,
    finishedAt,
    durationMs,
    ...(plan.soak === undefined ? {} : { soak }),
  };
}
