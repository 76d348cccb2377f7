import { test } from 'tap';
import { chanceOfDrift, keptOf } from '../../../harness/analyse/drift.ts';
import type { Growth } from '../../../harness/analyse/growth.ts';
import { boundsOf } from '../../../harness/analyse/statistics/estimate.ts';
import type { Noise } from '../../support/noise.ts';
import type { Curve } from './make-run.ts';
import { growthOfCurve, noises, walk } from './traces.ts';

const GRAIN = 16;
const RARE = 1e-4;

const growthsOf = (make: (noise: Noise) => Curve, seed: number, replicates = 4, cycles = 512): Growth[] =>
  noises(seed, replicates).map((noise) => growthOfCurve(make(noise), cycles));
const chanceOf = (make: (noise: Noise) => Curve, seed: number, replicates = 4): number =>
  chanceOfDrift(growthsOf(make, seed, replicates), [], GRAIN);
const leakBesideWalk =
  (perCycle: number, perRootCycle: number) =>
  (noise: Noise): Curve => {
    const level = walk(noise, perRootCycle);
    return (c) => perCycle * c + level(c);
  };

test('levels that only wander seldom rise as evenly as a leak: no more often than is said', async (t) => {
  const chances: number[] = [];
  for (let seed = 0; seed < 2000; seed += 1) chances.push(chanceOf((noise) => walk(noise, 1024), seed));
  const below = (chance: number): number => chances.filter((each) => each < chance).length;
  t.ok(below(RARE) <= 2, `${below(RARE)} of 2,000 below 1 in 10,000`);
  t.ok(below(0.01) <= 50, `${below(0.01)} of 2,000 below 1 in 100`);
  t.ok(below(0.5) > 900 && below(0.5) < 1100, 'and they fall as often as they rise');
});

test('a leak stands out from a walk that it is large beside, and not from a larger walk', async (t) => {
  const found = (perCycle: number, perRootCycle: number): number => {
    let count = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      count += chanceOf(leakBesideWalk(perCycle, perRootCycle), seed) < RARE ? 1 : 0;
    }
    return count;
  };
  t.ok(found(1024, 1024) >= 196);
  t.ok(found(1024, 32_768) <= 4);
});

test('exact growth is no drift, and exact rest no growth', async (t) => {
  const line = growthOfCurve((c) => 512 * c, 512);
  t.ok(chanceOfDrift([line, line], [], GRAIN) < RARE);
  const flat = growthOfCurve(() => 5, 512);
  t.equal(chanceOfDrift([flat, flat], [], GRAIN), 0.5);
  const falling = growthOfCurve((c) => -512 * c, 512);
  t.ok(chanceOfDrift([falling, falling], [], GRAIN) > 1 - RARE);
});

test('what grows beside it as much is subtracted', async (t) => {
  let rare = 0;
  for (let seed = 0; seed < 200; seed += 1) {
    const [arm, control] = [
      growthsOf(leakBesideWalk(2048, 1024), seed),
      growthsOf(leakBesideWalk(2048, 1024), seed + 1000),
    ];
    t.ok(chanceOfDrift(arm, [], GRAIN) < 0.01);
    rare += chanceOfDrift(arm, control, GRAIN) < RARE ? 1 : 0;
  }
  t.ok(rare <= 1, `${rare} of 200`);
});

test('a level that comes back to where it was is judged more carefully than a walk', async (t) => {
  let rare = 0;
  for (let seed = 0; seed < 500; seed += 1)
    rare += chanceOf((noise) => () => noise.normal(8192), seed) < 0.01 ? 1 : 0;
  t.ok(rare <= 5, `${rare} of 500 below 1 in 100`);
});

test('a line keeps its rate, slowing growth loses and rising growth gains', async (t) => {
  const kept = (curve: Curve, share = 1) =>
    boundsOf(keptOf([growthOfCurve(curve, 512, 8), growthOfCurve(curve, 512, 8)], share, GRAIN), 0.975);
  const line = kept((c) => 512 * c);
  t.ok(line.low < 0 && line.high > 0 && line.high < 2);
  t.ok(kept((c) => 2 ** 20 * (1 - Math.exp(-c / 250))).high < 0);
  t.ok(kept((c) => c * c).low > 0);
  const half = kept((c) => 512 * c, 0.5);
  t.ok(half.low < 256 && half.high > 256 && half.low > 0, 'of half its rate it has half to spare');
});

test('with two stretches the one is the beginning and the other the end', async (t) => {
  const few = growthOfCurve((c) => 2 ** 22 * (1 - Math.exp(-c / 4096)), 4096, 400);
  t.equal(few.shape.rises.length, 2, 'too few samples for more');
  const [first, last] = few.shape.rises;
  const { mean } = keptOf([few, few], 0.67, GRAIN);
  t.ok(Math.abs(mean - ((last ?? Number.NaN) - 0.67 * (first ?? Number.NaN))) < 1e-9);
});
