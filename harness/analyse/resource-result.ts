import type { ResourceName } from '../contract/resources.ts';
import type { ResourceResult, ResourceVerdict } from '../contract/result.ts';
import type { ArmGrowth } from './arm-growth.ts';
import { judge, judgeBesideOpen } from './judge.ts';
import { type Measurement, measure } from './rate.ts';
import { reasonOf, tooFewReason } from './reason.ts';
import type { Rules } from './rules.ts';
import { mean } from './statistics/summary.ts';
import { trendOf } from './statistics/trend.ts';
import { isMeasured } from './succeeded.ts';

/** What one arm showed of one resource. */
export interface ResourceEvidence {
  readonly resource: ResourceName;
  readonly arm: ArmGrowth;
  /** The same in the control arm, to be subtracted; without growths where there is nothing to subtract. */
  readonly control: ArmGrowth;
  /** Whether the control arm leaves open how far the instrument itself grows. */
  readonly controlIsOpen: boolean;
  /** Why the resource could not be read, if something said so. */
  readonly unsupported: string | undefined;
  readonly walksOverBudget: number;
}

/** Resources that only a heap walk reads. */
const WALKED: ReadonlySet<ResourceName> = new Set(['heapBytes', 'committedHeapBytes']);

/** Judges one resource of one arm by the rules of its role. */
export function resourceResultOf(evidence: ResourceEvidence, rules: Rules): ResourceResult {
  const { resource, arm, control, controlIsOpen, unsupported, walksOverBudget } = evidence;
  if (unsupported !== undefined) return withoutRate('unsupported', unsupported, rules, 0);
  const isShownOnly = rules.info.role === 'context';
  if (arm.settled.length === 0) {
    const reason = isShownOnly ? SHOWN_ONLY : tooFewReason(arm, WALKED.has(resource), walksOverBudget, rules);
    return withoutRate('inconclusive', reason, rules, arm.mostSamples);
  }
  if (isShownOnly) return shownOnly(arm, control, rules);
  const judgement = (controlIsOpen ? judgeBesideOpen : judge)(arm, control, rules);
  const { finding, succeeded } = judgement;
  const result = withRate(finding.verdict, reasonOf(judgement, rules), judgement, rules, sideColumn(arm));
  if (succeeded === null) return arm.succeeded === null ? result : { ...result, perSuccessfulCycle: null };
  // None down to so little: that, too, is said of the cycles that succeeded.
  const limit = Math.max(judgement.smallestDetectable, succeeded.smallestDetectable);
  const smallestDetectable = finding.verdict === 'no-leak' ? limit : result.smallestDetectable;
  return { ...result, smallestDetectable, perSuccessfulCycle: succeeded.rate };
}

/** Nobody judges it, but a threshold may bound it. */
function shownOnly(arm: ArmGrowth, control: ArmGrowth, rules: Rules): ResourceResult {
  const result = withRate('inconclusive', SHOWN_ONLY, measure(arm, control, rules), rules, null);
  if (arm.succeeded === null) return result;
  const perSuccessfulCycle = isMeasured(arm) ? measure(arm.succeeded, control, rules).rate : null;
  return { ...result, perSuccessfulCycle };
}

/** Mann-Kendall's test of the mean of all replicates, for who wants to compare; null where they have no points in common. */
function sideColumn({ settled }: ArmGrowth): ResourceResult['trend'] {
  const [first, ...others] = settled.map(({ points }) => points);
  if (first === undefined || others.some(({ x }) => x.length !== first.x.length)) return null;
  const y = first.y.map((value, i) => mean([value, ...others.map((each) => each.y[i] ?? Number.NaN)]));
  const { s, z, p, correctedZ } = trendOf({ x: first.x, y });
  return { s, z, p, correctedZ };
}

const SHOWN_ONLY = 'shown only, not judged';

export function withRate(
  verdict: ResourceVerdict,
  reason: string,
  { rate, smallestDetectable, samples, window }: Measurement,
  { info }: Rules,
  trend: ResourceResult['trend'],
): ResourceResult {
  return { verdict, reason, unit: info.unit, perCycle: rate, smallestDetectable, samples, window, trend };
}

export function withoutRate(
  verdict: 'unsupported' | 'inconclusive',
  reason: string,
  { info }: Rules,
  samples: number,
): ResourceResult {
  return {
    verdict,
    reason,
    unit: info.unit,
    perCycle: null,
    smallestDetectable: null,
    samples,
    window: null,
    trend: null,
  };
}
