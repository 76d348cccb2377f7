import { test } from 'tap';
import { NO_GROWTH } from '../../../harness/analyse/arm-growth.ts';
import { growthTableOf, lastLookOf, reachOf } from '../../../harness/analyse/growth-table.ts';
import { makeRun, type RunShape, settledPlan } from './make-run.ts';

const EVERYTHING = Number.POSITIVE_INFINITY;
const line = () => (cycle: number) => 512 * cycle;

/** The cycle that `off` is judged up to. */
function lookOfOff(shape: Omit<RunShape, 'curves'>): number {
  const { plan, collected } = makeRun({ ...shape, curves: { off: { heapBytes: line } } });
  return lastLookOf('off', plan, collected);
}

test('a run until settled is judged as of the last look that its replicates came to', async (t) => {
  const plan = settledPlan(4096);
  t.equal(lookOfOff({ cycles: 1024, plan }), 1024);
  t.equal(lookOfOff({ cycles: 1500, plan }), 1024, 'stopped between two looks');
  t.equal(lookOfOff({ cycles: 4096, plan }), 4096);
  t.equal(lookOfOff({ cycles: 3000, plan: settledPlan(3000) }), 3000);
  t.equal(lookOfOff({ cycles: 7, plan }), EVERYTHING, 'before the first look');
});

test('the longest replicate decides, and other arms have no say', async (t) => {
  const { plan, collected } = makeRun({
    curves: { off: { heapBytes: line }, on: { heapBytes: line } },
    cycles: 2048,
    stoppedAt: { off: 512 },
    plan: settledPlan(4096),
  });
  t.equal(lastLookOf('off', plan, collected), 512);
  t.equal(lastLookOf('on', plan, collected), 2048);
  const [first, ...others] = collected.replicates;
  if (first === undefined) throw new Error('no replicate');
  const lost = { ...first, cycles: 100 };
  t.equal(lastLookOf('off', plan, { replicates: [lost, ...others] }), 512);
});

test('fixed lengths, and who ran out, are judged by everything', async (t) => {
  t.equal(lookOfOff({ cycles: 1000 }), EVERYTHING);
  t.equal(lookOfOff({ cycles: 1000, plan: { length: { by: 'duration', durationMs: 1 } } }), EVERYTHING);
  t.equal(lookOfOff({ cycles: 4096, exhaustedAt: { off: 700 }, plan: settledPlan(4096) }), EVERYTHING);
});

test('what came after the look is left out', async (t) => {
  const halted = () => (cycle: number) => 512 * Math.min(cycle, 1024);
  const { plan, collected } = makeRun({
    curves: { off: { heapBytes: halted } },
    cycles: 2000,
    plan: settledPlan(4096),
  });
  const growths = growthTableOf(plan, collected);
  const seen = growths('off', 'heapBytes');
  t.equal(seen.cycles, 1024);
  t.same(
    seen.settled.map(({ window, meanRate }) => [window.toCycle, Math.round(meanRate)]),
    Array.from({ length: 4 }, () => [1024, 512]),
  );
  t.equal(growths('off', 'heapBytes', 512).cycles, 512, 'an earlier look can be asked for');
  t.equal(growths('off', 'heapBytes', EVERYTHING).cycles, 2000);
});

test('each series is measured once, and one that nobody read has no growth', async (t) => {
  const { plan, collected } = makeRun({ curves: { off: { heapBytes: line } } });
  const growths = growthTableOf(plan, collected);
  t.equal(growths('off', 'heapBytes'), growths('off', 'heapBytes'));
  t.equal(growths('off', 'handles'), NO_GROWTH);
  t.equal(growths('on', 'heapBytes'), NO_GROWTH);
});

test('arms are compared up to where both were measured', async (t) => {
  const { plan, collected } = makeRun({
    curves: { off: { heapBytes: line }, on: { heapBytes: line }, absent: { heapBytes: line } },
    cycles: 1000,
    stoppedAt: { on: 600 },
    exhaustedAt: { absent: 300 },
  });
  t.equal(reachOf('off', plan, collected), 1000);
  t.equal(reachOf('on', plan, collected), 600);
  t.equal(reachOf('absent', plan, collected), 300, 'cycles after it ran out logged nobody on');
  const settled = makeRun({ curves: { off: { heapBytes: line } }, cycles: 1500, plan: settledPlan(4096) });
  t.equal(reachOf('off', settled.plan, settled.collected), 1024);
  t.equal(reachOf('on', plan, { replicates: [] }), 0, 'an arm that was never measured');
});
