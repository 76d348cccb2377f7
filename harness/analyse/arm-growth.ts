import type { Series } from '../contract/series.ts';
import { type Growth, growthOf, samplesIn } from './growth.ts';
import { judgedCycles, type ReplicateFacts } from './series.ts';
import { type Estimate, estimateOver, minus } from './statistics/estimate.ts';
import { windowsOf } from './window.ts';

/** With fewer samples than this in its window a replicate is not judged. */
export const FEWEST_SAMPLES = 6;

/** How one resource grew in the replicates of one arm that can be judged. */
export interface ArmGrowth {
  /** After warm-up; empty when no replicate had samples enough. */
  readonly settled: readonly Growth[];
  /** Over the last half of the same replicates; shorter than `settled` where samples are missing there. */
  readonly late: readonly Growth[];
  /** Cycles of the longest replicate. */
  readonly cycles: number;
  /** The most samples any replicate had after warm-up, judged or not. */
  readonly mostSamples: number;
}

/** What is known of a resource that no sample read. */
export const NO_GROWTH: ArmGrowth = { settled: [], late: [], cycles: 0, mostSamples: 0 };

/**
 * @param series the series of one resource in one arm
 * @param facts the replicates of that arm
 */
export function armGrowthOf(
  series: readonly Series[],
  facts: readonly ReplicateFacts[],
  cyclesPerPass: number,
): ArmGrowth {
  const cycles = Math.max(0, ...facts.map((each) => each.cycles));
  const long = facts.filter((each) => isLongEnough(each.cycles, cycles));
  const settled: Growth[] = [];
  const late: Growth[] = [];
  let mostSamples = 0;
  for (const each of series) {
    const replicate = long.find((one) => one.replicate === each.replicate);
    if (replicate === undefined) continue;
    const windows = windowsOf(judgedCycles(replicate), cyclesPerPass);
    const samples = samplesIn(each, windows.settled).x.length;
    mostSamples = Math.max(mostSamples, samples);
    const growth = samples < FEWEST_SAMPLES ? null : growthOf(each, windows.settled);
    if (growth === null) continue;
    settled.push(growth);
    const end = growthOf(each, windows.late);
    if (end !== null) late.push(end);
  }
  return { settled, late, cycles, mostSamples };
}

/** Whether every judged replicate has samples enough in its last half, too, for a verdict on that alone. */
export const haveSamples = (late: readonly Growth[], { settled }: Pick<ArmGrowth, 'settled'>): boolean =>
  late.length === settled.length && late.every(({ samples }) => samples.x.length >= FEWEST_SAMPLES);

/** A replicate that ended early shows its warm-up where the others have settled; it is not averaged with them. */
export const isLongEnough = (cycles: number, longest: number): boolean => cycles * 2 >= longest;

/**
 * A rate of an arm from the same rate of each of its replicates. A lone replicate has no spread between
 * processes, so the spread of its own samples must do.
 *
 * @param grain the smallest step of the resource
 */
export function estimateOf(
  growths: readonly Growth[],
  rate: (growth: Growth) => number,
  grain: number,
): Estimate {
  const floors = growths.map(({ spanCycles }) => grain / (spanCycles * Math.sqrt(12)));
  const [lone] = growths;
  if (lone === undefined || growths.length > 1) return estimateOver(growths.map(rate), floors);
  return {
    mean: rate(lone),
    standardError: Math.max(lone.robustError, ...floors),
    degreesOfFreedom: lone.degreesOfFreedom,
  };
}

/** {@link estimateOf} the first growths minus the second, if there are any. */
export function netEstimateOf(
  growths: readonly Growth[],
  subtracted: readonly Growth[],
  rate: (growth: Growth) => number,
  grain: number,
): Estimate {
  const gross = estimateOf(growths, rate, grain);
  return subtracted.length === 0 ? gross : minus(gross, estimateOf(subtracted, rate, grain));
}
