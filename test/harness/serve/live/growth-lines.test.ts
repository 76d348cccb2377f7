import { test } from 'tap';
import { GrowthLine } from '../../../../harness/serve/live/growth-line.ts';
import { drawnOf, GrowthLines } from '../../../../harness/serve/live/growth-lines.ts';
import { attachedPlan } from '../../../support/attached-run.ts';
import { sampleAt } from '../../analyse/make-run.ts';

test('a line begins at its own first sample', async (t) => {
  const line = new GrowthLine(100);
  line.add(0, 1000);
  line.add(1, 1500);
  t.same(
    [line.cycles, line.growth],
    [
      [0, 1],
      [0, 500],
    ],
  );
});

test('a line stays short however long the run is, and keeps its peaks and its ends', async (t) => {
  const line = new GrowthLine(100);
  for (let cycle = 0; cycle <= 50_000; cycle += 1) line.add(cycle, cycle === 20_007 ? 9e9 : cycle);
  t.ok(line.cycles.length <= 100);
  t.equal(Math.max(...line.growth), 9e9);
  t.equal(line.cycles[0], 0);
  t.equal(line.cycles.at(-1), 50_000);
  t.same(
    line.cycles,
    line.cycles.toSorted((a, b) => a - b),
  );
});

const at = (cycle: number, replicate = 'off-1') =>
  sampleAt(replicate, 'off', cycle, { heapBytes: 100 + cycle, heaps: 3 });

test('a new line is told with all charts, more of it as points, nothing as nothing', async (t) => {
  const lines = new GrowthLines(2);
  t.same(lines.take(), { kind: 'nothing' });
  lines.add(at(0));
  t.match(lines.take(), { kind: 'charts', charts: [{ resource: 'heapBytes' }, { resource: 'heaps' }] });
  lines.add(at(1));
  lines.add(at(2));
  const more = { replicate: 'off-1', arm: 'off', cycles: [1, 2] };
  t.same(lines.take(), {
    kind: 'points',
    points: [
      { resource: 'heapBytes', ...more, growth: [1, 2] },
      { resource: 'heaps', ...more, growth: [0, 0] },
    ],
  });
  t.same(lines.take(), { kind: 'nothing' });
  lines.add(at(0, 'off-2'));
  t.equal(lines.take().kind, 'charts');
});

test('points that were told make the same chart as one that is told anew', async (t) => {
  const lines = new GrowthLines(1);
  const cycles: number[] = [];
  for (let cycle = 0; cycle < 2000; cycle += 1) {
    lines.add(at(cycle));
    const drawn = lines.take();
    if (drawn.kind === 'charts')
      cycles.splice(0, cycles.length, ...(drawn.charts[0]?.series[0]?.cycles ?? []));
    if (drawn.kind === 'points') cycles.push(...(drawn.points[0]?.cycles ?? []));
  }
  t.same(cycles, lines.charts()[0]?.series[0]?.cycles);
});

test('what comes after the sweep, from outside, or of the planted leak is not drawn', async (t) => {
  const lines = new GrowthLines(1);
  const sample = at(5);
  if (sample.kind === 'quiescent') lines.add({ ...sample, phase: 'hammer' });
  lines.add({ ...at(5), arm: 'planted' });
  lines.add({
    schema: 1,
    kind: 'outside',
    replicate: 'off-1',
    arm: 'off',
    elapsedMs: 1,
    cycle: 1,
    readings: { heaps: 1 },
  });
  t.same(lines.charts(), []);
});

test('of a program that is watched from outside, what is seen from there is drawn', async (t) => {
  const plan = attachedPlan('run');
  const lines = new GrowthLines(1, drawnOf(plan));
  const readings = { privateBytes: 5e6, threads: 7, workingSetBytes: 9e6 };
  const who = { schema: 1, kind: 'attached', replicate: 'pid-4711', arm: 'absent' } as const;
  for (const cycle of [0, 1]) lines.add({ ...who, cycle, elapsedMs: cycle, readings });
  t.same(
    lines.charts().map(({ resource }) => resource),
    ['privateBytes', 'threads'],
  );
});
