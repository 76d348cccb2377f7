import { test } from 'tap';
import { armGrowthOf } from '../../../harness/analyse/arm-growth.ts';
import { type Lumps, lumpRate, lumpsOf } from '../../../harness/analyse/lumps.ts';
import { rulesFor } from '../../../harness/analyse/rules.ts';
import type { ResourceName } from '../../../harness/contract/resources.ts';
import type { Noise } from '../../support/noise.ts';
import { type Curve, PLAN } from './make-run.ts';
import { armOfCurves, noises, sampledCycles } from './traces.ts';

const KIB = 1024;
const CYCLES = 4096;

/** What is seen of lumps in an arm that is sampled as session hosts are. */
function lumpsIn(
  curves: readonly Curve[],
  cycles = CYCLES,
  resource: ResourceName = 'heapBytes',
): Lumps | null {
  const sampled = sampledCycles(cycles);
  const series = curves.map((curve, i) => ({
    ...{ replicate: `off-${i + 1}`, arm: 'off' as const },
    ...{ cycles: Float64Array.from(sampled), values: Float64Array.from(sampled, curve) },
  }));
  const facts = series.map(({ replicate, arm }) => ({
    ...{ replicate, arm, cycles, failedCycles: 0, elapsedMs: 1, walksOverBudget: 0 },
    ending: { kind: 'finished' as const },
  }));
  return lumpsOf(armGrowthOf(series, facts, 1), rulesFor(resource, PLAN));
}

/** Lumps of a size that come by chance; asked for at rising cycles. */
function byChance(noise: Noise, perCycle: number, size: (noise: Noise) => number): Curve {
  let done = 0;
  let level = 0;
  return (cycle) => {
    for (; done < cycle; done += 1) if (noise.uniform() < perCycle) level += size(noise);
    return level;
  };
}

/** A jump of a size after each of these cycles. */
const jumpsAt =
  (cycles: readonly number[], size = 64 * KIB): Curve =>
  (c) =>
    size * cycles.filter((cycle) => cycle <= c).length;
const same = (curve: Curve, replicates = 4): Curve[] => Array.from({ length: replicates }, () => curve);
const spread = (count: number, from: number, to: number, shift = 0): number[] =>
  Array.from({ length: count }, (_, i) => Math.round(from + ((to - from) * (i + 0.5)) / count) + shift);
/** Jumps of four replicates, each a little later than those of the one before. */
const inTurn = (count: number, from: number, to: number, size?: number): Curve[] =>
  [0, 150, 300, 450].map((shift) => jumpsAt(spread(count, from, to - 450, shift), size));

test('64 KiB once in 1,000 logons are a leak in most runs of 16,384 cycles', async (t) => {
  let leaks = 0;
  let rates = 0;
  for (let seed = 0; seed < 100; seed += 1) {
    const lumps = lumpsIn(noises(seed).map((noise) => byChance(noise, 1 / 1000, () => 64 * KIB)));
    leaks += lumps?.isLeak === true ? 1 : 0;
    rates += lumps === null ? 0 : lumpRate(lumps);
  }
  t.ok(leaks >= 60, `${leaks} of 100`);
  t.ok(Math.abs(rates / 100 - 65.5) < 5, `${rates / 100} bytes per cycle on average`);
});

test('steps that end before half of the run are a start-up, however many there are', async (t) => {
  let leaks = 0;
  for (let seed = 0; seed < 200; seed += 1) {
    const curves = noises(seed).map((noise) =>
      jumpsAt(Array.from({ length: 4 + noise.below(20) }, () => noise.below(CYCLES / 2))),
    );
    leaks += lumpsIn(curves)?.isLeak === true ? 1 : 0;
  }
  t.equal(leaks, 0);
  t.equal(lumpsIn(inTurn(8, 600, 2000))?.isLeak, false);
  t.equal(lumpsIn(inTurn(8, 600, 4000))?.isLeak, true, 'the same to the end');
});

test('what comes and goes is no lump that stays', async (t) => {
  let leaks = 0;
  for (let seed = 0; seed < 200; seed += 1) {
    const curves = noises(seed).map((noise) =>
      byChance(noise, 1 / 300, (each) => (each.uniform() < 0.5 ? 64 * KIB : -64 * KIB)),
    );
    leaks += lumpsIn(curves)?.isLeak === true ? 1 : 0;
  }
  t.ok(leaks <= 1, `${leaks} of 200`);
  const upAndDown = inTurn(10, 600, 4000).map(
    (up, i): Curve =>
      (c) =>
        up(c) - (inTurn(5, 700, 4000)[i]?.(c) ?? 0),
  );
  t.equal(lumpsIn(upAndDown), null);
});

test('lines, walks and noise have no lumps', async (t) => {
  t.equal(lumpsIn(same((c) => 512 * c)), null);
  t.equal(lumpsIn(same(() => 7)), null);
  for (let seed = 0; seed < 50; seed += 1) {
    const white = lumpsIn(noises(seed).map((noise) => () => noise.normal(8 * KIB)));
    t.notOk(white?.isLeak === true);
    const line = lumpsIn(noises(seed).map((noise) => (c) => 1024 * c + noise.normal(KIB)));
    t.notOk(line?.isLeak === true);
  }
});

test('ten jumps, two each in three of four processes, in 12,000 cycles: less is none', async (t) => {
  const isLeak = (curves: readonly Curve[], cycles = CYCLES): boolean =>
    lumpsIn(curves, cycles)?.isLeak === true;
  const each = (...counts: readonly number[]): Curve[] =>
    counts.map((count, i) => jumpsAt(spread(count, 600, 4000, 31 * i)));
  t.ok(isLeak(each(3, 3, 2, 2)));
  t.notOk(isLeak(each(3, 2, 2, 2)), 'nine jumps');
  t.ok(isLeak(each(4, 4, 4, 0)));
  t.notOk(isLeak(each(6, 6, 0, 0)), 'in half of the processes');
  t.notOk(isLeak(each(6, 6, 1, 1)), 'one jump proves nothing');
  t.ok(isLeak(inTurn(5, 500, 3400), 3500), '4 times seven eighths of 3,500 cycles');
  t.notOk(isLeak(inTurn(5, 500, 3300), 3400), 'and of 3,400');
});

test('jumps of all processes in the same cycles have one cause', async (t) => {
  t.equal(lumpsIn(same(jumpsAt(spread(9, 600, 4000))))?.isLeak, false, 'nine of them');
  t.equal(lumpsIn(same(jumpsAt(spread(10, 600, 4000))))?.isLeak, true, 'ten');
});

test('less than 1 KiB is no lump, and of what is counted one is enough', async (t) => {
  t.equal(lumpsIn(inTurn(5, 600, 4000, 1023)), null);
  const lumps = lumpsIn(inTurn(5, 600, 4000, 1024));
  t.match(lumps, { count: 20, meanSize: 1024, isLeak: true });
  t.match(lumpsIn(inTurn(5, 600, 4000, 1), CYCLES, 'heaps'), { count: 20, meanSize: 1, isLeak: true });
});

test('the most that was ever needed grows by records, which thin out: no leak', async (t) => {
  const highest =
    (need: (noise: Noise) => number) =>
    (noise: Noise): Curve => {
      let done = 0;
      let most = 0;
      return (cycle) => {
        for (; done < cycle; done += 1) most = Math.max(most, need(noise));
        return most;
      };
    };
  for (const [name, need] of [
    ['exponential', (noise: Noise) => noise.exponential(256 * KIB)],
    ['heavy-tailed', (noise: Noise) => KIB / (1 - noise.uniform()) ** (2 / 3)],
  ] as const) {
    let leaks = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      leaks += lumpsIn(noises(seed).map(highest(need)))?.isLeak === true ? 1 : 0;
    }
    t.ok(leaks <= 14, `${name}: ${leaks} of 200`);
  }
});

test('thousands of lumps are no fewer than a few', async (t) => {
  const every = (cycles: number): Curve[] =>
    [0, 5, 10, 15].map(
      (phase): Curve =>
        (c) =>
          64 * KIB * Math.floor((c + phase) / cycles),
    );
  const lumps = lumpsOf(armOfCurves(every(40), 32_768, 8), rulesFor('heapBytes', PLAN));
  t.equal(lumps?.count, 4 * 717);
  t.equal(lumps?.isLeak, true);
});
