import { test } from 'tap';
import { analyse } from '../../../../harness/analyse/analyse.ts';
import { diffArms, type JudgedRun } from '../../../../harness/analyse/between-runs/diff-runs.ts';
import { createSeriesCollector } from '../../../../harness/analyse/series.ts';
import type { DiffArm } from '../../../../harness/contract/run-diff.ts';
import { attachedPlan } from '../../../support/attached-run.ts';
import { tracesOf } from '../../../verdict-bench/family.ts';
import { ALL_FAMILIES } from '../../../verdict-bench/more-families.ts';
import { AT, ENVIRONMENT } from '../make-run.ts';

const PAGE = 4096;
const CYCLES = 2048;

/** Private bytes of a lone process that is watched from outside, as a family of traces has them. */
function runOf(id: string, run: number): JudgedRun {
  const family = ALL_FAMILIES.find((each) => each.id === id);
  if (family === undefined) throw new Error(`no family ${id}`);
  const settings = { count: 1, cycles: CYCLES, horizonCycles: CYCLES };
  const [trace = []] = tracesOf(family, { seed: 891_509, run }, settings);
  const collector = createSeriesCollector();
  const who = { replicate: 'pid-4711', arm: 'absent' } as const;
  for (const [cycle, value] of Array.from(trace).entries()) {
    const readings = { privateBytes: Math.round(value / PAGE) * PAGE };
    collector.add({ schema: 1, kind: 'attached', ...who, cycle, elapsedMs: cycle * 1000, readings });
  }
  collector.addEvent({ ...AT, event: 'host-finished', ...who, cycles: CYCLES });
  const judged = { plan: attachedPlan('run'), environment: { ...ENVIRONMENT, standIn: false } };
  const collected = collector.finish();
  return { ...judged, collected, result: analyse({ ...judged, collected }) };
}

const differenceOf = (a: JudgedRun, b: JudgedRun): DiffArm['verdict'] | undefined =>
  diffArms(a, b)[0]?.verdict;

test('of two runs of one kind, no lone process differs from the other, and none is called the same', async (t) => {
  const calm = ALL_FAMILIES.filter(({ kind }) => kind === 'leak-free');
  for (const { id } of [...calm, { id: 'L03' }, { id: 'L07' }])
    t.equal(differenceOf(runOf(id, 0), runOf(id, 1)), 'inconclusive', id);
});

test('a leak that is gone is less, and one that has come is more, of a lone process, too', async (t) => {
  const calm = runOf('N01', 9);
  for (const id of ['L01', 'L03', 'L04', 'L07', 'L10']) {
    t.equal(differenceOf(runOf(id, 0), calm), 'less', id);
    t.equal(differenceOf(calm, runOf(id, 0)), 'more', id);
  }
});

test('from the results alone nothing is said of what was seen from outside', async (t) => {
  const [leaking, calm] = [runOf('L01', 0), runOf('N01', 9)].map((run) => ({ ...run, collected: null }));
  if (leaking === undefined || calm === undefined) throw new Error('two runs');
  t.equal(differenceOf(leaking, calm), 'inconclusive');
  t.match(diffArms(leaking, calm)[0]?.resources['privateBytes']?.reason, /per second: too coarse/);
});
