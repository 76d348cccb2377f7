import { test } from 'tap';
import { analyse } from '../../../harness/analyse/analyse.ts';
import type { ResourceResult } from '../../../harness/contract/result.ts';
import { noiseOf } from '../../support/noise.ts';
import { CLEAN, type Family, LEAKING } from './families.ts';
import { makeRun } from './make-run.ts';

const RUNS = 100;

interface Tally {
  readonly leak: number;
  readonly clean: number;
  readonly open: number;
  /** Intervals that held the true rate. */
  readonly covered: number;
}

/** Judges busy heap bytes of one arm in many runs of four processes each. */
function simulate({ curve, leak }: Family, cycles: number): Tally {
  const results = Array.from({ length: RUNS }, (_, run) => {
    const heapBytes = (replicate: number) => curve(noiseOf(1000 * run + replicate));
    const made = makeRun({
      curves: { off: { heapBytes } },
      cycles,
      plan: { blockCycles: 16, mailboxes: { kind: 'generated', count: 200 } },
    });
    return analyse(made).arms[0]?.resources['heapBytes'];
  });
  const count = (holds: (result: ResourceResult) => boolean): number =>
    results.filter((result) => result !== undefined && holds(result)).length;
  return {
    leak: count(({ verdict }) => verdict === 'leak'),
    clean: count(({ verdict }) => verdict === 'no-leak'),
    open: count(({ verdict }) => verdict === 'inconclusive'),
    covered: count(({ perCycle }) => perCycle !== null && perCycle.low <= leak && leak <= perCycle.high),
  };
}

// An interval of 95 % holds the truth in fewer than 88 runs of 100 once in 300 times.
const LEAST_COVERED = 88;

for (const family of [CLEAN.flat, CLEAN.white, CLEAN.warmUp, CLEAN.mailboxCache, CLEAN.shrinking]) {
  test(`${family.name} is acquitted within 2,048 cycles`, async (t) => {
    const { leak, clean, covered } = simulate(family, 2048);
    t.equal(leak, 0, 'never convicted');
    t.ok(clean >= 98, `${clean} of ${RUNS} acquitted`);
    t.ok(covered >= LEAST_COVERED, `${covered} of ${RUNS} intervals hold the truth`);
  });
}

for (const family of Object.values(LEAKING).filter((each) => each !== LEAKING.slowCache)) {
  test(`${family.name} is convicted within 2,048 cycles`, async (t) => {
    const { leak, clean, covered } = simulate(family, 2048);
    t.equal(clean, 0, 'never acquitted');
    t.ok(leak >= 90, `${leak} of ${RUNS} convicted`);
    t.ok(covered >= LEAST_COVERED, `${covered} of ${RUNS} intervals hold the truth`);
  });
}

test('a sawtooth without a leak is never convicted, and acquitted as soon as its period is known', async (t) => {
  const { leak, clean, covered } = simulate(CLEAN.sawtooth, 1024);
  t.equal(leak, 0);
  t.ok(clean >= 98, `${clean} of ${RUNS} acquitted after some 20 periods`);
  t.ok(covered >= LEAST_COVERED);
});

test('a leak beside a cache that is still filling stays open, and is convicted when the cache is full', async (t) => {
  const short = simulate(LEAKING.slowCache, 1024);
  const long = simulate(LEAKING.slowCache, 4096);
  t.strictSame([short.leak, short.clean], [0, 0]);
  t.ok(short.covered >= LEAST_COVERED, 'the interval reaches down to the rate it is heading for');
  t.ok(long.leak >= 98, `${long.leak} of ${RUNS} convicted`);
  t.ok(long.covered >= LEAST_COVERED, `${long.covered} of ${RUNS} intervals hold the truth`);
});

test('a cache that fills slowly is never convicted, and acquitted when it is full', async (t) => {
  t.equal(simulate(CLEAN.slowCache, 512).leak + simulate(CLEAN.slowCache, 1024).leak, 0);
  const long = simulate(CLEAN.slowCache, 4096);
  t.equal(long.leak, 0);
  t.ok(long.clean >= 98, `${long.clean} of ${RUNS} acquitted`);
});

test('growth that is no leak but never stops is neither convicted nor acquitted', async (t) => {
  t.equal(simulate(CLEAN.logarithm, 4096).open, RUNS);
});

test('a random walk, which looks like a trend in every single process, is hardly ever convicted', async (t) => {
  // Mann-Kendall's test on one such trace finds a trend in about half of all cases.
  t.ok(simulate(CLEAN.walk, 1024).leak <= 5);
});

test('one step of lazy initialisation in the same cycle of every process is not a leak', async (t) => {
  t.equal(simulate(CLEAN.lazyStep, 2048).leak, 0, 'the step lies after warm-up');
  t.equal(simulate(CLEAN.lazyStep, 4096).clean, RUNS, 'the step lies in the warm-up');
});
