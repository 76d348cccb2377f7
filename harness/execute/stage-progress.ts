import type { ArmName } from '../contract/arms.ts';
import type { Phase } from '../contract/sample.ts';

/** How far a stage is; told after every sample. */
export interface StageProgress {
  /** Those that still run, in the order in which they were opened. */
  readonly arms: readonly ArmName[];
  readonly hosts: number;
  /** The one that was sampled last. */
  readonly replicate: string;
  /** Replicates of the stages so far, this one included, and of the whole run. */
  readonly position: number;
  readonly replicates: number;
  readonly phase: Phase;
  /** Of the replicate that was sampled last. */
  readonly cycles: number;
  /** The number of cycles that it is running to; null for a duration. */
  readonly look: number | null;
  /** Since the stage began, and what all its hosts did since. */
  readonly elapsedMs: number;
  readonly cyclesOfAll: number;
  /** Of the last sample. */
  readonly heaps: number | undefined;
  /** How much of the run is done, 0 to 1; null while nobody can know. */
  readonly done: number | null;
  /** The round of a soak, 0 for its self-test; null for other runs. */
  readonly round: number | null;
  /**
   * Of a run that ends when it is settled: cycles that all hosts still have to run if they run on to the last look;
   * null before the last stage, as cycles of different stages take different time.
   */
  readonly cyclesLeftAtMost: number | null;
}

/** Where a soak is, for who watches it. */
export interface SoakProgressOf {
  /** 0 for the self-test. */
  readonly round: number;
  /** How much of the soak is done, 0 to 1. */
  done(): number;
}
