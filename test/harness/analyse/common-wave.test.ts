import { test } from 'tap';
import { commonError } from '../../../harness/analyse/common-wave.ts';
import type { Growth } from '../../../harness/analyse/growth.ts';
import { mean } from '../../../harness/analyse/statistics/summary.ts';
import type { Noise } from '../../support/noise.ts';
import fc from '../../support/seeded-properties.ts';
import type { Curve } from './make-run.ts';
import { growthOfCurve, noises } from './traces.ts';

const growthsOf = (make: (noise: Noise) => Curve, seed: number, replicates = 4, cycles = 512): Growth[] =>
  noises(seed, replicates).map((noise) => growthOfCurve(make(noise), cycles));
const stairs =
  (perCycle: number, step: number, offset: number): Curve =>
  (c) =>
    step * Math.floor((perCycle * c) / step + offset);

test('noise that replicates do not share has hardly ever an error in common', async (t) => {
  const sharedOf = (make: (noise: Noise) => Curve): number => {
    let shared = 0;
    for (let seed = 0; seed < 300; seed += 1) shared += commonError(growthsOf(make, seed)) > 0 ? 1 : 0;
    return shared;
  };
  const white = sharedOf((noise) => (c) => 512 * c + noise.normal(8192));
  t.ok(white <= 6, `${white} of 300`);
  const climbing = sharedOf((noise) => {
    const offset = noise.uniform();
    return stairs(700, 65_536, offset);
  });
  t.ok(climbing <= 18, `${climbing} of 300 staircases begin nearly together by chance`);
});

test('a staircase that all climb in the same cycles moves their slopes by no more than is said', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100, max: 3000 }),
      fc.integer({ min: 12, max: 17 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 128, max: 4096 }),
      (perCycle, power, offset, cycles) => {
        const step = 2 ** power;
        // Whoever sees no step, or one, knows of no staircase.
        fc.pre(perCycle * cycles > 4 * step);
        const growths = growthsOf(() => stairs(perCycle, step, offset), 1, 4, cycles);
        const found = mean(growths.map(({ meanRate }) => meanRate));
        return Math.abs(found - perCycle) <= commonError(growths) + 1e-6;
      },
    ),
    { seed: 21, numRuns: 200 },
  );
});

test('a sawtooth in the same phase is shared, and one in phases of their own is not', async (t) => {
  const sawtooth =
    (phase: number): Curve =>
    (c) =>
      (2 ** 20 * ((c + phase) % 170)) / 170;
  const shared = growthsOf(() => sawtooth(20), 1);
  t.ok(commonError(shared) >= Math.abs(mean(shared.map(({ meanRate }) => meanRate))));
  t.ok(commonError(shared) > 0);
  t.equal(commonError([0, 42, 85, 127].map((phase) => growthOfCurve(sawtooth(phase), 512))), 0);
});

test('where nothing can be compared there is nothing in common', async (t) => {
  const wave = (cycles: number): Growth =>
    growthOfCurve(stairs(700, 65_536, 0.3), cycles, cycles === 512 ? null : 40);
  t.ok(commonError([wave(512), wave(512)]) > 0);
  t.equal(commonError([]), 0);
  t.equal(commonError([wave(512)]), 0, 'a lone replicate');
  t.equal(commonError([wave(400), wave(400)]), 0, 'fewer than twelve points');
  t.equal(commonError([wave(512), wave(800)]), 0, 'points at different cycles');
  const line = growthOfCurve((c) => 512 * c, 512);
  t.ok(commonError([line, line]) < 1e-6, 'exact lines');
});
