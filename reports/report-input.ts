import type { Environment } from '../harness/contract/environment.ts';
import type { Plan } from '../harness/contract/plan.ts';
import type { Result } from '../harness/contract/result.ts';
import type { HeapWalks, RunSeries } from '../harness/contract/series.ts';

/** What every report is made from: a run folder, read and judged. */
export interface ReportInput {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly result: Result;
  readonly series: RunSeries;
  /** What was walked first and last, by heap, of every replicate that has both. */
  readonly heapWalks: readonly HeapWalks[];
  /** Path of the run folder, as the user should see it. */
  readonly runFolder: string;
  /** ISO 8601, UTC: when the last sample was taken. */
  readonly finishedAt: string;
  /** Wall time from the first to the last event of the run. */
  readonly durationMs: number;
}
