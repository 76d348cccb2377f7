import type { Expectation } from '../harness/contract/plan.ts';
import type { Sample } from '../harness/contract/sample.ts';
import type { PageScript } from './html/inline-script.ts';
import type { ReportInput } from './report-input.ts';

/** What was expected of a run, and whether it came so; `undecided` where that could not be told. */
export interface ExpectationOutcome {
  readonly expected: Expectation;
  readonly met: 'met' | 'not-met' | 'undecided';
}

/** A sample with its place in time. */
export interface TimedSample {
  readonly sample: Sample;
  /**
   * When it was taken, in ms since 1970: the start of its session host and what has passed since its first
   * cycle, so it is early by what the host needed to get ready. null if nothing tells when the host started.
   */
  readonly atMs: number | null;
  /** When its session host ended, in ms since 1970; null if nothing tells. */
  readonly hostEndedAtMs: number | null;
}

/** What the reports of `--report` are made from: a run folder, read and judged, and its rows. */
export interface ReportedRun extends ReportInput {
  /** null if nothing was expected. */
  readonly expectation: ExpectationOutcome | null;
  /** Every sample of every phase, in the order in which they were written; read anew at each call. */
  samples(): AsyncIterable<TimedSample>;
  /** What makes charts interactive, read when a page wants it. */
  pageScript(): PageScript;
}
