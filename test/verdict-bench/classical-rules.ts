import { boundsOf } from '../../harness/analyse/statistics/estimate.ts';
import { hamedRaoFactor } from '../../harness/analyse/statistics/hamed-rao.ts';
import { leastSquaresLine, leastSquaresSlope } from '../../harness/analyse/statistics/least-squares.ts';
import { continuityZ, mannKendall } from '../../harness/analyse/statistics/mann-kendall.ts';
import type { Points } from '../../harness/analyse/statistics/points.ts';
import type { Trace } from './detector.ts';
import { growth, type Peer, type PeerOutcome } from './peer.ts';
import { PEER_CYCLES } from './settings.ts';

/** Two-sided at 5 %, of which only rises are alarms. */
const CRITICAL_Z = 1.96;
const ONE_SIDED = 0.975;

const rises = (points: Points): boolean => boundsOf(leastSquaresLine(points).slope, ONE_SIDED).low > 0;
const trendsUp = (points: Points): boolean => mannKendall(points).z > CRITICAL_Z;

/**
 * Mann and Kendall with the variance that Hamed and Rao correct for autocorrelation; no variance left is no
 * alarm.
 */
function trendsUpCorrected(points: Points): boolean {
  const { s, variance } = mannKendall(points);
  const corrected = s > 0 ? variance * hamedRaoFactor(points) : 0;
  return corrected > 0 && continuityZ(s, corrected) > CRITICAL_Z;
}

/** Trend tests on the samples of one process, at the sizes at which they are used. */
export const CLASSICAL_RULES: readonly Peer[] = [
  {
    name: 'mprof',
    rule: 'least-squares slope of 100 samples above 0',
    judge: over(1, 100, (points) => leastSquaresSlope(points) > 0),
  },
  { name: 'OLS t', rule: 'the same with p < 0.05', judge: over(1, 100, rises) },
  { name: 'Mann-Kendall', rule: '100 samples, Z > 1.96', judge: over(1, 100, trendsUp) },
  { name: 'Mann-Kendall, 50 skipped', rule: 'cycles 51 to 150, Z > 1.96', judge: over(51, 150, trendsUp) },
  {
    name: 'Mann-Kendall, peeking',
    rule: 'looks at 20, 40, ..., 400; the first Z > 1.96 ends it',
    judge: peeking,
  },
  {
    name: 'Hamed-Rao',
    rule: 'cycles 51 to 150, corrected Z > 1.96',
    judge: over(51, 150, trendsUpCorrected),
  },
  { name: 'CUSUM', rule: 'increments in deviations of the first 50: k 0.5, h 5, 200 cycles', judge: cusum },
];

/** The same tests on 256 means of what one process has left of the largest budget after its first quarter. */
export const SAME_BUDGET_RULES: readonly Peer[] = [
  { name: 'OLS t, 16,384', rule: '256 means over cycles 4,097 to 16,384, p < 0.05', judge: overMeans(rises) },
  { name: 'Mann-Kendall, 16,384', rule: 'the same means, Z > 1.96', judge: overMeans(trendsUp) },
  {
    name: 'Hamed-Rao, 16,384',
    rule: 'the same means, corrected Z > 1.96',
    judge: overMeans(trendsUpCorrected),
  },
];

function samples(bytes: Trace, first: number, last: number): Points {
  const y = bytes.subarray(first, last + 1);
  return { x: y.map((_, index) => first + index), y };
}

/** A test of the samples after each cycle from a first to a last. */
function over(first: number, last: number, isAlarm: (points: Points) => boolean): Peer['judge'] {
  return (bytes) => ({ isAlarm: isAlarm(samples(bytes, first, last)), cycles: last });
}

function peeking(bytes: Trace): PeerOutcome {
  for (let look = 20; look <= 400; look += 20) {
    if (trendsUp(samples(bytes, 1, look))) return { isAlarm: true, cycles: look };
  }
  return { isAlarm: false, cycles: 400 };
}

/**
 * Page's cumulative sum of increments. Without a leak they have mean 0; their spread is taken from the first
 * 50 cycles. Where these do not vary at all, any rise is infinitely many deviations.
 */
function cusum(bytes: Trace): PeerOutcome {
  const base = 50;
  const k = 0.5;
  const h = 5;
  const increments = samples(bytes, 1, base).y.map((_, index) => growth(bytes, index, index + 1));
  const mean = increments.reduce((sum, each) => sum + each, 0) / base;
  const squares = increments.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (base - 1));
  let sum = 0;
  for (let cycle = base + 1; cycle <= 200; cycle += 1) {
    const step = growth(bytes, cycle - 1, cycle);
    sum = step === 0 ? Math.max(0, sum - k) : Math.max(0, sum + step / deviation - k);
    if (sum > h) return { isAlarm: true, cycles: cycle };
  }
  return { isAlarm: false, cycles: 200 };
}

function overMeans(isAlarm: (points: Points) => boolean): Peer['judge'] {
  const means = 256;
  const warmUp = PEER_CYCLES / 4;
  const width = (PEER_CYCLES - warmUp) / means;
  return (bytes) => {
    const x = new Float64Array(means);
    const y = new Float64Array(means);
    for (let mean = 0; mean < means; mean += 1) {
      const first = warmUp + 1 + mean * width;
      let sum = 0;
      for (let cycle = first; cycle < first + width; cycle += 1) sum += bytes[cycle] ?? Number.NaN;
      x[mean] = first + (width - 1) / 2;
      y[mean] = sum / width;
    }
    return { isAlarm: isAlarm({ x, y }), cycles: PEER_CYCLES };
  };
}
