import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Enough that every position can reach every other; more only costs time. */
const ROUNDS = 64;

/**
 * A seeded permutation of 0 .. count - 1 in constant memory: swap-or-not (Hoang, Morris and Rogaway, CRYPTO 2012).
 * Each round pairs x with (pivot - x) mod count and swaps the pair or leaves it, by a bit that both agree on; so each
 * round undoes itself, and all of them together are a permutation.
 */
export function permutation(count: number, seed: number): (position: number) => number {
  const generator = xoroshiro128plus(seed);
  const rounds = Array.from({ length: ROUNDS }, () => ({
    pivot: uniformInt(generator, 0, count - 1),
    key: generator.next(),
  }));
  return (position) => {
    let x = position;
    for (const { pivot, key } of rounds) {
      const partner = (pivot + count - x) % count;
      if (mix(Math.max(x, partner) ^ key) & 1) x = partner;
    }
    return x;
  };
}

/** A 32-bit seed from several integers of up to 53 bits; their order matters. */
export function seedOf(...numbers: readonly number[]): number {
  let seed = 0;
  for (const number of numbers) {
    seed = mix((seed + 0x9e3779b9) ^ number);
    seed = mix((seed + 0x9e3779b9) ^ Math.floor(number / 2 ** 32));
  }
  return seed;
}

/** The finalizer of MurmurHash3: every bit of a 32-bit integer moves every other. */
function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
