import { type ArmGrowth, haveSamples, NO_GROWTH } from './arm-growth.ts';
import { largestResidual } from './growth.ts';
import { HORIZON, horizonOf } from './horizon.ts';
import { hiddenInRareLumps } from './rare-lumps.ts';
import { boundsOver, type Measurement, measure } from './rate.ts';
import type { Rules } from './rules.ts';
import { EVENNESS, type OtherShape, otherShapeOf } from './shape-rule.ts';
import { hull } from './statistics/estimate.ts';

/** Why growth was neither convicted nor acquitted. */
export type OpenCause =
  | OtherShape
  | 'noise'
  | 'rare-lumps'
  | 'coarse'
  | 'lone-replicate'
  | 'early-growth'
  | 'early-absence'
  | 'open-control';

export type Finding =
  | { readonly verdict: 'leak' }
  | { readonly verdict: 'no-leak' }
  | { readonly verdict: 'inconclusive'; readonly cause: OpenCause };

/** A finding with the figures it rests on. */
export interface Judgement extends Measurement {
  readonly finding: Finding;
  /** The highest upper bound of growth by any of the estimators that must agree on an acquittal. */
  readonly atMost: number;
  /** What rare lumps could add unseen, per cycle. */
  readonly hidden: number;
  readonly replicates: number;
}

/**
 * Judges one resource of one arm.
 *
 * @param arm with at least one replicate in `settled`
 * @param control the same resource in the control arm; without growths there is nothing to subtract
 */
export function judge(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Judgement {
  const measurement = measure(arm, control, rules);
  const { finding, atMost, hidden } = find(arm, control, rules);
  return {
    ...measurement,
    finding: confirm(finding, measurement, arm, control, rules),
    atMost: Math.max(atMost, measurement.rate.high),
    hidden,
    replicates: arm.settled.length,
  };
}

/**
 * Judges one resource of an arm beside a control arm that is open. What such a control arm shows may be chance or
 * one jump of its own: subtracting it could hide a leak as well as make one. So the finding must be the same with and
 * without it, and the interval holds both.
 */
export function judgeBesideOpen(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Judgement {
  const net = judge(arm, control, rules);
  const gross = judge(arm, NO_GROWTH, rules);
  return {
    ...net,
    finding: net.finding.verdict === gross.finding.verdict ? net.finding : open('open-control'),
    rate: { ...net.rate, ...hull(net.rate, gross.rate) },
    atMost: Math.max(net.atMost, gross.atMost),
    smallestDetectable: Math.max(net.smallestDetectable, gross.smallestDetectable),
  };
}

type Found = Pick<Judgement, 'finding' | 'atMost' | 'hidden'>;

function find(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Found {
  const first = findOver('settled', arm, control, rules);
  const slowing = first.finding.verdict === 'inconclusive' && first.finding.cause === 'slowing';
  // What is left of a warm-up may be over by the last half: it is heard again there, by a stricter rule.
  return slowing && haveSamples(arm.late, arm) ? findOver('late', arm, control, rules) : first;
}

function findOver(window: 'settled' | 'late', arm: ArmGrowth, control: ArmGrowth, rules: Rules): Found {
  const growths = arm[window];
  const { oneSided, convictionOneSided, convictionFloor, margin, canAcquit, info } = rules;
  const high = boundsOver(growths, control[window], oneSided, rules).high;
  // What began to leak late must not hide behind a flat start: the last half has to be clean as well.
  const reachesEnd = arm.late.length === growths.length;
  const endHigh = reachesEnd ? boundsOver(arm.late, control.late, oneSided, rules).high : Infinity;
  const atMost = Math.max(high, endHigh);
  const hidden = hiddenInRareLumps(growths, rules);
  const found = (finding: Finding): Found => ({ finding, atMost, hidden });
  if (atMost < margin && canAcquit) {
    return found(hidden < margin ? { verdict: 'no-leak' } : open('rare-lumps'));
  }
  const low = boundsOver(growths, control[window], convictionOneSided, rules).low;
  if (low <= convictionFloor) return found(open(canAcquit ? 'noise' : 'coarse'));
  const other = otherShapeOf(growths, EVENNESS[window], oneSided, info.grain);
  return found(other === null ? { verdict: 'leak' } : open(other));
}

/** The last objections to a finding: an interval that says otherwise, a single process as its only witness, haste. */
function confirm(
  finding: Finding,
  { rate }: Measurement,
  arm: ArmGrowth,
  control: ArmGrowth,
  rules: Rules,
): Finding {
  if (finding.verdict === 'inconclusive') return finding;
  if (finding.verdict === 'leak' && rate.low <= rules.convictionFloor) return open('slowing');
  if (finding.verdict === 'no-leak' && rate.high >= rules.margin) return open('noise');
  if (!isWitnessed([arm, control], rules)) return open('lone-replicate');
  if (horizonOf(arm.settled) >= HORIZON[finding.verdict]) return finding;
  return open(finding.verdict === 'leak' ? 'early-growth' : 'early-absence');
}

/**
 * Whether every arm has a second replicate, or nothing in its only one is chance. One process has one history,
 * and chance cannot be told from a leak in it, unless each of its samples lies on one line.
 */
export function isWitnessed(arms: readonly ArmGrowth[], { info }: Rules): boolean {
  return arms.every(
    ({ settled }) => settled.length > 1 || settled.every((growth) => largestResidual(growth) <= info.grain),
  );
}

const open = (cause: OpenCause): Finding => ({ verdict: 'inconclusive', cause });
