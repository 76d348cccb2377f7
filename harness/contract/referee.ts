import type { ArmName } from './arms.ts';
import type { RunEvent } from './event.ts';
import type { Sample } from './sample.ts';

/**
 * What becomes of an arm after a look: it goes on to the next, or its question is answered and it stops, or it first
 * runs the phases that explain with what it grows.
 */
export type Ruling = 'go-on' | 'explain' | 'stop';

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
