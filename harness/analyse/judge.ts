import type { Rate } from '../contract/result.ts';
import { type ArmGrowth, estimateOf, haveSamples, NO_GROWTH, reachedBy } from './arm-growth.ts';
import { chanceOfDrift } from './drift.ts';
import { type Growth, largestResidual } from './growth.ts';
import { lumpsOf } from './lumps.ts';
import { hiddenInRareLumps } from './rare-lumps.ts';
import { boundsOver, changeOf, headedFor, limitBounds, type Measurement, measure } from './rate.ts';
import { againBySuccess, type Rules } from './rules.ts';
import { EVENNESS, type OtherShape, otherShapeOf } from './shape-rule.ts';
import { boundsOf, hull } from './statistics/estimate.ts';
import { poissonInterval } from './statistics/poisson.ts';
import { sum } from './statistics/summary.ts';
import { failedShareOf, isMeasured, perShareOf } from './succeeded.ts';

/** Why growth was neither convicted nor acquitted. */
export type OpenCause =
  | OtherShape
  | 'noise'
  | 'rare-lumps'
  | 'coarse'
  | 'lone-replicate'
  | 'early-growth'
  | 'early-absence'
  | 'open-control'
  | 'period'
  | 'drift'
  | 'unconfirmed'
  | 'lumps'
  | 'outside'
  | 'failed-cycles';

export type Finding =
  | {
      readonly verdict: 'leak';
      readonly lumps: boolean;
      /** The cycle by which the same growth was seen; null where too few samples were taken by then. */
      readonly seenBy: number | null;
    }
  | { readonly verdict: 'no-leak' }
  | { readonly verdict: 'inconclusive'; readonly cause: OpenCause };

const SHAPES: readonly OpenCause[] = ['slowing', 'jumps', 'drift', 'halting'];

/** A finding with the figures it rests on. */
export interface Judgement extends Measurement {
  readonly finding: Finding;
  /** The highest upper bound of growth by any of the estimators that must agree on an acquittal. */
  readonly atMost: number;
  /** What rare lumps could add unseen, per cycle. */
  readonly hidden: number;
  readonly replicates: number;
  /** The same per cycle that succeeded; null where none failed. */
  readonly succeeded: PerSuccess | null;
}

/** What was measured by the cycles that succeeded alone. */
export interface PerSuccess {
  readonly rate: Rate;
  readonly atMost: number;
  readonly smallestDetectable: number;
  /** The share of the cycles that failed. */
  readonly failedShare: number;
}

/**
 * Judges one resource of one arm. A cycle that failed may leave nothing behind, and so dilutes growth per cycle: an arm is
 * acquitted only if the same is found per cycle that succeeded.
 *
 * @param arm with at least one replicate in `settled`
 * @param control the same resource in the control arm; without growths there is nothing to subtract
 */
export function judge(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Judgement {
  const judgement = judgeCycles(arm, control, rules);
  const { succeeded: growth } = arm;
  if (growth === null) return judgement;
  const isAcquitted = judgement.finding.verdict === 'no-leak';
  const { share: failedShare } = failedShareOf(arm);
  if (!isMeasured(arm)) return isAcquitted ? { ...judgement, finding: open('failed-cycles') } : judgement;
  // What a failed cycle costs the instrument is between nothing and as much as any other does.
  const found = [control, perShareOf(control, 1 - failedShare)].map((beside) =>
    judgeCycles(growth, beside, againBySuccess(rules)),
  );
  const [first = judgement, second = first] = found;
  // Had none of the failed cycles left anything behind, the bound per cycle would be one of so much more.
  const undiluted = judgement.atMost > 0 ? judgement.atMost / (1 - failedShare) : judgement.atMost;
  const succeeded: PerSuccess = {
    rate: { ...first.rate, ...hull(first.rate, second.rate) },
    atMost: Math.max(undiluted, ...found.map(({ atMost, hidden }) => Math.max(atMost, hidden))),
    smallestDetectable: Math.max(...found.map(({ smallestDetectable }) => smallestDetectable)),
    failedShare,
  };
  if (!isAcquitted) return { ...judgement, succeeded };
  const isDiluted = undiluted >= rules.margin || found.some(({ finding }) => finding.verdict !== 'no-leak');
  return { ...judgement, succeeded, finding: isDiluted ? open('failed-cycles') : judgement.finding };
}

function judgeCycles(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Judgement {
  const measurement = measure(arm, control, rules);
  const { finding: found, atMost, hidden } = find(arm, control, rules);
  const finding = confirm(found, measurement, arm, control, rules);
  const { rate } = measurement;
  const isOpenShape = finding.verdict === 'inconclusive' && SHAPES.includes(finding.cause);
  return {
    ...measurement,
    // Growth of another shape than a leak's may be heading anywhere, to nothing too.
    rate: isOpenShape ? { ...rate, ...hull(rate, headedFor(arm, control, rules)) } : rate,
    finding,
    atMost: Math.max(atMost, measurement.rate.high),
    hidden,
    replicates: arm.settled.length,
    succeeded: null,
  };
}

/**
 * Judges one resource of an arm beside a control arm that is open, or that shrinks. What such a control arm shows may be
 * chance, or one jump or a pool of its own: subtracting it could hide a leak as well as make one. So the finding must be the same with and
 * without it, and the interval holds both.
 */
export function judgeBesideOpen(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Judgement {
  const net = judge(arm, control, rules);
  const gross = judge(arm, NO_GROWTH, rules);
  return {
    ...net,
    finding: alikeOrOpen(net.finding, gross.finding),
    rate: { ...net.rate, ...hull(net.rate, gross.rate) },
    atMost: Math.max(net.atMost, gross.atMost),
    smallestDetectable: Math.max(net.smallestDetectable, gross.smallestDetectable),
    succeeded: bothPerSuccess(net.succeeded, gross.succeeded),
  };
}

/** A finding that holds with and without the control arm. */
function alikeOrOpen(net: Finding, gross: Finding): Finding {
  if (net.verdict === gross.verdict) return net;
  const isDiluted = [net, gross].some(
    (each) => each.verdict === 'inconclusive' && each.cause === 'failed-cycles',
  );
  return open(isDiluted ? 'failed-cycles' : 'open-control');
}

function bothPerSuccess(a: PerSuccess | null, b: PerSuccess | null): PerSuccess | null {
  if (a === null || b === null) return a ?? b;
  return {
    ...a,
    rate: { ...a.rate, ...hull(a.rate, b.rate) },
    atMost: Math.max(a.atMost, b.atMost),
    smallestDetectable: Math.max(a.smallestDetectable, b.smallestDetectable),
  };
}

type Found = Pick<Judgement, 'finding' | 'atMost' | 'hidden'>;

function find(arm: ArmGrowth, control: ArmGrowth, rules: Rules): Found {
  const first = findOver('settled', arm, control, rules);
  const { finding } = first;
  if (finding.verdict !== 'inconclusive') return first;
  if (lumpsOf(arm, rules)?.isLeak === true)
    return { ...first, finding: { verdict: 'leak', lumps: true, seenBy: null } };
  // What is left of a warm-up may be over by the last half: it is heard again there, by a stricter rule.
  return finding.cause === 'slowing' && haveSamples(arm.late, arm)
    ? findOver('late', arm, control, rules)
    : first;
}

function findOver(window: 'settled' | 'late', arm: ArmGrowth, control: ArmGrowth, rules: Rules): Found {
  const growths = arm[window];
  const { oneSided, convictionOneSided, convictionFloor, margin, canAcquit, info } = rules;
  const high = boundsOver(growths, control[window], oneSided, rules).high;
  // What began to leak late must not hide behind a flat start: the last half has to be clean as well.
  const reachesEnd = arm.late.length === growths.length;
  const endHigh = reachesEnd ? boundsOver(arm.late, control.late, oneSided, rules).high : Infinity;
  const atMost = Math.max(high, endHigh, gaining(arm, control, rules));
  const hidden = hiddenFrom(arm, growths, rules);
  const found = (finding: Finding): Found => ({ finding, atMost, hidden });
  if (arm.period?.resolved === false) return found(open('period'));
  if (atMost < margin && canAcquit) {
    return found(hidden < margin ? { verdict: 'no-leak' } : open('rare-lumps'));
  }
  const low = boundsOver(growths, control[window], convictionOneSided, rules).low;
  if (low <= convictionFloor) return found(open(uncertain(rules)));
  if (mayDrift(growths, control[window], rules)) return found(open('drift'));
  // What comes in few jumps has a rule of its own.
  if (lumpsOf(arm, rules)?.areFew === true) return found(open('lumps'));
  const other = otherShapeOf(growths, EVENNESS[window], oneSided, info.grain);
  if (other !== null) return found(open(other));
  // Growth that had to be seen before, and was looked for: with too few samples by then, even growth alone must do.
  if (arm.half.length < growths.length) return found({ verdict: 'leak', lumps: false, seenBy: null });
  const seenBy = Math.min(...arm.half.map(({ window: { toCycle } }) => toCycle));
  return found(wasSeen(arm.half, rules) ? { verdict: 'leak', lumps: false, seenBy } : open('unconfirmed'));
}

/** Whether the growth is no more even than chance may make it; of a lone session host that is judged elsewhere. */
const mayDrift = (growths: readonly Growth[], beside: readonly Growth[], rules: Rules): boolean =>
  (rules.fromOutside || growths.length > 1) && chanceOfDrift(growths, beside, rules.info.grain) > MOST_CHANCE;

/** Why growth that may be none is left open. */
function uncertain({ canAcquit, fromOutside }: Rules): OpenCause {
  if (canAcquit) return 'noise';
  return fromOutside ? 'outside' : 'coarse';
}

/** Whether growth was there when the replicates were half as long. */
function wasSeen(half: readonly Growth[], { info }: Rules): boolean {
  return (
    boundsOf(
      estimateOf(half, ({ robustRate }) => robustRate, info.grain),
      SEEN_ONE_SIDED,
    ).low > 0
  );
}

const SEEN_ONE_SIDED = 0.9;
const MOST_CHANCE = 1e-4;

/** Growth that gains speed is not over: an acquittal must allow for the rate that it is heading for. */
function gaining(arm: ArmGrowth, control: ArmGrowth, rules: Rules): number {
  const gain = estimateOf(arm.settled, ({ shape }) => shape.lastRise - shape.firstRise, rules.info.grain);
  if (boundsOf(gain, SEEN_ONE_SIDED).low <= 0) return Number.NEGATIVE_INFINITY;
  return limitBounds(arm, control, rules)?.high ?? Number.POSITIVE_INFINITY;
}

/** What lumps could hide: those that nobody saw, or more of those that were seen. */
function hiddenFrom(arm: ArmGrowth, growths: readonly Growth[], rules: Rules): number {
  const unseen = hiddenInRareLumps(growths, rules);
  const seen = lumpsOf(arm, rules);
  if (seen === null || seen.settledCount === 0) return unseen;
  const cycles = sum(growths.map(({ spanCycles }) => spanCycles));
  return Math.max(
    unseen,
    (poissonInterval(seen.settledCount, 2 * rules.oneSided - 1).high * seen.meanSize) / cycles,
  );
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
  if (finding.verdict === 'leak' && !finding.lumps && rate.low <= rules.convictionFloor)
    return open(changeOf(arm, rules) === 'faster' ? 'unconfirmed' : 'slowing');
  if (finding.verdict === 'no-leak' && rate.high >= rules.margin) return open('noise');
  if (!rules.fromOutside && !isWitnessed([arm, control], rules)) return open('lone-replicate');
  if (reachedBy(arm) >= rules.horizonCycles) return finding;
  return open(finding.verdict === 'leak' ? 'early-growth' : 'early-absence');
}

/**
 * Whether every arm has a second replicate, or nothing in its only one is chance. One process has one history,
 * and chance cannot be told from a leak in it, unless each of its samples lies on one line.
 */
export function isWitnessed(arms: readonly ArmGrowth[], { info, needsWitness }: Rules): boolean {
  if (!needsWitness) return true;
  return arms.every(
    ({ settled }) => settled.length > 1 || settled.every((growth) => largestResidual(growth) <= info.grain),
  );
}

const open = (cause: OpenCause): Finding => ({ verdict: 'inconclusive', cause });
