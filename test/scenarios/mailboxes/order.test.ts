import assert from 'node:assert/strict';
import { test } from 'tap';
import { positionOfCycle, runsOf } from '../../../scenarios/mailboxes/order.ts';
import fc from '../../support/seeded-properties.ts';

const SEED = 891509;

function positions(
  order: Parameters<typeof positionOfCycle>[0],
  count: number,
  from: number,
  to: number,
): number[] {
  const positionOf = positionOfCycle(order, count, SEED);
  return Array.from({ length: to - from }, (_, index) => positionOf(from + index));
}

test('sequential goes through the list and begins again', (t) => {
  t.same(positions('sequential', 3, 0, 7), [0, 1, 2, 0, 1, 2, 0]);
  t.same(positions('sequential', 3, 1_000_000, 1_000_002), [1, 2]);
  t.end();
});

test('repeated stays with the first', (t) => {
  t.same(positions('repeated', 3, 5, 9), [0, 0, 0, 0]);
  t.end();
});

test('shuffled takes each mailbox once in every pass, and each pass in an order of its own', (t) => {
  const passes = [0, 1, 2].map((pass) => positions('shuffled', 200, pass * 200, (pass + 1) * 200));
  for (const pass of passes) t.equal(new Set(pass).size, 200);
  t.equal(new Set(passes.map((pass) => pass.join())).size, 3);
  t.end();
});

test('the mailbox of a cycle does not depend on how the cycles before it were asked for', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.nat(500), { maxLength: 20 }),
      (count, cycles) => {
        const shared = positionOfCycle('shuffled', count, SEED);
        for (const cycle of cycles)
          assert.equal(shared(cycle), positionOfCycle('shuffled', count, SEED)(cycle));
      },
    ),
    { seed: SEED, numRuns: 50 },
  );
  t.end();
});

test('the seed decides the shuffle', (t) => {
  const of = (seed: number) => {
    const positionOf = positionOfCycle('shuffled', 100, seed);
    return Array.from({ length: 100 }, (_, cycle) => positionOf(cycle)).join();
  };
  t.equal(of(1), of(1));
  t.not(of(1), of(2));
  t.end();
});

test('runs cover the asked positions exactly, in order, and as few as possible', (t) => {
  t.same(runsOf([]), []);
  t.same(runsOf([5, 3, 4, 4, 9]), [
    { first: 3, count: 3 },
    { first: 9, count: 1 },
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(60)), (asked) => {
      const runs = runsOf(asked);
      const covered = runs.flatMap(({ first, count }) =>
        Array.from({ length: count }, (_, index) => first + index),
      );
      assert.deepEqual(
        covered,
        [...new Set(asked)].sort((a, b) => a - b),
      );
      for (const [index, run] of runs.entries()) {
        const next = runs[index + 1];
        if (next !== undefined) assert.ok(next.first > run.first + run.count);
      }
    }),
    { seed: SEED, numRuns: 100 },
  );
  t.end();
});
