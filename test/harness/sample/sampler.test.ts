import fc from 'fast-check';
import { test } from 'tap';
import { CounterSet } from '../../../harness/sample/counters.ts';
import { InsideSampler, type WalkableHeaps } from '../../../harness/sample/inside.ts';
import { WalkBudget } from '../../../harness/sample/walk-budget.ts';

test('the first walk is the base line and always allowed; what it cost counts', async (t) => {
  const budget = new WalkBudget(0.02);
  t.equal(budget.waitMs(0, 1_000_000), 0);
  budget.charge(8, 10);
  t.equal(budget.waitMs(0, 10), 1000, '8 ms spent and 8 ms to come are 80 % of 2 % of 1 s');
  t.equal(budget.waitMs(999, 10), 1);
  t.equal(budget.waitMs(1000, 10), 0);
  t.equal(budget.waitMs(1000, 10, 0.5), 1000, 'half of the budget is saved');
  t.ok(budget.waitMs(1000, 11) > 0, 'more heaps cost more');
});

test('one slow walk is paid for, but does not make the next one look dear', async (t) => {
  const budget = new WalkBudget(0.1);
  budget.charge(1, 10);
  budget.charge(54, 10);
  t.ok(Math.abs(budget.waitMs(0, 10) - 700) < 1e-9, '55 ms spent and 1 ms to come are 8 % of 700 ms');
  budget.charge(54, 10);
  t.ok(Math.abs(budget.waitMs(0, 10) - 163 / 0.08) < 1e-9, 'two slow walks are a price');
});

test('at a steady price for each heap, walks never take more than their share of the time', async () => {
  const MS_PER_HEAP = 0.25;
  const steps = fc.array(fc.record({ passMs: fc.nat(1000), heaps: fc.integer({ min: 1, max: 500 }) }));
  fc.assert(
    fc.property(steps, (visits) => {
      const budget = new WalkBudget(0.02);
      budget.charge(MS_PER_HEAP, 1);
      let elapsedMs = 0;
      let spentMs = MS_PER_HEAP;
      for (const { passMs, heaps } of visits) {
        elapsedMs += passMs;
        if (budget.waitMs(elapsedMs, heaps) > 0) continue;
        budget.charge(heaps * MS_PER_HEAP, heaps);
        spentMs += heaps * MS_PER_HEAP;
      }
      return spentMs <= Math.max(MS_PER_HEAP, 0.02 * elapsedMs);
    }),
  );
});

test('a counter that reads 0 or throws at first is unsupported', async (t) => {
  const counters = new CounterSet([
    { resource: 'handles', read: () => 0 },
    { resource: 'threads', read: () => 7 },
    {
      resource: 'privateBytes',
      read: () => {
        throw new Error('no such file');
      },
    },
  ]);
  t.same(counters.read(), { threads: 7 });
  t.same(counters.unsupported, [
    { resource: 'handles', reason: 'reads 0 here' },
    { resource: 'privateBytes', reason: 'no such file' },
  ]);
});

test('a counter that fails later is dropped and named, and the others go on', async (t) => {
  let works = true;
  const counters = new CounterSet([
    {
      resource: 'handles',
      read: () => {
        if (works) return 5;
        throw new Error('gone');
      },
    },
    { resource: 'threads', read: () => 7 },
  ]);
  t.same(counters.read(), { handles: 5, threads: 7 });
  works = false;
  t.same(counters.read(), { threads: 7 });
  works = true;
  t.same(counters.read(), { threads: 7 }, 'it does not come back');
  t.same(counters.unsupported, [{ resource: 'handles', reason: 'failed during the run: gone' }]);
});

const heapsOf = (walk: WalkableHeaps['walk']): WalkableHeaps => ({ count: () => 3, walk });

test('a sample says whether the heaps were walked, and if not, why', async (t) => {
  const totals = { heaps: 3, busyBytes: 100, busyBlocks: 4, committedBytes: 4096 };
  const sampler = new InsideSampler(
    heapsOf(() => {
      const until = performance.now() + 1;
      while (performance.now() < until);
      return totals;
    }),
    [],
    0.02,
  );
  const first = sampler.sample(0, 'if-cheap');
  t.match(first, {
    readings: { heaps: 3, heapBytes: 100, committedHeapBytes: 4096 },
    walk: { covered: 'all', heaps: 3, busyBlocks: 4 },
  });
  const tooEarly = { readings: { heaps: 3 }, walk: { covered: 'none', reason: 'budget' } };
  t.same(sampler.sample(10, 'wanted'), tooEarly);
  const restMs = sampler.restMs(10);
  t.ok(restMs > 0);
  t.same(
    sampler.sample(10 + restMs, 'if-cheap'),
    tooEarly,
    'half of the budget is for walks that are wanted',
  );
  t.match(sampler.sample(10 + restMs, 'wanted'), { walk: { covered: 'all' } });
});

test('heaps that cannot be walked are unsupported from then on', async (t) => {
  let calls = 0;
  const sampler = new InsideSampler(
    heapsOf(() => {
      calls += 1;
      throw new Error('HeapLock: not here');
    }),
    [],
    0.02,
  );
  t.same(sampler.sample(0, 'wanted'), {
    readings: { heaps: 3 },
    walk: { covered: 'none', reason: 'unsupported' },
  });
  t.same(sampler.sample(1_000_000, 'wanted'), {
    readings: { heaps: 3 },
    walk: { covered: 'none', reason: 'unsupported' },
  });
  t.equal(calls, 1);
  t.equal(sampler.restMs(0), 0, 'nothing to rest for');
  t.same(
    sampler.unsupported.map(({ resource }) => resource),
    ['heapBytes', 'committedHeapBytes'],
  );
});
