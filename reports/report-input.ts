import type { ArmName, CleanUpMapiHeap } from '../harness/contract/arms.ts';
import type { Environment, FlagReading, FlagValue } from '../harness/contract/environment.ts';
import type { Plan } from '../harness/contract/plan.ts';
import type { Result } from '../harness/contract/result.ts';
import type { HeapWalks, RunSeries } from '../harness/contract/series.ts';

/** What the flag read back as, in one place, when it was written for an arm. */
export interface FlagReadBack {
  readonly arm: ArmName;
  readonly wanted: CleanUpMapiHeap;
  /** null, as is the key, in runs of before there was a choice of places. */
  readonly view: FlagReading['view'] | null;
  readonly key: string | null;
  readonly value: FlagValue;
  /** How often it was written with this outcome and the event of it kept. */
  readonly times: number;
}

/** How far a soak has come. */
export interface SoakSoFar {
  /** Rounds that are over. */
  readonly rounds: number;
  /** Of the arms under test, in these rounds. */
  readonly cycles: number;
  /** ISO 8601, UTC: when the last of them ended, which is what it is judged up to; null before the first. */
  readonly checkpointAt: string | null;
  /** Whether this is a checkpoint, after which it goes on; not so of a folder that is read, whose writer may be dead. */
  readonly goesOn: boolean;
}

/** What every report is made from: a run folder, read and judged. */
export interface ReportInput {
  readonly plan: Plan;
  readonly environment: Environment;
  readonly result: Result;
  readonly series: RunSeries;
  /** What was walked first and last, by heap, of every replicate that has both. */
  readonly heapWalks: readonly HeapWalks[];
  /** Each different finding once, in the order in which they first appeared. */
  readonly flagReadBacks: readonly FlagReadBack[];
  /** Path of the run folder, as the user should see it. */
  readonly runFolder: string;
  /** ISO 8601, UTC: when the last sample was taken. */
  readonly finishedAt: string;
  /** Wall time from the first to the last event of the run. */
  readonly durationMs: number;
  /** Of a soak alone. */
  readonly soak?: SoakSoFar;
}
