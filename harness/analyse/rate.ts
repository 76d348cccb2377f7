import type { Rate } from '../contract/result.ts';
import { type ArmGrowth, haveSamples, netEstimateOf } from './arm-growth.ts';
import { commonError } from './common-wave.ts';
import { bendOf, keptOf } from './drift.ts';
import type { Growth } from './growth.ts';
import { type Lumps, lumpRate, lumpsOf } from './lumps.ts';
import { hiddenInRareLumps } from './rare-lumps.ts';
import type { Rules } from './rules.ts';
import { type Bounds, boundsOf, detectionLimit, type Estimate, hull } from './statistics/estimate.ts';
import { poissonInterval } from './statistics/poisson.ts';
import { mean } from './statistics/summary.ts';
import type { CycleWindow } from './window.ts';

/** The rate of an arm as it is printed, with what it rests on. */
export interface Measurement {
  readonly rate: Rate;
  /** The smallest growth per cycle that would have been found: four times in five if steady, or in rare lumps. */
  readonly smallestDetectable: number;
  /** The fewest samples any replicate had. */
  readonly samples: number;
  readonly window: CycleWindow;
}

/**
 * Two estimators must agree on a rate. The median of slopes is not moved by single outliers but leans to one side
 * under a sawtooth; least squares counts every jump and leans to no side. The interval holds both.
 */
export const ESTIMATORS = [
  (growth: Growth): number => growth.robustRate,
  (growth: Growth): number => growth.meanRate,
] as const;

/**
 * The growth after warm-up, control arm subtracted. Growth whose rate still changes is quoted from the last half
 * instead, and its interval stretched to what came before and to the rate that it is heading for: no interval may
 * leave out, unsaid, the rate that comes next.
 */
export function measure(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Measurement {
  const settled = measureOver(arm.settled, control.settled, rules);
  const lumps = lumpsOf(arm, rules);
  if (lumps?.isLeak === true) return inLumps(settled, lumps, rules);
  const late = haveSamples(arm.late, arm) ? measureOver(arm.late, control.late, rules) : settled;
  const { rate } = settled;
  const change = changeOf(arm, rules);
  if (change === 'none') return { ...settled, rate: { ...rate, ...hull(rate, late.rate) } };
  const heading = hull(late.rate, headedFor(arm, control, rules));
  return {
    ...late,
    rate: { ...late.rate, ...(change === 'faster' ? hull(heading, endOf(arm, control, rules)) : heading) },
  };
}

/** The growth of the last stretch: what has only just begun shows there, and is not to be averaged away. */
function endOf(arm: ArmGrowth, control: ArmGrowth, { info, oneSided }: Rules): Bounds {
  const lastRise = ({ shape }: Growth): number => shape.rises.at(-1) ?? Number.NaN;
  return boundsOf(netEstimateOf(arm.settled, control.settled, lastRise, info.grain), oneSided);
}

/** Where growth whose rate changes is heading: to a rate, if two looks agree on one, and else perhaps to nothing. */
export function headedFor(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Bounds {
  const limit = limitBounds(arm, control, rules);
  const stays = limit !== null && agree(meanLimit(arm.settled), meanLimit(arm.half));
  const bounds = limit === null ? { low: 0, high: 0 } : widened(limit, arm);
  return stays ? bounds : hull(bounds, { low: 0, high: 0 });
}

/** An extrapolation may fall short of, or overshoot, by a part of the way that it goes. */
function widened({ low, high }: Bounds, { settled }: ArmGrowth): Bounds {
  const lastRise = mean(settled.map(({ shape }) => mean(shape.rises.slice(-2))));
  const reach = EXTRAPOLATION_ERROR * Math.abs(meanLimit(settled) - lastRise);
  return { low: low - reach, high: high + reach };
}

const EXTRAPOLATION_ERROR = 0.5;
const agree = (now: number, before: number): boolean =>
  Math.abs(now - before) <= LIMITS_AGREE * Math.abs(now);
const meanLimit = (growths: readonly Growth[]): number =>
  mean(growths.map(({ shape }) => shape.limitRate ?? Number.NaN));

/** How far two extrapolations of the same rate may lie apart: a logarithm's halves from look to look. */
const LIMITS_AGREE = 0.15;

function inLumps(settled: Measurement, lumps: Lumps, { oneSided }: Rules): Measurement {
  const events = poissonInterval(lumps.count, 2 * oneSided - 1);
  const perEvent = lumps.meanSize / lumps.cyclesWatched;
  const bounds = { low: events.low * perEvent, high: events.high * perEvent };
  return { ...settled, rate: { ...settled.rate, estimate: lumpRate(lumps), ...hull(settled.rate, bounds) } };
}

/** The growth of some replicates minus that of others, if there are any. */
export function measureOver(
  growths: readonly Growth[],
  subtracted: readonly Growth[],
  rules: Rules,
): Measurement {
  const estimates = ESTIMATORS.map((rate) => netEstimateOf(growths, subtracted, rate, rules.info.grain));
  return {
    rate: {
      estimate: estimates[0]?.mean ?? Number.NaN,
      ...boundsOver(growths, subtracted, rules.oneSided, rules),
      confidence: rules.confidence,
    },
    smallestDetectable: Math.max(
      smallestSteady(estimates, largestStep(growths, rules), rules),
      hiddenInRareLumps(growths, rules),
    ),
    samples: Math.min(...growths.map((growth) => growth.samples.x.length)),
    window: {
      fromCycle: Math.min(...growths.map((growth) => growth.window.fromCycle)),
      // Of what was not sampled nothing is said.
      toCycle: Math.max(...growths.map(({ samples, window }) => samples.x.at(-1) ?? window.toCycle)),
    },
  };
}

/** The one-sided bounds of a growth, widened where the resource moves in steps that all replicates share. */
export function boundsOver(
  growths: readonly Growth[],
  subtracted: readonly Growth[],
  oneSided: number,
  rules: Rules,
): Bounds {
  const [robust, average] = ESTIMATORS;
  const bounds = (rate: (growth: Growth) => number): Bounds =>
    boundsOf(netEstimateOf(growths, subtracted, rate, rules.info.grain), oneSided);
  const { low, high } = hull(bounds(robust), bounds(average));
  const step = rules.stepwise ? largestStep(growths, rules) : 0;
  const waves = Math.max(0, ...[...growths, ...subtracted].map(({ waveError }) => waveError));
  const off = Math.max(step, commonError(growths) + commonError(subtracted)) + waves;
  return { low: low - off, high: high + off };
}

/** What both estimators would have found, by the bound that convicts, and never less than one step. */
export function smallestSteady(estimates: readonly Estimate[], step: number, rules: Rules): number {
  const { convictionOneSided, convictionFloor, stepwise } = rules;
  const limit = Math.max(...estimates.map((estimate) => detectionLimit(estimate, convictionOneSided)));
  return stepwise ? convictionFloor + limit + step : Math.max(convictionFloor + limit, step);
}

/** What a single step of the resource makes of a rate, per cycle. */
export function largestStep(growths: readonly Growth[], { info }: Rules): number {
  return Math.max(...growths.map(({ spanCycles }) => info.grain / spanCycles));
}

/** Confidence that a rate changes from which its interval is stretched: low, since stretching is the safe side. */
const STRETCHED_FROM = 0.95;

/** Whether growth provably gains or loses speed over the window. */
export function changeOf({ settled }: ArmGrowth, { info }: Rules): 'none' | 'slower' | 'faster' {
  const change = boundsOf(bendOf(settled) ?? keptOf(settled, 1, info.grain), STRETCHED_FROM);
  if (change.high < 0) return 'slower';
  return change.low > 0 ? 'faster' : 'none';
}

/** The rate that slowing growth is heading for, or null where the samples do not tell. */
export function limitBounds(arm: ArmGrowth, control: ArmGrowth, { info, oneSided }: Rules): Bounds | null {
  const all = [...arm.settled, ...control.settled];
  if (all.some(({ shape }) => shape.limitRate === null)) return null;
  const limit = ({ shape }: Growth): number => shape.limitRate ?? Number.NaN;
  return boundsOf(netEstimateOf(arm.settled, control.settled, limit, info.grain), oneSided);
}
