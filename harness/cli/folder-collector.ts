import type { ReportInput } from '../../reports/report-input.ts';
import { analyse, type Run } from '../analyse/analyse.ts';
import { createSeriesCollector } from '../analyse/series.ts';
import type { Environment } from '../contract/environment.ts';
import type { RunEvent } from '../contract/event.ts';
import type { Plan } from '../contract/plan.ts';
import type { Result } from '../contract/result.ts';
import type { Sample } from '../contract/sample.ts';
import type { RowListener } from '../execute/run-folder.ts';
import { FlagReadBacks } from './flag-read-backs.ts';
import { Gaps } from './gaps.ts';

/** Hears the rows of a run folder, when it is read or while it is written, and keeps what is judged and reported. */
export class FolderCollector implements RowListener {
  private readonly plan: Plan;
  private readonly collector = createSeriesCollector();
  private readonly flag = new FlagReadBacks();
  private readonly gaps = new Gaps();
  private lastAt: string | null = null;
  private durationMs = 0;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  add(sample: Sample): void {
    this.collector.add(sample);
  }

  addEvent(event: RunEvent): void {
    this.collector.addEvent(event);
    this.flag.add(event);
    this.gaps.addEvent(event);
    this.lastAt = event.at;
    this.durationMs = Math.max(this.durationMs, event.elapsedMs);
  }

  /** What was heard so far. */
  collected() {
    return {
      collected: this.collector.finish(),
      flagReadBacks: this.flag.all(),
      gaps: this.gaps.warnings(),
      finishedAt: this.lastAt ?? this.plan.createdAt,
      durationMs: this.durationMs,
    };
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
  const { collected, durationMs, environment, finishedAt, flagReadBacks, gaps, leftOut, plan } = run;
  const result = judge(run);
  return {
    plan,
    environment,
    result: { ...result, warnings: [...new Set([...leftOut, ...gaps, ...result.warnings])] },
    series: collected.series,
    heapWalks: collected.heapWalks,
    flagReadBacks,
    runFolder: folder,
    finishedAt,
    durationMs,
  };
}
