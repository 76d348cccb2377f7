import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ArmName } from '../contract/arms.ts';
import type { ReplicateSlot } from '../contract/plan.ts';

/**
 * The order in which replicates run: in every round each arm once. Every second round is the one before it
 * turned round, so that a machine that slows down or warms up steadily favours no arm.
 */
export function replicateOrder(
  arms: readonly ArmName[],
  replicates: number,
  seed: number,
): readonly ReplicateSlot[] {
  const generator = xoroshiro128plus(seed);
  const slots: ReplicateSlot[] = [];
  let order: readonly ArmName[] = arms;
  for (let round = 1; round <= replicates; round++) {
    order = round % 2 === 1 ? shuffled(arms, (bound) => uniformInt(generator, 0, bound)) : order.toReversed();
    slots.push(...order.map((arm) => ({ replicate: `${arm}-${round}`, arm, round })));
  }
  return slots;
}

/** Fisher and Yates; `below` draws from 0 to its argument, both included. */
function shuffled<T>(items: readonly T[], below: (bound: number) => number): readonly T[] {
  const left = [...items];
  const drawn: T[] = [];
  while (left.length > 0) drawn.push(...left.splice(below(left.length - 1), 1));
  return drawn;
}
