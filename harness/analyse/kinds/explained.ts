import type { ArmName } from '../../contract/arms.ts';
import type { Exhausted } from '../../contract/exhaustion.ts';
import type { ResourceName } from '../../contract/resources.ts';
import type { Phase } from '../../contract/sample.ts';
import type { TimedPoints } from '../statistics/points.ts';

/** What was sampled in one phase of a replicate. */
export interface PhaseSamples {
  readonly points: ReadonlyMap<ResourceName, TimedPoints>;
  /** Cycles from its first sample to its last, failed ones included. */
  readonly cycles: number;
  /** Of `cycles`, those that failed. */
  readonly failedCycles: number;
}

/** Busy blocks of the heaps of one name by size: `blocks[i]` of `blockBytes[i]` bytes, sizes ascending. */
export interface SizeCounts {
  readonly blockBytes: Float64Array;
  readonly blocks: Float64Array;
}

/** The blocks of all heaps by size, by the names of the heaps. */
export interface Census {
  /** Cycles finished when it was taken. */
  readonly cycle: number;
  readonly heaps: ReadonlyMap<string, SizeCounts>;
}

/** A replicate that went on after its sweep, so that one can tell with what it grows. */
export interface ExplainedReplicate {
  readonly replicate: string;
  readonly arm: ArmName;
  /** `sweep` is the whole sweep, from the sample before its first cycle on. */
  readonly phases: Readonly<Record<Phase, PhaseSamples>>;
  /** In the order in which they were taken. */
  readonly censuses: readonly Census[];
  /**
   * Where the process ran out after its sweep: from that cycle on nobody was logged on. Null if it did not.
   */
  readonly exhausted: Exhausted | null;
}
