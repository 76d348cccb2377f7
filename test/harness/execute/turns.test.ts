import { test } from 'tap';
import type { Plan } from '../../../harness/contract/plan.ts';
import { plantedBytesPerCycle } from '../../../harness/contract/planted.ts';
import { nextSample } from '../../../harness/contract/sampling.ts';
import { walksOwed } from '../../../harness/execute/planned-walks.ts';
import { SweepPace } from '../../../harness/execute/sweep-pace.ts';
import { explainingTurns, idleMs, passCycles, sweepTurn } from '../../../harness/execute/turns.ts';
import fc from '../../support/seeded-properties.ts';

type Shape = Pick<Plan, 'blockCycles' | 'length'>;
const settled = (maxCycles: number): Shape => ({ blockCycles: null, length: { by: 'settled', maxCycles } });
const fixed = (cycles: number, blockCycles: number): Shape => ({
  blockCycles,
  length: { by: 'cycles', cycles },
});

/** The cycles at which a whole sweep wants a heap walk. */
function wantedWalks(plan: Shape, end: number): readonly number[] {
  const wanted: number[] = [];
  let walksTaken = 0;
  for (let cycles = 0; cycles < end; cycles = nextSample(cycles, plan)) {
    const { turn, walks } = sweepTurn(plan, { cycles, elapsedMs: 0, walksTaken });
    if (turn.walk === 'wanted') wanted.push(cycles + turn.cycles);
    walksTaken = walks;
  }
  return wanted;
}

test('a sweep until settled plans six walks in each doubling from 256 cycles on', async (t) => {
  const wanted = wantedWalks(settled(4096), 4096);
  for (const from of [256, 512, 1024, 2048]) {
    t.equal(wanted.filter((cycle) => cycle >= from && cycle < 2 * from).length, 6, `from ${from}`);
    t.ok(wanted.includes(from));
  }
  t.same([wanted[0], wanted.at(-1)], [256, 4096]);
});

test('the last cycle of a sweep gets a walk, also between two doublings', async (t) => {
  t.equal(wantedWalks(settled(3000), 3000).at(-1), 3000);
});

test('a sweep of fixed length plans twelve walks, or one in each block if there are fewer', async (t) => {
  t.same(
    wantedWalks(fixed(1200, 50), 1200),
    Array.from({ length: 12 }, (_, index) => 100 * (index + 1)),
  );
  t.equal(wantedWalks(fixed(100, 20), 100).length, 5);
});

test('walks that are owed never become fewer', async () => {
  const lengths = fc.oneof(
    fc.record({ by: fc.constant('cycles' as const), cycles: fc.integer({ min: 1, max: 1e6 }) }),
    fc.record({ by: fc.constant('settled' as const), maxCycles: fc.integer({ min: 512, max: 1e6 }) }),
  );
  fc.assert(
    fc.property(lengths, fc.nat({ max: 1e6 }), fc.nat({ max: 1e4 }), (length, cycles, more) => {
      return walksOwed(length, cycles + more, 0) >= walksOwed(length, cycles, 0);
    }),
  );
});

const planOf = (count: number, mailboxOrder: Plan['mailboxOrder'] = 'sequential') => ({
  mailboxes: { kind: 'generated', count } as const,
  mailboxOrder,
});

test('what explains growth: blocks of 7 and 11 cycles, one mailbox over and over, a rest', async (t) => {
  const turns = explainingTurns(planOf(100));
  const of = (phase: string) => turns.filter((turn) => turn.phase === phase);
  t.same(
    of('census').map(({ cycles, census }) => [cycles, census]),
    [0, 7, 11, 7, 11].map((cycles) => [cycles, true]),
  );
  t.same(
    of('hammer').map(({ cycles }) => cycles),
    [0, 13, 12, 13, 12, 13, 12, 13, 12],
  );
  t.ok(of('hammer').every(({ cycles, mailboxes }) => cycles === 0 || mailboxes === 'last'));
  t.same(
    of('idle').map(({ cycles, rest }) => [cycles, rest]),
    [
      [0, false],
      [0, true],
    ],
  );
  t.ok(turns.every(({ walk }) => walk === 'wanted'));
});

test('where every cycle has the same mailbox, it is not hammered again', async (t) => {
  const phases = new Set(explainingTurns(planOf(100, 'repeated')).map(({ phase }) => phase));
  t.same([...phases], ['census', 'idle']);
});

test('a pass is as long as the list, at least 32 and at most 200 cycles, and hammered whole', async (t) => {
  t.same(
    [1, 31, 32, 33, 199, 200, 201].map((count) => passCycles(planOf(count))),
    [32, 32, 32, 33, 199, 200, 200],
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), (count) => {
      const hammer = explainingTurns(planOf(count)).filter(({ phase }) => phase === 'hammer');
      return hammer.reduce((sum, { cycles }) => sum + cycles, 0) === passCycles(planOf(count));
    }),
  );
});

test('a host idles as long as a pass took, between two seconds and a minute', async (t) => {
  t.same([0, 1999, 2001, 59_999, 60_001].map(idleMs), [2000, 2000, 2001, 59_999, 60_000]);
});

test('the time of the last cycles is interpolated between samples', async (t) => {
  const pace = new SweepPace(100);
  t.equal(pace.lastMs(100), 0);
  pace.add(0, 0);
  pace.add(50, 500);
  t.equal(pace.lastMs(100), 500, 'all there were');
  pace.add(150, 2500);
  pace.add(200, 3000);
  t.equal(pace.lastMs(100), 1500, 'cycle 100 was at 1,500 ms');
  t.equal(pace.lastMs(50), 500);
});

test('the planted leak is twice the margin, in whole units of 16 bytes', async (t) => {
  const planted = (bytesPerCycle: number) =>
    plantedBytesPerCycle({ margin: { bytesPerCycle, countPerCycle: 0.01, of: {} } });
  t.same([64, 8, 8.1, 500].map(planted), [128, 16, 32, 1008]);
});
