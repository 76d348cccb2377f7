import assert from 'node:assert/strict';
import { test } from 'tap';
import { permutation, seedOf } from '../../../scenarios/mailboxes/permutation.ts';
import fc from '../../support/seeded-properties.ts';

const SEED = 891509;

function image(count: number, seed: number): number[] {
  const permute = permutation(count, seed);
  return Array.from({ length: count }, (_, position) => permute(position));
}

test('a permutation reaches every position exactly once', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer(), (count, seed) => {
      const reached = image(count, seed).sort((a, b) => a - b);
      assert.deepEqual(
        reached,
        Array.from({ length: count }, (_, position) => position),
      );
    }),
    { seed: SEED, numRuns: 100 },
  );
  t.end();
});

test('one million positions are reached exactly once', (t) => {
  const count = 1_000_000;
  const seen = new Uint8Array(count);
  const permute = permutation(count, SEED);
  for (let position = 0; position < count; position += 1) seen[permute(position)] = 1;
  t.equal(
    seen.reduce((sum, reached) => sum + reached, 0),
    count,
  );
  t.end();
});

test('equal seeds permute equally, and a single position stays', (t) => {
  t.same(image(100, SEED), image(100, SEED));
  t.notSame(image(100, SEED), image(100, SEED + 1));
  t.same(image(1, SEED), [0]);
  t.end();
});

test('all permutations of four are about equally frequent', (t) => {
  const draws = 24_000;
  const frequencies = new Map<string, number>();
  for (let draw = 0; draw < draws; draw += 1) {
    const key = image(4, seedOf(SEED, draw)).join();
    frequencies.set(key, (frequencies.get(key) ?? 0) + 1);
  }
  t.equal(frequencies.size, 24);
  const expected = draws / 24;
  const chiSquare = [...frequencies.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  // 23 degrees of freedom: above 49.7 once in a thousand.
  t.ok(chiSquare < 49.7, `chi-square ${chiSquare}`);
  t.end();
});

test('neighbours are torn apart: few stay together in a long list', (t) => {
  const positions = image(100_000, SEED);
  const together = positions.filter((position, index) => position - 1 === positions[index - 1]).length;
  // One is expected (Poisson): more than eight once in a million.
  t.ok(together <= 8, `${together} together`);
  t.end();
});

test('seeds differ by value, by order and beyond 32 bits', (t) => {
  const seeds = [
    seedOf(),
    seedOf(0),
    seedOf(0, 0),
    seedOf(1, 2),
    seedOf(2, 1),
    seedOf(-1),
    seedOf(1),
    seedOf(1 + 2 ** 32),
  ];
  t.equal(new Set(seeds).size, seeds.length);
  t.end();
});
