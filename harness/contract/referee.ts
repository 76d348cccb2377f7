import type { ArmName } from './arms.ts';
import type { RunEvent } from './event.ts';
import type { Ruling } from './looks.ts';
import type { Sample } from './sample.ts';

export type { Ruling } from './looks.ts';

/** Who hears the rows of a run while they are written, and says at each look which arms have seen enough. */
export interface Referee {
  add(sample: Sample): void;
  addEvent(event: RunEvent): void;
  /**
   * @param look cycles that every living replicate of the asked arms has finished
   * @param arms those that are still running
   * @param isLast whether no look follows: then no arm may go on
   */
  rule(look: number, arms: readonly ArmName[], isLast: boolean): ReadonlyMap<ArmName, Ruling>;
}
