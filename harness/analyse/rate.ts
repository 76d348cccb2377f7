import type { Rate } from '../contract/result.ts';
import { type ArmGrowth, estimateOf, haveSamples, netEstimateOf } from './arm-growth.ts';
import type { Growth } from './growth.ts';
import type { Rules } from './rules.ts';
import { type Bounds, boundsOf, detectionLimit, hull } from './statistics/estimate.ts';
import type { CycleWindow } from './window.ts';

/** The rate of an arm as it is printed, with what it rests on. */
export interface Measurement {
  readonly rate: Rate;
  /** The smallest steady growth per cycle that would have been found four times in five. */
  readonly smallestDetectable: number;
  /** The fewest samples any replicate had. */
  readonly samples: number;
  readonly window: CycleWindow;
}

/** Theil-Sen: not moved by single outliers, so it convicts and is printed. */
export const robustRate = (growth: Growth): number => growth.robustRate;
/** Least squares: counts every jump, so it acquits. */
export const meanRate = (growth: Growth): number => growth.meanRate;

/**
 * The growth after warm-up, control arm subtracted. Growth that is provably still slowing is quoted from the
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

/** The mean growth of some replicates minus that of others, if there are any. */
export function measureOver(
  growths: readonly Growth[],
  subtracted: readonly Growth[],
  rules: Rules,
): Measurement {
  const estimate = netEstimateOf(growths, subtracted, robustRate, rules.info.grain);
  const bounds = boundsOver(growths, subtracted, robustRate, rules.oneSided, rules);
  return {
    rate: { estimate: estimate.mean, ...bounds, confidence: rules.confidence },
    smallestDetectable: Math.max(detectionLimit(estimate, rules.oneSided), largestStep(growths, rules)),
    samples: Math.min(...growths.map((growth) => growth.samples.x.length)),
    window: {
      fromCycle: Math.min(...growths.map((growth) => growth.window.fromCycle)),
      toCycle: Math.max(...growths.map((growth) => growth.window.toCycle)),
    },
  };
}

/** The one-sided bounds of a rate, control arm subtracted, widened where the resource moves in common steps. */
export function boundsOver(
  growths: readonly Growth[],
  subtracted: readonly Growth[],
  rate: (growth: Growth) => number,
  oneSided: number,
  rules: Rules,
): Bounds {
  const { low, high } = boundsOf(netEstimateOf(growths, subtracted, rate, rules.info.grain), oneSided);
  const step = rules.stepwise ? largestStep(growths, rules) : 0;
  return { low: low - step, high: high + step };
}

/** What a single step of the resource makes of a rate, per cycle. */
function largestStep(growths: readonly Growth[], { info }: Rules): number {
  return Math.max(...growths.map(({ spanCycles }) => info.grain / spanCycles));
}

function stillSlows({ settled }: ArmGrowth, { info, oneSided }: Rules): boolean {
  const change = estimateOf(settled, ({ shape }) => shape.lastRise - shape.firstRise, info.grain);
  return boundsOf(change, oneSided).high < 0;
}

function limitBounds(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Bounds | null {
  const all = [...arm.settled, ...control.settled];
  if (all.some(({ shape }) => shape.limitRate === null)) return null;
  const limit = ({ shape, robustRate: fallback }: Growth): number => shape.limitRate ?? fallback;
  return boundsOver(arm.settled, control.settled, limit, rules.oneSided, rules);
}
