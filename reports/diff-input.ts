import type { Plan } from '../harness/contract/plan.ts';
import type { Result } from '../harness/contract/result.ts';
import type { RunDiff } from '../harness/contract/run-diff.ts';
import type { RunSeries } from '../harness/contract/series.ts';

/** One of two runs that are compared, judged anew; without series where its samples are gone. */
export interface DiffSide {
  readonly plan: Plan;
  readonly result: Result;
  readonly series: RunSeries;
}

/** What a comparison is shown from. */
export interface DiffReportInput {
  readonly diff: RunDiff;
  readonly a: DiffSide;
  readonly b: DiffSide;
}
