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

/** Replicates so different that no slowing is proven; their mean is exact. */
const around = (mean: number) => (replicate: number) => ({ lastRise: mean + 40 * (replicate - 1.5) });

test('even growth, and growth that speeds up, has no other shape', async (t) => {
  t.equal(
    judged(() => ({})),
    null,
  );
  t.equal(
    judged(() => ({ lastRise: 300 })),
    null,
  );
});

test('growth is uneven when its last third has less than 85 % of the first, 92 % in the last half', async (t) => {
  t.equal(judged(around(86)), null);
  t.equal(judged(around(84)), 'slowing');
  t.equal(judged(around(93), EVENNESS.late), null);
  t.equal(judged(around(91), EVENNESS.late), 'slowing');
});

test('growth that provably loses more than 3 % slows, however even it is', async (t) => {
  t.equal(
    judged(() => ({ lastRise: 98 })),
    null,
  );
  t.equal(
    judged(() => ({ lastRise: 96 })),
    'slowing',
  );
  t.equal(judged(around(96)), null, 'unless replicates differ too much to prove it');
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
