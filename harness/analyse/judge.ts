import { type ArmGrowth, haveSamples } from './arm-growth.ts';
import { largestResidual } from './growth.ts';
import { boundsOver, type Measurement, measure } from './rate.ts';
import type { Rules } from './rules.ts';
import { EVENNESS, type OtherShape, otherShapeOf } from './shape-rule.ts';

/** Why growth was neither convicted nor acquitted. */
export type OpenCause = OtherShape | 'noise' | 'coarse' | 'lone-replicate';

export type Finding =
  | { readonly verdict: 'leak' }
  | { readonly verdict: 'no-leak' }
  | { readonly verdict: 'inconclusive'; readonly cause: OpenCause };

/** A finding with the figures it rests on. */
export interface Judgement extends Measurement {
  readonly finding: Finding;
  /** The highest upper bound of growth by any of the estimators that must agree on an acquittal. */
  readonly atMost: number;
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
  const { finding, atMost } = find(arm, control, rules);
  return {
    ...measurement,
    finding: confirm(finding, measurement, isWitnessed([arm, control], rules), rules),
    atMost: Math.max(atMost, measurement.rate.high),
    replicates: arm.settled.length,
  };
}

interface Found {
  readonly finding: Finding;
  readonly atMost: number;
}

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
  if (atMost < margin && canAcquit) return { finding: { verdict: 'no-leak' }, atMost };
  const low = boundsOver(growths, control[window], convictionOneSided, rules).low;
  if (low <= convictionFloor) return { finding: open(canAcquit ? 'noise' : 'coarse'), atMost };
  const other = otherShapeOf(growths, EVENNESS[window], oneSided, info.grain);
  return { finding: other === null ? { verdict: 'leak' } : open(other), atMost };
}

/** The last objections to a finding: an interval that says otherwise, and a single process as its only witness. */
function confirm(finding: Finding, { rate }: Measurement, witnessed: boolean, rules: Rules): Finding {
  if (finding.verdict === 'inconclusive') return finding;
  if (finding.verdict === 'leak' && rate.low <= rules.convictionFloor) return open('slowing');
  if (finding.verdict === 'no-leak' && rate.high >= rules.margin) return open('noise');
  return witnessed ? finding : open('lone-replicate');
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
