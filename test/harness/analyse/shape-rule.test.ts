import { test } from 'tap';
import type { Growth } from '../../../harness/analyse/growth.ts';
import type { Shape } from '../../../harness/analyse/shape.ts';
import { EVENNESS, otherShapeOf } from '../../../harness/analyse/shape-rule.ts';

/** Four replicates that grow by 100 a cycle, but for what is said. */
const growthsWith = (shapeOf: (replicate: number) => Partial<Shape>): Growth[] =>
  [0, 1, 2, 3].map((replicate) => ({
    replicate: `off-${replicate}`,
    window: { fromCycle: 1, toCycle: 1001 },
    samples: { x: new Float64Array(), y: new Float64Array() },
    points: { x: new Float64Array(), y: new Float64Array() },
    endRate: 100,
    waveError: 0,
    byStretches: false,
    processes: 1,
    spanCycles: 1000,
    robustRate: 100,
    robustError: 0,
    degreesOfFreedom: 22,
    meanRate: 100,
    shape: {
      rises: [100, 100, 100, 100, 100],
      firstRise: 100,
      lastRise: 100,
      floorRise: 100,
      dominance: 0.1,
      limitRate: 100,
      ...shapeOf(replicate),
    },
  }));
const judged = (shapeOf: (replicate: number) => Partial<Shape>, evenness: number = EVENNESS.settled) =>
  otherShapeOf(growthsWith(shapeOf), evenness, 0.975, 16);

/** Five rises of a window that loses its pace evenly, to this share of 100 at its end. */
const falling = (last: number) => ({
  rises: [0, 1, 2, 3, 4].map((part) => 100 - ((100 - last) * part) / 4),
  lastRise: last,
});
/** As much in every replicate on average, but up and down by this from stretch to stretch. */
const scattered = (rises: readonly number[], by: number) => (replicate: number) => ({
  rises: rises.map((rise, part) => rise + ((part + replicate) % 2 === 0 ? by : -by)),
  lastRise: rises.at(-1) ?? 0,
});

test('even growth, and growth that speeds up, has no other shape', async (t) => {
  t.equal(
    judged(() => ({})),
    null,
  );
  t.equal(
    judged(() => ({ lastRise: 300, rises: [100, 150, 200, 250, 300] })),
    null,
  );
});

test('growth is uneven when its last third has less than 75 % of the first, 85 % in the last half', async (t) => {
  const noisy = scattered([100, 100, 100, 100, 100], 20);
  const around = (lastRise: number) => (replicate: number) => ({ ...noisy(replicate), lastRise });
  t.equal(judged(around(76)), null);
  t.equal(judged(around(74)), 'slowing');
  t.equal(judged(around(86), EVENNESS.late), null);
  t.equal(judged(around(84), EVENNESS.late), 'slowing');
});

test('growth that provably loses more than 3 % slows, however even it is', async (t) => {
  t.equal(
    judged(() => falling(98)),
    null,
  );
  t.equal(
    judged(() => falling(80)),
    'slowing',
  );
  const noisy = scattered(falling(90).rises, 30);
  t.equal(judged(noisy), null, 'unless its stretches differ too much to prove it');
});

test('growth must provably keep two thirds of its pace', async (t) => {
  // A logarithm keeps half of it over the window, whatever noise lies on it.
  const slower = scattered([100, 90, 80, 70, 60], 35);
  t.equal(
    judged((replicate) => ({ ...slower(replicate), lastRise: 80 })),
    'slowing',
  );
});

test('growth that stops in one of its stretches, or at the end, halts', async (t) => {
  const noisy = scattered([100, 100, 10, 150, 140], 8);
  t.equal(
    judged((replicate) => ({ ...noisy(replicate), lastRise: 100 })),
    'halting',
  );
  const stopped = growthsWith(() => ({})).map((growth) => ({ ...growth, endRate: 0 }));
  t.equal(otherShapeOf(stopped, EVENNESS.settled, 0.975, 16), 'halting');
  const once = growthsWith(() => ({})).map((growth, i) => ({ ...growth, endRate: i === 0 ? 0 : 100 }));
  t.equal(otherShapeOf(once, EVENNESS.settled, 0.975, 16), null, 'in one process alone it may be chance');
});

test('growth that has not begun in the first third is not judged by a ratio to it', async (t) => {
  t.equal(
    judged(() => ({ firstRise: 0 })),
    'slowing',
  );
});

test('a jump dominates from 45 % of all growth on, in at least half of the replicates', async (t) => {
  t.equal(
    judged(() => ({ dominance: 0.44 })),
    null,
  );
  t.equal(
    judged(() => ({ dominance: 0.46 })),
    'jumps',
  );
  t.equal(
    judged((replicate) => ({ dominance: replicate === 0 ? 0.9 : 0.1 })),
    null,
  );
  t.equal(
    judged(() => ({ dominance: 0.9, lastRise: 0 })),
    'jumps',
    'an early jump also looks like slowing',
  );
});

test('the lowest values must provably rise', async (t) => {
  t.equal(
    judged(() => ({ floorRise: 0 })),
    'sawtooth',
  );
  t.equal(
    judged((replicate) => ({ floorRise: 20 + 40 * (replicate - 1.5) })),
    'sawtooth',
    'too uncertain',
  );
  t.equal(
    judged((replicate) => ({ floorRise: 90 + 40 * (replicate - 1.5) })),
    null,
  );
});
