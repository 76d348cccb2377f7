import { type ArmName, isInstrument } from '../contract/arms.ts';
import type { Plan } from '../contract/plan.ts';
import { RESOURCES, type ResourceName } from '../contract/resources.ts';
import type { Rate } from '../contract/result.ts';
import { type ArmGrowth, armGrowthOf, NO_GROWTH, netEstimateOf } from './arm-growth.ts';
import type { Growth } from './growth.ts';
import type { Collected } from './series.ts';
import { boundsOf, hull } from './statistics/estimate.ts';
import { cyclesPerPass } from './window.ts';

/** How an arm grows as far as can be said now: to be watched, and no verdict. */
export interface CurrentSlope {
  readonly arm: ArmName;
  readonly resource: ResourceName;
  /** Per cycle, the control arm subtracted once it is known; the interval is that of a single look. */
  readonly perCycle: Rate;
}

/** What is watched: busy heap bytes, or where no heap can be walked what comes closest to them. */
const WATCHED: readonly ResourceName[] = ['heapBytes', 'mallocBytes', 'privateBytes', 'workingSetBytes'];

const ESTIMATORS = [
  (growth: Growth): number => growth.robustRate,
  (growth: Growth): number => growth.meanRate,
] as const;

/** A common wave takes its time to find. */
const LIGHT = { seeksPeriod: false, byStretches: false };

/**
 * The growth of each arm after its warm-up so far, between looks, too. It costs little, as neither waves nor lumps nor
 * drift are looked for: a verdict may therefore rest on another rate. Arms with too few samples are left out.
 */
export function currentSlopes(
  plan: Plan,
  collected: Collected,
  arms: readonly ArmName[],
): readonly CurrentSlope[] {
  const resource = WATCHED.find((each) => collected.series.has(each));
  if (resource === undefined) return [];
  const growthOf = (arm: ArmName): ArmGrowth => {
    const facts = collected.replicates.filter((each) => each.arm === arm);
    const series = (collected.series.get(resource) ?? []).filter((each) => each.arm === arm);
    const perPass = isInstrument(arm) ? 1 : cyclesPerPass(plan);
    return series.length === 0
      ? NO_GROWTH
      : armGrowthOf(series, facts, perPass, Number.POSITIVE_INFINITY, LIGHT);
  };
  const control = plan.control ? growthOf('control') : NO_GROWTH;
  return arms.flatMap((arm) => {
    const { settled } = growthOf(arm);
    if (settled.length === 0) return [];
    const subtracted = arm === 'control' ? [] : control.settled;
    return [{ arm, resource, perCycle: rateOf(settled, subtracted, resource, plan.confidence) }];
  });
}

/** Both estimators as in a verdict, and an interval that holds those of both. */
function rateOf(
  growths: readonly Growth[],
  subtracted: readonly Growth[],
  resource: ResourceName,
  confidence: number,
): Rate {
  const { grain } = RESOURCES[resource];
  const [robust, mean] = ESTIMATORS.map((rate) => netEstimateOf(growths, subtracted, rate, grain));
  if (robust === undefined || mean === undefined) throw new Error('there are two estimators');
  const oneSided = (1 + confidence) / 2;
  return {
    estimate: robust.mean,
    ...hull(boundsOf(robust, oneSided), boundsOf(mean, oneSided)),
    confidence,
  };
}
