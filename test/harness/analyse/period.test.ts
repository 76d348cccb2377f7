import { test } from 'tap';
import { commonPeriod, type Period, withoutPeriod } from '../../../harness/analyse/period.ts';
import { leastSquaresSlope } from '../../../harness/analyse/statistics/least-squares.ts';
import type { Points } from '../../../harness/analyse/statistics/points.ts';
import { mean } from '../../../harness/analyse/statistics/summary.ts';
import type { Noise } from '../../support/noise.ts';
import type { Curve } from './make-run.ts';
import { noises, settledPoints, walk } from './traces.ts';

const MIB = 2 ** 20;
const CYCLES = 2048;
const LONGEST = 700;

type Make = (noise: Noise) => Curve;

const seriesOf = (make: Make, seed: number, cycles = CYCLES, blockCycles: number | null = null): Points[] =>
  noises(seed).map((noise) => settledPoints(make(noise), cycles, blockCycles));
const periodIn = (make: Make, seed: number, longest = LONGEST): Period | null =>
  commonPeriod(seriesOf(make, seed), longest);
const sawtooth =
  (period: number, height = MIB, perCycle = 0, noiseSize = 0): Make =>
  (noise) => {
    const phase = noise.below(period);
    return (c) => perCycle * c + (height * ((c + phase) % period)) / period + noise.normal(noiseSize);
  };

test('a sawtooth of 37 cycles is found between samples that lie further apart', async (t) => {
  for (let seed = 0; seed < 50; seed += 1) {
    const found = periodIn(sawtooth(37), seed);
    t.equal(found?.cycles, 37, `seed ${seed}`);
    t.ok((found?.unexplained ?? 1) < 0.25);
  }
});

test('taking it out does not move the slope, and leaves hardly anything of the wave', async (t) => {
  for (const perCycle of [-300, 0, 1024]) {
    const before: number[] = [];
    const after: number[] = [];
    for (let seed = 0; seed < 50; seed += 1) {
      for (const series of seriesOf(sawtooth(37, MIB, perCycle), seed)) {
        before.push(Math.abs(leastSquaresSlope(series) - perCycle));
        after.push(
          Math.abs(
            leastSquaresSlope(withoutPeriod(series, { cycles: 37, unexplained: 0, slopeError: 0 })) -
              perCycle,
          ),
        );
      }
    }
    t.ok(
      Math.max(...after) < 30,
      `at most ${Math.max(...after)} bytes per cycle off, of ${Math.max(...before)}`,
    );
    t.ok(mean(after) < mean(before) / 5);
  }
});

test('a period is found whatever it is, and never one of its multiples', async (t) => {
  let tried = 0;
  let found = 0;
  for (let period = 9; period <= 150; period += 4) {
    for (let seed = 0; seed < 3; seed += 1) {
      const cycles = periodIn(sawtooth(period), seed, 3 * period)?.cycles;
      tried += 1;
      // The neighbours of a long period fit as few samples nearly as well.
      if (cycles !== undefined && Math.abs(cycles - period) <= 1) found += 1;
      else t.equal(cycles, undefined, `period ${period}, seed ${seed}`);
    }
  }
  t.ok(found >= 0.95 * tried, `${found} of ${tried}`);
});

test('noise, walks, lines and stairs have no period', async (t) => {
  const makes: Readonly<Record<string, Make>> = {
    'white noise': (noise) => () => noise.normal(8192),
    'a random walk': (noise) => walk(noise, 1024),
    'a line': () => (c) => 512 * c,
    'a line in noise': (noise) => (c) => 512 * c + noise.normal(4096),
    'a bend': () => (c) => -((c - 1300) ** 2),
    stairs: (noise) => {
      const offset = noise.uniform();
      return (c) => 65_536 * Math.floor((700 * c) / 65_536 + offset);
    },
  };
  for (const [name, make] of Object.entries(makes)) {
    let found = 0;
    for (let seed = 0; seed < 200; seed += 1) found += periodIn(make, seed, 200) === null ? 0 : 1;
    t.equal(found, 0, name);
  }
});

test('samples at equal distances are in phase with their distance, which is no period', async (t) => {
  const makes: readonly Make[] = [(noise) => walk(noise, 1024), (noise) => () => noise.normal(8192)];
  for (const blockCycles of [16, 30, 32]) {
    for (const make of makes) {
      let found = 0;
      for (let seed = 0; seed < 60; seed += 1) {
        found += commonPeriod(seriesOf(make, seed, CYCLES, blockCycles), 200) === null ? 0 : 1;
      }
      t.equal(found, 0);
    }
    t.equal(
      commonPeriod(seriesOf(sawtooth(blockCycles), 1, CYCLES, blockCycles), 200),
      null,
      'nor is it seen',
    );
  }
});

test('a wave in too much noise is noise', async (t) => {
  const share = (noiseSize: number): number => {
    let found = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      found += periodIn(sawtooth(37, MIB, 0, noiseSize), seed, 100)?.cycles === 37 ? 1 : 0;
    }
    return found / 40;
  };
  // The standard deviation of a sawtooth is its height / sqrt(12).
  const spread = MIB / Math.sqrt(12);
  t.ok(share(0.2 * spread) >= 0.95);
  t.equal(share(1.5 * spread), 0);
});

test('fewer than 24 samples in any replicate, no fall, or too long a period: none', async (t) => {
  const wave: Make = (noise) => {
    const phase = noise.uniform();
    return (c) => MIB * Math.sin((c / 37 + phase) * 2 * Math.PI);
  };
  const waves = seriesOf(wave, 3);
  const first = (count: number): Points[] =>
    waves.map(({ x, y }) => ({ x: x.subarray(0, count), y: y.subarray(0, count) }));
  t.equal(commonPeriod(first(24), 100)?.cycles, 37);
  t.equal(commonPeriod(first(23), 100), null);
  const series = seriesOf(sawtooth(37), 3);
  t.equal(commonPeriod(series, 37)?.cycles, 37);
  t.equal(commonPeriod(series, 36), null);
  t.equal(commonPeriod([...series.slice(1), settledPoints((c) => 512 * c, CYCLES)], LONGEST), null);
});

test('a long period among very many samples is found, and taken out, as well', async (t) => {
  for (const period of [500, 2500]) {
    const series = seriesOf(sawtooth(period, MIB, 300), 5, 20_000, 1);
    const found = commonPeriod(series, 7500);
    if (found === null) throw new Error(`no period of ${period} cycles`);
    t.ok(Math.abs(found.cycles - period) <= period / 200, `${found.cycles} for ${period}`);
    for (const each of series) {
      const off = Math.abs(leastSquaresSlope(withoutPeriod(each, found)) - 300);
      t.ok(off <= 3 + found.slopeError, `${off} bytes per cycle off`);
    }
  }
});
