import type { Collected } from '../../analyse/series.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Result } from '../../contract/result.ts';
import type { RunCourse } from './run-log.ts';
import type { RunStatus } from './status.ts';

/** What is known of a run at a moment: what its page is made from, whether it goes on or not. */
export interface RunView {
  readonly plan: Plan;
  readonly status: RunStatus;
  readonly course: RunCourse;
  readonly collected: Collected;
  /** As it stands in the folder, or as it would be if the run ended now; null before anything was judged. */
  readonly result: Result | null;
  /** Whether `result` is the run's own. */
  readonly isFinal: boolean;
  readonly hasReport: boolean;
  /** Rows that could not be read. */
  readonly passedOver: number;
  /** Since a row was last written. */
  readonly quietMs: number;
  /** Since the run began; for one that goes on, by this machine's clock. */
  readonly elapsedMs: number;
}
