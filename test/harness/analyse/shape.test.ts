import { test } from 'tap';
import { binned } from '../../../harness/analyse/bins.ts';
import { shapeOf } from '../../../harness/analyse/shape.ts';
import type { Points } from '../../../harness/analyse/statistics/points.ts';
import { type CycleWindow, cyclesPerPass, windowsOf } from '../../../harness/analyse/window.ts';
import fc from '../../support/seeded-properties.ts';
import type { Curve } from './make-run.ts';

const sampled = (curve: Curve, cycles: readonly number[]): Points => ({
  x: Float64Array.from(cycles),
  y: Float64Array.from(cycles, curve),
});
const every = (step: number, from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
const shapeIn = (curve: Curve, slope: number, step = 10) =>
  shapeOfPoints(sampled(curve, every(step, 250, 1000)), { fromCycle: 250, toCycle: 1000 }, slope);
const shapeOfPoints = (points: Points, window: CycleWindow, slope: number) =>
  shapeOf(points, binned(points, window), slope);

test('a line stays a line in bins, wherever it was sampled', async () => {
  const cycles = fc
    .uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 6, maxLength: 300 })
    .map((values) => values.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(cycles, fc.integer({ min: -4000, max: 4000 }), (x, slope) => {
      const { points } = binned(
        sampled((c) => slope * c + 7, x),
        { fromCycle: 1, toCycle: 5000 },
      );
      return (
        points.x.length <= 24 && points.x.every((c, i) => Math.abs(slope * c + 7 - (points.y[i] ?? 0)) < 1e-6)
      );
    }),
    { seed: 31 },
  );
});

test('up to 24 samples are their own points, more are averaged', async (t) => {
  const window = { fromCycle: 1, toCycle: 25 };
  t.notOk(
    binned(
      sampled((c) => c, every(1, 1, 24)),
      window,
    ).averaged,
  );
  const more = binned(
    sampled((c) => c, every(1, 1, 25)),
    window,
  );
  t.ok(more.averaged);
  t.equal(more.points.x.length, 24);
});

test('no sample is lost or counted twice by binning', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 25, max: 3000 }), (from, length) => {
      const window = { fromCycle: from, toCycle: from + length - 1 };
      const { points } = binned(
        sampled(() => 1, every(1, from, window.toCycle)),
        window,
      );
      // Bins of whole cycles tile the window, so the means of their cycles stay apart and inside it.
      const apart = points.x.every((x, i) => i === 0 || x > (points.x[i - 1] ?? 0));
      return apart && (points.x[0] ?? 0) >= from && (points.x.at(-1) ?? 0) <= window.toCycle;
    }),
    { seed: 32 },
  );
});

test('a line rises evenly, on its floor too, with no jump and no other limit', async (t) => {
  const shape = shapeIn((c) => 500 * c, 500);
  if (shape === null) throw new Error('no shape');
  for (const rate of [shape.firstRise, shape.lastRise, shape.floorRise, shape.limitRate ?? 0]) {
    t.ok(Math.abs(rate - 500) < 1e-6);
  }
  t.ok(shape.dominance < 0.1);
});

test('one step is a dominant jump; a sawtooth has no rising floor', async (t) => {
  // Wherever it falls: a step inside an averaged stretch shows half before it and half after.
  for (const at of [400, 410, 500, 590, 600, 770]) {
    t.ok((shapeIn((c) => (c < at ? 0 : 7500), 10)?.dominance ?? 0) > 0.95, `step at ${at}`);
  }
  t.ok(Math.abs(shapeIn((c) => c % 100, 1)?.floorRise ?? 1) < 0.02);
});

test('the limit of a line plus a geometric approach is the line', async (t) => {
  const shape = shapeIn((c) => 100 * c + 1e6 * (1 - Math.exp(-c / 300)), 500);
  t.ok((shape?.lastRise ?? 0) > 250, 'while it still grows much faster');
  // Means of sampled stretches make the approach geometric only nearly.
  t.ok(Math.abs((shape?.limitRate ?? 0) - 100) < 5, `${shape?.limitRate}`);
});

test('there is no shape without samples in every third', async (t) => {
  t.equal(
    shapeOfPoints(
      sampled((c) => c, [1, 2, 3, 997, 998, 1000]),
      { fromCycle: 1, toCycle: 1000 },
      1,
    ),
    null,
  );
  t.not(
    shapeOfPoints(
      sampled((c) => c, [1, 2, 3, 500, 998, 1000]),
      { fromCycle: 1, toCycle: 1000 },
      1,
    ),
    null,
  );
});

test('warm-up is a quarter, or the first pass where there were two', async (t) => {
  t.strictSame(windowsOf(1000, 10), {
    settled: { fromCycle: 251, toCycle: 1000 },
    late: { fromCycle: 501, toCycle: 1000 },
    watched: { fromCycle: 126, toCycle: 1000 },
  });
  t.equal(windowsOf(1000, 500).settled.fromCycle, 500);
  t.equal(windowsOf(1000, 501).settled.fromCycle, 251);
  const mailboxes = { kind: 'generated', count: 40 } as const;
  t.equal(cyclesPerPass({ mailboxes, mailboxOrder: 'shuffled' }), 40);
  t.equal(cyclesPerPass({ mailboxes, mailboxOrder: 'repeated' }), 1);
});
