import type { ArmName } from './arms.ts';
import type { ResourceName } from './resources.ts';

/** One resource of one replicate over its cycles, oldest first, with only the samples that read it. */
export interface Series {
  readonly replicate: string;
  readonly arm: ArmName;
  readonly cycles: Float64Array;
  readonly values: Float64Array;
}

/** All series of a run. A resource that no sample read has no entry. */
export type RunSeries = ReadonlyMap<ResourceName, readonly Series[]>;
