import type { Rate } from '../contract/result.ts';
import { type ArmGrowth, estimateOf, haveSamples, netEstimateOf } from './arm-growth.ts';
import type { Growth } from './growth.ts';
import { hiddenInRareLumps } from './rare-lumps.ts';
import type { Rules } from './rules.ts';
import { type Bounds, boundsOf, detectionLimit, type Estimate, hull } from './statistics/estimate.ts';
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
const ESTIMATORS = [
  (growth: Growth): number => growth.robustRate,
  (growth: Growth): number => growth.meanRate,
] as const;

/**
 * The growth after warm-up, control arm subtracted. Growth that seems to be still slowing is quoted from the
 * last half instead, and its interval stretched to the rate it is heading for.
 */
export function measure(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Measurement {
  if (!stillSlows(arm, rules)) return measureOver(arm.settled, control.settled, rules);
  const quoted = haveSamples(arm.late, arm)
    ? measureOver(arm.late, control.late, rules)
    : measureOver(arm.settled, control.settled, rules);
  const limit = limitBounds(arm, control, rules);
  return limit === null ? quoted : { ...quoted, rate: { ...quoted.rate, ...hull(quoted.rate, limit) } };
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
      toCycle: Math.max(...growths.map((growth) => growth.window.toCycle)),
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
  return { low: low - step, high: high + step };
}

/** What both estimators would have found, by the bound that convicts, and never less than one step. */
function smallestSteady(estimates: readonly Estimate[], step: number, rules: Rules): number {
  const { convictionOneSided, convictionFloor, stepwise } = rules;
  const limit = Math.max(...estimates.map((estimate) => detectionLimit(estimate, convictionOneSided)));
  return stepwise ? convictionFloor + limit + step : Math.max(convictionFloor + limit, step);
}

/** What a single step of the resource makes of a rate, per cycle. */
function largestStep(growths: readonly Growth[], { info }: Rules): number {
  return Math.max(...growths.map(({ spanCycles }) => info.grain / spanCycles));
}

/** Confidence that growth slows from which its interval is stretched: low, since stretching is the safe side. */
const STRETCHED_FROM = 0.9;

function stillSlows({ settled }: ArmGrowth, { info }: Rules): boolean {
  const change = estimateOf(settled, ({ shape }) => shape.lastRise - shape.firstRise, info.grain);
  return boundsOf(change, STRETCHED_FROM).high < 0;
}

/** The rate that slowing growth is heading for, or null where the samples do not tell. */
function limitBounds(arm: ArmGrowth, control: ArmGrowth, { info, oneSided }: Rules): Bounds | null {
  const all = [...arm.settled, ...control.settled];
  if (all.some(({ shape }) => shape.limitRate === null)) return null;
  const limit = ({ shape }: Growth): number => shape.limitRate ?? Number.NaN;
  return boundsOf(netEstimateOf(arm.settled, control.settled, limit, info.grain), oneSided);
}
