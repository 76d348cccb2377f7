import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ArmName } from '../contract/arms.ts';
import type { ReplicateSlot } from '../contract/plan.ts';
import { shuffled } from './shuffle.ts';

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

/** What decides which replicates a run has. */
export interface Replication {
  readonly arms: readonly ArmName[];
  readonly control: boolean;
  readonly selfTest: boolean;
  readonly replicates: number;
  readonly seed: number;
}

/** The arms that run together: the instrument tests itself before anything else is measured. */
export function stagesOf({
  arms,
  control,
  selfTest,
}: Omit<Replication, 'replicates' | 'seed'>): readonly (readonly ArmName[])[] {
  if (selfTest) return [['planted', 'control'], arms];
  return [control ? [...arms, 'control'] : arms];
}

/**
 * One round of a soak: each arm once, and the instrument's own beside them. Every second round is the one before it turned
 * round, as above; what decides a pair of rounds is its number alone, so a soak that was cut off goes on as it would have.
 * @param round from 1
 */
export function soakRound(
  { arms, control, replicates, seed, selfTest }: Replication,
  round: number,
): readonly ReplicateSlot[] {
  const pair = Math.ceil(round / 2);
  const generator = xoroshiro128plus(seed + pair);
  const all = control ? [...arms, 'control' as const] : arms;
  const order = shuffled(all, (bound) => uniformInt(generator, 0, bound));
  // Those of the self-test have the first numbers.
  const before = (arm: ArmName): number => (arm === 'control' && selfTest ? replicates : 0);
  return (round % 2 === 1 ? order : order.toReversed()).map((arm) => ({
    replicate: `${arm}-${before(arm) + round}`,
    arm,
    round: before(arm) + round,
  }));
}

/** The round of a soak in which a replicate of {@link soakRound} runs, or a host in its place; 0 for its self-test. */
export function roundOfSoak(
  { replicates, selfTest }: Pick<Replication, 'replicates' | 'selfTest'>,
  replicate: string,
): number {
  const [, arm, digits = '0'] = /^([a-z]+)-(\d+)/.exec(replicate) ?? [];
  if (arm === 'planted') return 0;
  return Math.max(0, Number(digits) - (arm === 'control' && selfTest ? replicates : 0));
}

/** The replicates of a soak's self-test, or none. */
export function selfTestOrder({ replicates, seed, selfTest }: Replication): readonly ReplicateSlot[] {
  return selfTest ? replicateOrder(['planted', 'control'], replicates, seed) : [];
}

/** The order of all replicates, one stage after the other. */
export function orderOf(replication: Replication): readonly ReplicateSlot[] {
  const { replicates, seed } = replication;
  return stagesOf(replication).flatMap((arms) => replicateOrder(arms, replicates, seed));
}
