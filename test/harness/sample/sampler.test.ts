import { test } from 'tap';
import { CounterSet, type Survey } from '../../../harness/sample/counters.ts';
import { HeapNames } from '../../../harness/sample/heap-names.ts';
import { InsideSampler, type InsideSources, type WalkableHeaps } from '../../../harness/sample/inside.ts';
import { WalkBudget } from '../../../harness/sample/walk-budget.ts';
import fc from '../../support/seeded-properties.ts';

const walked = (ms: number, calls: number, heaps = 1) => ({ ms, calls, heaps });

test('the first walk is the base line and always allowed; what it cost counts', async (t) => {
  const budget = new WalkBudget(0.02);
  t.equal(budget.waitMs(0, 1_000_000), 0);
  budget.charge(walked(8, 80, 10));
  t.equal(budget.waitMs(0, 10), 1000, '8 ms spent and 8 ms to come are 80 % of 2 % of 1 s');
  t.equal(budget.waitMs(999, 10), 1);
  t.equal(budget.waitMs(1000, 10), 0);
  t.equal(budget.waitMs(1000, 10, 0.5), 1000, 'half of the budget is saved');
  t.ok(budget.waitMs(1000, 11) > 0, 'more heaps cost more');
});

test('one slow walk is paid for, but does not make the next one look dear', async (t) => {
  const budget = new WalkBudget(0.1);
  budget.charge(walked(1, 10));
  budget.charge(walked(54, 10));
  t.ok(Math.abs(budget.waitMs(0, 1) - 700) < 1e-9, '55 ms spent and 1 ms to come are 8 % of 700 ms');
  budget.charge(walked(54, 10));
  t.ok(Math.abs(budget.waitMs(0, 1) - 163 / 0.08) < 1e-9, 'two slow walks are a price');
});

test('a few new heaps beside one that is full of blocks cost little', async (t) => {
  const budget = new WalkBudget(0.1);
  budget.charge(walked(10, 30_000, 4));
  t.ok(budget.waitMs(0, 104) < 1.1 * budget.waitMs(0, 4), 'heaps that nobody knows are taken for small');
  budget.charge(walked(11, 30_600, 104));
  const perCall = 10 / 30_000;
  t.ok(
    Math.abs(budget.waitMs(0, 204) - (21 + 31_200 * perCall) / 0.08) < 1e-6,
    'the next hundred are like the last',
  );
});

test('at a steady price for each call, walks never take more than their share of the time', async () => {
  const MS_PER_CALL = 0.02;
  const steps = fc.array(fc.record({ passMs: fc.nat(1000), heaps: fc.integer({ min: 1, max: 500 }) }));
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 8 }), (visits, callsPerHeap) => {
      const budget = new WalkBudget(0.02);
      const price = (heaps: number) => heaps * callsPerHeap * MS_PER_CALL;
      const walk = (heaps: number) => budget.charge(walked(price(heaps), heaps * callsPerHeap, heaps));
      walk(1);
      let elapsedMs = 0;
      let spentMs = price(1);
      for (const { passMs, heaps } of visits) {
        elapsedMs += passMs;
        if (budget.waitMs(elapsedMs, heaps) > 0) continue;
        walk(heaps);
        spentMs += price(heaps);
      }
      return spentMs <= Math.max(price(1), 0.02 * elapsedMs);
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

test('zero is a count where the system says so', async (t) => {
  const counters = new CounterSet([{ resource: 'userObjects', zeroIsACount: true, read: () => 0 }]);
  t.same(counters.read(), { userObjects: 0 });
  t.same(counters.unsupported, []);
});

const sourcesOf = (walk: WalkableHeaps['walk'], surveys: readonly Survey[] = []): InsideSources => ({
  heaps: { count: () => 2, walk },
  names: new HeapNames(),
  counters: [],
  surveys,
  unsupported: [],
});

const heap = (handle: number, busyBytes: number) => ({
  handle,
  busyBytes,
  busyBlocks: 2,
  committedBytes: 4096,
  busyBlocksBySize: null,
});

const slowWalk = () => {
  const until = performance.now() + 1;
  while (performance.now() < until);
  return [heap(1, 40), heap(2, 60)];
};

test('a sample says whether the heaps were walked, and if not, why', async (t) => {
  const sampler = new InsideSampler(sourcesOf(slowWalk), 0.02);
  const first = sampler.sample(0, 0, 'if-cheap');
  t.match(first, {
    readings: { heaps: 2, heapBytes: 100, committedHeapBytes: 8192 },
    walk: {
      covered: 'all',
      heaps: 2,
      busyBlocks: 4,
      groups: [{ name: 'first seen before cycle 1', heaps: 2, busyBytes: 100 }],
    },
  });
  const tooEarly = { readings: { heaps: 2 }, walk: { covered: 'none', reason: 'budget' } };
  t.same(sampler.sample(10, 10, 'wanted'), tooEarly);
  const restMs = sampler.restMs(10);
  t.ok(restMs > 0);
  t.same(
    sampler.sample(10, 10 + restMs, 'if-cheap'),
    tooEarly,
    'half of the budget is for walks that are wanted',
  );
  t.match(sampler.sample(10, 10 + restMs, 'wanted'), { walk: { covered: 'all' } });
  t.match(sampler.sample(10, 10 + restMs, 'last'), { walk: { covered: 'all' } }, 'the last at any price');
});

test('surveys are taken with the walk; one that fails is named and left out', async (t) => {
  let works = true;
  const threads: Survey = {
    resources: ['threads'],
    read: () => {
      if (works) return { threads: 7 };
      throw new Error('no snapshot');
    },
  };
  const mapped: Survey = { resources: ['mappedBytes'], read: () => ({ mappedBytes: 4096 }) };
  const sampler = new InsideSampler(sourcesOf(slowWalk, [threads, mapped]), 1);
  t.match(sampler.sample(0, 0, 'wanted').readings, { threads: 7, mappedBytes: 4096 });
  works = false;
  const { readings } = sampler.sample(10, 1_000_000, 'wanted');
  t.match(readings, { mappedBytes: 4096, heapBytes: 100 });
  t.notOk('threads' in readings);
  t.same(sampler.unsupported, [{ resource: 'threads', reason: 'no snapshot' }]);
});

test('what is known to be out of reach is named before the first sample', async (t) => {
  const unsupported = [{ resource: 'reservedHeapBytes', reason: 'not here' }] as const;
  const sampler = new InsideSampler({ ...sourcesOf(slowWalk), unsupported }, 1);
  t.same(sampler.unsupported, unsupported);
  t.notOk('reservedHeapBytes' in sampler.sample(0, 0, 'wanted').readings);
  t.same(sampler.unsupported, unsupported, 'and once');
});

test('heaps that cannot be walked are unsupported from then on', async (t) => {
  let calls = 0;
  const sampler = new InsideSampler(
    sourcesOf(() => {
      calls += 1;
      throw new Error('HeapLock: not here');
    }),
    0.02,
  );
  const notWalked = (reason: string) => ({ readings: { heaps: 2 }, walk: { covered: 'none', reason } });
  t.same(sampler.sample(0, 0, 'wanted'), notWalked('failed'));
  t.same(sampler.sample(10, 1_000_000, 'wanted'), notWalked('failed'));
  t.same(sampler.unsupported, [], 'once or twice may be an accident');
  t.same(sampler.sample(20, 2_000_000, 'wanted'), notWalked('unsupported'));
  t.same(sampler.sample(30, 3_000_000, 'wanted'), notWalked('unsupported'));
  t.equal(calls, 3);
  t.equal(sampler.restMs(0), 0, 'nothing to rest for');
  t.same(
    sampler.unsupported.map(({ resource }) => resource),
    ['heapBytes', 'committedHeapBytes'],
  );
});
