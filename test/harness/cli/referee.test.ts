import { test } from 'tap';
import { createReferee, createSlopeWatch } from '../../../harness/cli/referee.ts';
import type { ArmName } from '../../../harness/contract/arms.ts';
import { FIRST_LOOK, looksUpTo } from '../../../harness/contract/looks.ts';
import type { Ruling } from '../../../harness/contract/referee.ts';
import { noiseOf } from '../../support/noise.ts';
import { soakPlan, tellRound } from '../../support/soak-rounds.ts';
import { type ArmCurves, AT, planOf, type RunShape, settledPlan, tellRun } from '../analyse/make-run.ts';

const MOST = 1024;
const flat = () => (): number => 5_000_000;
const leaking = (bytes: number) => () => (c: number) => 5_000_000 + bytes * c;
const noisy = (spread: number) => (replicate: number) => {
  const noise = noiseOf(replicate);
  return () => noise.normal(spread);
};

/** What is ruled at a look of arms that ran on until then. */
function ruledAt(look: number, curves: ArmCurves, plan: RunShape['plan'] = {}): Record<string, Ruling> {
  const shape = { curves, cycles: look, plan: { ...settledPlan(MOST), ...plan } };
  const made = planOf(shape);
  const referee = createReferee(made);
  tellRun(shape, made, referee);
  const arms = [...new Set(made.order.map(({ arm }) => arm))];
  return Object.fromEntries(referee.rule(look, arms, look === MOST));
}

const cured = { off: { heapBytes: leaking(4096) }, on: { heapBytes: flat } };
const instrument = { control: { heapBytes: flat }, planted: { heapBytes: leaking(128) } };

test('a cure is settled at the first look after the horizon, and at none before', async (t) => {
  for (const look of looksUpTo(MOST)) {
    const ruling = look < 512 ? 'go-on' : 'stop';
    t.same(ruledAt(look, cured), { off: ruling, on: ruling }, `look ${look}`);
  }
});

test('the instrument is settled with it, and is never explained', async (t) => {
  t.same(ruledAt(512, { ...cured, ...instrument }, { explain: true }), {
    off: 'explain',
    on: 'stop',
    control: 'stop',
    planted: 'stop',
  });
  t.same(ruledAt(256, { ...cured, ...instrument }), {
    off: 'go-on',
    on: 'go-on',
    control: 'go-on',
    planted: 'go-on',
  });
});

test('an arm that is too noisy goes on to the last look, and stops there', async (t) => {
  const curves = { off: { heapBytes: leaking(16_384) }, on: { heapBytes: noisy(100_000) } };
  t.same(ruledAt(512, curves), { off: 'stop', on: 'go-on' });
  t.same(ruledAt(1024, curves), { off: 'stop', on: 'stop' });
});

test('two leaks whose difference is open go on', async (t) => {
  const rates = (list: readonly number[]) => (replicate: number) => (c: number) =>
    (list[replicate - 1] ?? Number.NaN) * c;
  const curves = {
    off: { heapBytes: rates([900, 1000, 1100, 1200]) },
    on: { heapBytes: rates([850, 1000, 1050, 1150]) },
  };
  t.same(ruledAt(512, curves), { off: 'go-on', on: 'go-on' });
  t.same(ruledAt(1024, curves), { off: 'stop', on: 'stop' }, 'but not beyond the last look');
});

test('an arm whose setting was not in force is stopped at the first look', async (t) => {
  const shape = { curves: cured, cycles: FIRST_LOOK, plan: settledPlan(MOST) };
  const plan = planOf(shape);
  const referee = createReferee(plan);
  tellRun(shape, plan, referee);
  referee.addEvent({ ...AT, event: 'arm-invalid', arm: 'on', reason: 'the flag read back as 0' });
  t.equal(referee.rule(FIRST_LOOK, ['off', 'on'], false).get('on'), 'stop');
});

test('a referee that hears more judges by more, and only arms that still run', async (t) => {
  const plan = planOf({ curves: cured, plan: settledPlan(MOST) });
  const referee = createReferee(plan);
  const hear = (from: number, cycles: number): void =>
    tellRun({ curves: cured, cycles, plan: settledPlan(MOST) }, plan, {
      add: (sample) => (sample.cycle > from || from === 0 ? referee.add(sample) : undefined),
      addEvent: () => undefined,
    });
  hear(0, 256);
  const still: ArmName[] = ['off'];
  t.same([...referee.rule(256, still, false)], [['off', 'go-on']]);
  hear(256, 512);
  t.same([...referee.rule(512, still, false)], [['off', 'stop']]);
});

test('nothing was heard yet: every arm goes on, but for the last look', async (t) => {
  const plan = planOf({ curves: cured, plan: settledPlan(MOST) });
  t.same([...createReferee(plan).rule(8, ['off'], false)], [['off', 'go-on']]);
  t.same([...createReferee(plan).rule(8, ['off'], true)], [['off', 'stop']]);
});

test('between looks a referee tells how the arms grow, the control arm subtracted', async (t) => {
  const drifting = { off: { heapBytes: leaking(4106) }, on: { heapBytes: leaking(10) } };
  const shape = {
    curves: { ...drifting, control: { heapBytes: leaking(10) } },
    cycles: 300,
    plan: { ...settledPlan(MOST), control: true },
  };
  const plan = planOf(shape);
  const referee = createReferee(plan);
  t.same(referee.slopes(['off', 'on']), [], 'nothing is known yet');
  tellRun(shape, plan, referee);
  const slopes = referee.slopes(['off', 'on']);
  t.same(
    slopes.map(({ arm, resource }) => [arm, resource]),
    [
      ['off', 'heapBytes'],
      ['on', 'heapBytes'],
    ],
  );
  for (const [index, truth] of [4096, 0].entries()) {
    const { estimate, high, low } = slopes[index]?.perCycle ?? { estimate: 0, low: 0, high: 0 };
    t.ok(low <= truth && truth <= high && high - low < 2, `${low} to ${high}`);
    t.ok(Math.abs(estimate - truth) < 0.01);
  }
});

test('the slope of a soak is told by its batches, of all its rounds', async (t) => {
  const plan = soakPlan();
  const watch = createSlopeWatch(plan);
  const noise = noiseOf(7);
  const curves = { off: { heapBytes: () => (c: number) => 5_000_000 + 512 * c + noise.normal(8) } };
  for (let round = 1; round <= 130; round += 1) tellRound(round, curves, plan, watch);
  const [off] = watch.slopes(['off']);
  t.match(off, { arm: 'off', resource: 'heapBytes' });
  t.ok(Math.abs((off?.perCycle.estimate ?? 0) - 512) < 1, `${off?.perCycle.estimate}`);
});
