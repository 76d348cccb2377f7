import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { seedOf } from '../../scenarios/mailboxes/permutation.ts';
import { shuffled } from '../plan/shuffle.ts';

/**
 * The order in which one round visits its hosts: each once, afresh in each round, so that a machine that
 * slows down or is busy now and then favours no arm. It depends on the arguments alone.
 * @param stage which of the run's stages, from 0
 * @param round which of the stage's rounds, from 0
 */
export function roundOrder<T>(hosts: readonly T[], seed: number, stage: number, round: number): readonly T[] {
  const generator = xoroshiro128plus(seedOf(seed, stage, round));
  return shuffled(hosts, (bound) => uniformInt(generator, 0, bound));
}
