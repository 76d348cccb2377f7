import type { Rate } from '../../contract/result.ts';
import { type ArmGrowth, netEstimateOf, reachedBy } from '../arm-growth.ts';
import { commonError } from '../common-wave.ts';
import { chanceOfDifference } from '../drift.ts';
import type { Growth } from '../growth.ts';
import { isWitnessed } from '../judge.ts';
import { hiddenInRareLumps } from '../rare-lumps.ts';
import { ESTIMATORS, largestStep } from '../rate.ts';
import { againBySuccess, type Rules } from '../rules.ts';
import { type Bounds, boundsOf, type Estimate, hull, minus } from '../statistics/estimate.ts';
import { hasMoreFailures, isMeasured, ofSucceeded } from '../succeeded.ts';

/** One resource of an arm in one run, and in that run's control arm: nothing, where none is subtracted. */
export interface OfRun {
  readonly arm: ArmGrowth;
  readonly control: ArmGrowth;
}

/** Growth that differs no more evenly than levels that wander may differ so by chance. */
const MOST_CHANCE = 0.002;

/** What is known of a resource whose growth was measured in both runs. */
export interface Across {
  readonly verdict: 'less' | 'more' | 'same' | 'inconclusive';
  /** B minus A, each with its control arm subtracted. */
  readonly difference: Rate;
  /** The largest difference, to either side, that may have gone unseen. */
  readonly reach: number;
  /** Why it is open; null unless it is. */
  readonly open:
    | 'shown-only'
    | 'lone-process'
    | 'too-short'
    | 'rare-lumps'
    | 'coarse'
    | 'noise'
    | 'drift'
    | 'failed-cycles'
    | null;
}

/**
 * How one resource of one arm differs between two runs: replicate by replicate a slope, and their means
 * compared by Welch's t test, the control arm of each run subtracted with an error of its own. Two runs share
 * neither a machine's hour nor a warm-up, so the errors that all processes of a run have in common are added
 * up, and cancel nowhere.
 *
 * @param a with at least one judged replicate, as `b`
 */
export function acrossRuns(a: OfRun, b: OfRun, rules: Rules): Across {
  const found = acrossCycles(a, b, rules);
  const failed = [a, b].some(({ arm }) => arm.succeeded !== null);
  if (!failed || found.verdict === 'inconclusive') return found;
  if (
    (found.verdict === 'less' && hasMoreFailures(a.arm, b.arm)) ||
    (found.verdict === 'more' && hasMoreFailures(b.arm, a.arm))
  )
    return openForFailures(found);
  if (!isMeasured(a.arm) || !isMeasured(b.arm)) return openForFailures(found);
  const again = acrossCycles(bySuccess(a), bySuccess(b), againBySuccess(rules));
  if (again.verdict !== found.verdict) return openForFailures(found);
  return { ...found, reach: Math.max(found.reach, again.reach) };
}

const bySuccess = (run: OfRun): OfRun => ({ ...run, arm: ofSucceeded(run.arm) });

/** A difference that failed cycles may make, or hide. */
export const openForFailures = (found: Across): Across => ({
  ...found,
  verdict: 'inconclusive',
  open: 'failed-cycles',
});

function acrossCycles(a: OfRun, b: OfRun, rules: Rules): Across {
  const printed = boundsAcross(a, b, rules.oneSided, rules);
  const estimate = estimateAcross(a, b, ESTIMATORS[0], rules).mean;
  const difference = { estimate, ...printed, confidence: rules.confidence };
  const apart = Math.max(printed.high, -printed.low);
  const reach = Math.max(apart, ...[a, b].map(({ arm }) => hiddenInRareLumps(arm.settled, rules)));
  const found = (verdict: Across['verdict'], open: Across['open'] = null): Across => ({
    verdict,
    difference,
    reach,
    open,
  });
  if (rules.info.role === 'context') return found('inconclusive', 'shown-only');
  // Who is watched from outside is its own witness, by its stretches, as in its own run.
  if (!rules.fromOutside && !isWitnessed([a.arm, a.control, b.arm, b.control], rules))
    return found('inconclusive', 'lone-process');
  if (apart < rules.margin) {
    if (!rules.canAcquit) return found('inconclusive', 'coarse');
    if (reach >= rules.margin) return found('inconclusive', 'rare-lumps');
    const isLong = Math.min(reachedBy(a.arm), reachedBy(b.arm)) >= rules.horizonCycles;
    return isLong ? found('same') : found('inconclusive', 'too-short');
  }
  const { low, high } = boundsAcross(a, b, rules.convictionOneSided, rules);
  if (low > rules.convictionFloor)
    return isEven(b, a, rules) ? found('more') : found('inconclusive', 'drift');
  if (-high > rules.convictionFloor)
    return isEven(a, b, rules) ? found('less') : found('inconclusive', 'drift');
  return found('inconclusive', rules.canAcquit ? 'noise' : 'coarse');
}

/** Whether the one grows beyond the other as evenly as no level does that only wanders. */
const isEven = (more: OfRun, less: OfRun, { info }: Rules): boolean =>
  chanceOfDifference(more.arm.settled, less.arm.settled, info.grain) < MOST_CHANCE;

function boundsAcross(a: OfRun, b: OfRun, oneSided: number, rules: Rules): Bounds {
  const [robust, average] = ESTIMATORS;
  const bounds = (rate: (growth: Growth) => number): Bounds =>
    boundsOf(estimateAcross(a, b, rate, rules), oneSided);
  const { low, high } = hull(bounds(robust), bounds(average));
  const off = sharedError(a, rules) + sharedError(b, rules);
  return { low: low - off, high: high + off };
}

/**
 * Satterthwaite's degrees of freedom of four arms come out the same, whichever two are put together first.
 */
function estimateAcross(
  a: OfRun,
  b: OfRun,
  rate: (growth: Growth) => number,
  { info: { grain } }: Rules,
): Estimate {
  const net = ({ arm, control }: OfRun): Estimate => netEstimateOf(arm.settled, control.settled, rate, grain);
  return minus(net(b), net(a));
}

/** What all processes of a run may be off by together, which no number of them averages out. */
function sharedError({ arm, control }: OfRun, rules: Rules): number {
  const step = rules.stepwise ? largestStep(arm.settled, rules) : 0;
  const waves = Math.max(0, ...[...arm.settled, ...control.settled].map(({ waveError }) => waveError));
  return Math.max(step, commonError(arm.settled) + commonError(control.settled)) + waves;
}
