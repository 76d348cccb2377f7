import type { ArmName } from './arms.ts';
import type { ResourceName } from './resources.ts';
import type { HeapGroup } from './sample.ts';

/** One resource of one replicate over its cycles, oldest first, with only the samples that read it. */
export interface Series {
  readonly replicate: string;
  readonly arm: ArmName;
  readonly cycles: Float64Array;
  readonly values: Float64Array;
}

/** All series of a run. A resource that no sample read has no entry. */
export type RunSeries = ReadonlyMap<ResourceName, readonly Series[]>;

/** What one heap walk found, by the names of the heaps. */
export interface HeapWalk {
  /** Cycles finished when it was taken. */
  readonly cycle: number;
  readonly groups: readonly HeapGroup[];
}

/** The two walks of a replicate that lie furthest apart. */
export interface HeapWalks {
  readonly replicate: string;
  readonly arm: ArmName;
  readonly first: HeapWalk;
  readonly last: HeapWalk;
}
