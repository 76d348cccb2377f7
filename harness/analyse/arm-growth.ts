import type { Series } from '../contract/series.ts';
import { type Clock, timedBy } from './bins.ts';
import { type SuccessClock, successClockOf } from './failed-cycles.ts';
import { type Growth, growthOf, samplesIn } from './growth.ts';
import { commonPeriod, type Period, withoutPeriod } from './period.ts';
import { judgedCycles, type ReplicateFacts } from './series.ts';
import { type Estimate, estimateOver, minus } from './statistics/estimate.ts';
import { between, type Points } from './statistics/points.ts';
import { mean, sum } from './statistics/summary.ts';
import { type CycleWindow, type Windows, windowsOf } from './window.ts';

/** With fewer samples than this in its window a replicate is not judged. */
export const FEWEST_SAMPLES = 6;
/** A wave must fit this often into the window; longer ones are not told from growth. */
const FEWEST_PERIODS = 6;

/** How one resource grew in the replicates of one arm that can be judged. */
export interface ArmGrowth {
  /** After warm-up; empty when no replicate had samples enough. */
  readonly settled: readonly Growth[];
  /** Over the last half of the same replicates; shorter than `settled` where samples are missing there. */
  readonly late: readonly Growth[];
  /** The same as `settled`, had the replicates ended at half their length. */
  readonly half: readonly Growth[];
  /** The wave that was taken out of the samples, and whether it was seen often enough for that; null without one. */
  readonly period: (Period & { readonly resolved: boolean }) | null;
  /** Cycles of the longest replicate. */
  readonly cycles: number;
  /** The most samples any replicate had after warm-up, judged or not. */
  readonly mostSamples: number;
  /** Every sample of the judged replicates after the first pass over the mailboxes, from an eighth of their length on. */
  readonly traces: readonly Points[];
  /**
   * The same per cycle that succeeded; null where none failed. What failed left as little behind as it may, so that a rate per
   * cycle says less than there is of a leak by each that succeeded.
   */
  readonly succeeded: ArmGrowth | null;
}

/** What is known of a resource that no sample read. */
export const NO_GROWTH: ArmGrowth = {
  settled: [],
  late: [],
  half: [],
  period: null,
  cycles: 0,
  mostSamples: 0,
  traces: [],
  succeeded: null,
};

interface Judged {
  readonly series: Series;
  readonly windows: Windows;
  readonly samples: Points;
  /** How many processes the series is the mean of. */
  readonly processes: number;
  /** Null where none of its cycles failed. */
  readonly clock: SuccessClock | null;
}

export interface GrowthOptions {
  /** Whether a common wave is looked for and taken out, which takes its time. */
  readonly seeksPeriod: boolean;
  /** See {@link Growth}. */
  readonly byStretches: boolean;
}

/**
 * @param series the series of one resource in one arm
 * @param facts the replicates of that arm
 * @param upTo the cycle of the look: what came later is left out
 */
export function armGrowthOf(
  series: readonly Series[],
  facts: readonly ReplicateFacts[],
  cyclesPerPass: number,
  upTo = Number.POSITIVE_INFINITY,
  { seeksPeriod, byStretches }: GrowthOptions = { seeksPeriod: true, byStretches: false },
): ArmGrowth {
  const lastCycleOf = (each: ReplicateFacts): number => Math.min(judgedCycles(each), upTo);
  const cycles = Math.max(0, ...facts.map((each) => Math.min(each.cycles, upTo)));
  const long = facts.filter((each) => isLongEnough(Math.min(each.cycles, upTo), cycles));
  const all = series.flatMap((each): Judged[] => {
    const replicate = long.find((one) => one.replicate === each.replicate);
    if (replicate === undefined) return [];
    const windows = windowsOf(lastCycleOf(replicate), cyclesPerPass);
    const { standsFor: processes = 1 } = replicate;
    const clock = successClockOf(replicate);
    return [{ series: each, windows, samples: samplesIn(each, windows.settled), processes, clock }];
  });
  const mostSamples = Math.max(0, ...all.map(({ samples }) => samples.x.length));
  const judged = all.filter(({ samples }) => samples.x.length >= FEWEST_SAMPLES);
  const period = seeksPeriod ? periodOf(judged) : null;
  const facets = { period, cycles, mostSamples };
  const parts = { judged, period, cyclesPerPass, byStretches };
  const succeeded = judged.some(({ clock }) => clock !== null)
    ? { ...growthsOf(parts, ({ clock }) => clock), ...facets, succeeded: null }
    : null;
  return { ...growthsOf(parts, () => null), ...facets, succeeded };
}

interface GrowthParts {
  readonly judged: readonly Judged[];
  readonly period: ArmGrowth['period'];
  readonly cyclesPerPass: number;
  readonly byStretches: boolean;
}

/** @param clockOf what the rates of a replicate are per */
function growthsOf(
  { byStretches, cyclesPerPass, judged, period }: GrowthParts,
  clockOf: (judged: Judged) => Clock | null,
): Pick<ArmGrowth, 'settled' | 'late' | 'half' | 'traces'> {
  const settled: Growth[] = [];
  const late: Growth[] = [];
  const half: Growth[] = [];
  const traces: Points[] = [];
  for (const each of judged) {
    const { replicate } = each.series;
    const clock = clockOf(each);
    const of = (part: Points, window: CycleWindow, wave: number): Growth | null =>
      growthOf(replicate, part, window, wave, byStretches, each.processes, clock);
    const samples = period?.resolved === true ? withoutPeriod(each.samples, period) : each.samples;
    const waveError = period?.resolved === true ? period.slopeError : 0;
    const growth = of(samples, each.windows.settled, waveError);
    if (growth === null) continue;
    settled.push(growth);
    traces.push(timedBy(samplesIn(each.series, each.windows.watched), clock));
    const { fromCycle, toCycle } = each.windows.late;
    const last = between(samples, fromCycle, toCycle);
    const end = of(last, each.windows.late, waveError);
    if (end !== null) late.push(end);
    const before = windowsOf(Math.floor(toCycle / 2), cyclesPerPass).settled;
    const earlier = of(samplesIn(each.series, before), before, 0);
    if (earlier !== null) half.push(earlier);
  }
  return { settled, late, half, traces };
}

function periodOf(judged: readonly Judged[]): ArmGrowth['period'] {
  const spans = judged.map(({ windows: { settled } }) => settled.toCycle - settled.fromCycle);
  const span = Math.min(...spans);
  if (judged.length === 0) return null;
  const found = commonPeriod(
    judged.map(({ samples }) => samples),
    Math.floor(span / 2),
  );
  return found === null ? null : { ...found, resolved: found.cycles * FEWEST_PERIODS <= span };
}

/** Whether every judged replicate has samples enough in its last half, too, for a verdict on that alone. */
export const haveSamples = (late: readonly Growth[], { settled }: Pick<ArmGrowth, 'settled'>): boolean =>
  late.length === settled.length && late.every(({ samples }) => samples.x.length >= FEWEST_SAMPLES);

/** The cycle up to which every judged replicate was sampled. */
export const reachedBy = ({ settled }: Pick<ArmGrowth, 'settled'>): number =>
  Math.min(...settled.map(({ samples }) => samples.x.at(-1) ?? 0));

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
  if (growths.some(({ byStretches }) => byStretches)) return estimateWithin(growths, rate, floors);
  const [lone] = growths;
  if (lone === undefined || growths.length > 1) return estimateOver(growths.map(rate), floors);
  return {
    mean: rate(lone),
    standardError: Math.max(lone.robustError, ...floors),
    degreesOfFreedom: lone.degreesOfFreedom,
  };
}

/** The mean over these very processes: its error is that within them, and each has its own. */
function estimateWithin(
  growths: readonly Growth[],
  rate: (growth: Growth) => number,
  floors: readonly number[],
): Estimate {
  const squares = growths.map(({ robustError }, i) => Math.max(robustError, floors[i] ?? 0) ** 2);
  return {
    mean: mean(growths.map(rate)),
    standardError: Math.sqrt(sum(squares)) / growths.length,
    degreesOfFreedom: sum(growths.map(({ degreesOfFreedom }) => degreesOfFreedom)),
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
