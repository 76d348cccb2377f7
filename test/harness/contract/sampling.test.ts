import { test } from 'tap';
import { looksUpTo } from '../../../harness/contract/looks.ts';
import { isLongest, nextLook, nextSample, type Sampling } from '../../../harness/contract/sampling.ts';
import fc from '../../support/seeded-properties.ts';

const settled = (maxCycles: number, blockCycles: number | null = null): Sampling => ({
  blockCycles,
  length: { by: 'settled', maxCycles },
});
const fixed = (cycles: number, blockCycles: number | null = null): Sampling => ({
  blockCycles,
  length: { by: 'cycles', cycles },
});

/** Every cycle at which a replicate of a known length is sampled. */
function samplesOf(sampling: Sampling): readonly number[] {
  const samples = [0];
  for (let cycle = nextSample(0, sampling); Number.isFinite(cycle); cycle = nextSample(cycle, sampling)) {
    samples.push(cycle);
    if (isLongest(sampling.length, cycle, 0)) break;
  }
  return samples;
}

const maxCycles = fc.integer({ min: 512, max: 100_000 });
const blocks = fc.option(fc.integer({ min: 1, max: 3000 }));

test('growing blocks sample every cycle up to 32, then every 32nd part of the cycles so far', async (t) => {
  const samples = samplesOf(fixed(130));
  t.same(
    samples.slice(0, 33),
    Array.from({ length: 33 }, (_, cycle) => cycle),
  );
  t.same(samples.slice(33, 36), [33, 35, 37]);
  t.same(samples.slice(-4), [118, 122, 126, 130]);
});

test('a block of one size ends at its multiples', async (t) => {
  t.same(samplesOf(fixed(130, 50)), [0, 50, 100, 130]);
  t.same(samplesOf(settled(512, 200)), [0, 8, 16, 32, 64, 128, 200, 256, 400, 512]);
});

test('a sample falls on every look and on the last cycle, whatever the block', async () => {
  fc.assert(
    fc.property(maxCycles, blocks, (most, block) => {
      const samples = new Set(samplesOf(settled(most, block)));
      return looksUpTo(most).every((look) => samples.has(look));
    }),
  );
});

test('samples ascend, and no block is longer than its rule', async () => {
  fc.assert(
    fc.property(maxCycles, blocks, (most, block) => {
      const samples = samplesOf(settled(most, block));
      return samples.slice(1).every((cycle, index) => {
        const before = samples[index] ?? Number.NaN;
        const longest = block ?? Math.max(1, Math.ceil(before / 32));
        return cycle > before && cycle - before <= longest;
      });
    }),
  );
});

test('any window of three quarters holds 32 to 64 samples from 128 cycles on', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 128, max: 50_000 }), (end) => {
      const samples = samplesOf(settled(Math.max(end, 512))).filter(
        (cycle) => cycle > end / 4 && cycle <= end,
      );
      return samples.length >= 32 && samples.length <= 64;
    }),
  );
});

test('a duration has no look beforehand, and ends when it has passed', async (t) => {
  const length = { by: 'duration', durationMs: 1000 } as const;
  t.equal(nextLook(5, length), Number.POSITIVE_INFINITY);
  t.equal(nextSample(64, { blockCycles: null, length }), 66);
  t.equal(isLongest(length, 5, 999), false);
  t.equal(isLongest(length, 5, 1000), true);
});

test('the look after the last one never comes', async (t) => {
  t.equal(nextLook(511, { by: 'settled', maxCycles: 512 }), 512);
  t.equal(nextLook(512, { by: 'settled', maxCycles: 512 }), Number.POSITIVE_INFINITY);
  t.equal(nextLook(99, { by: 'cycles', cycles: 100 }), 100);
  t.equal(nextLook(100, { by: 'cycles', cycles: 100 }), Number.POSITIVE_INFINITY);
});
