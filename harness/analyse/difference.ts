import { type ArmName, type ArmPair, COMPARED_PAIRS } from '../contract/arms.ts';
import { RESOURCE_NAMES, type ResourceName } from '../contract/resources.ts';
import type { Difference, ResourceResult } from '../contract/result.ts';
import { type ArmGrowth, reachedBy } from './arm-growth.ts';
import { chanceOfDifference } from './drift.ts';
import { firstSeenOf } from './first-seen.ts';
import type { GrowthTable } from './growth-table.ts';
import { isWitnessed } from './judge.ts';
import { hiddenInRareLumps } from './rare-lumps.ts';
import { boundsOver, measureOver } from './rate.ts';
import { permutationOf, reductionOf } from './reduction.ts';
import { withoutRate, withRate } from './resource-result.ts';
import type { ResourceResults } from './resource-results.ts';
import { againBySuccess, type Rules } from './rules.ts';
import { failedShareOf, hasMoreFailures, isMeasured, ofSucceeded } from './succeeded.ts';
import { marginText, nounOf, rateText, shareText } from './words.ts';

export type Pair = ArmPair;

/** Growth that differs no more evenly than levels that wander may differ so by chance. */
const MOST_CHANCE = 0.002;

/** What differences are drawn from. */
export interface Compared {
  readonly resultsByArm: ReadonlyMap<ArmName, ResourceResults>;
  readonly growths: GrowthTable;
  /** Rules of a difference, by resource. */
  readonly rulesOf: (resource: ResourceName) => Rules;
  /** The last cycle that both arms of a pair were judged at. */
  readonly lookOf: (pair: Pair) => number;
  /** How many processes both arms of a pair have. */
  readonly processesOf: (pair: Pair) => number;
  /** Every look at a difference, up to there. */
  readonly looks: readonly number[];
}

/**
 * How much more one arm grows than another, as of the last look that both came to. The control arm cancels, and so do
 * warm-up and caches, which both arms share: no rule about shape is needed.
 */
export function differencesOf(compared: Compared): Difference[] {
  const { resultsByArm, growths, rulesOf, lookOf, looks, processesOf } = compared;
  return COMPARED_PAIRS.flatMap((pair) => {
    const minuend = resultsByArm.get(pair.minuend);
    const subtrahend = resultsByArm.get(pair.subtrahend);
    if (minuend === undefined || subtrahend === undefined) return [];
    const upTo = lookOf(pair);
    const at = (resource: ResourceName, look: number): ResourceResult =>
      differenceOf(
        pair,
        growths(pair.minuend, resource, look),
        growths(pair.subtrahend, resource, look),
        rulesOf(resource),
      );
    const resources = RESOURCE_NAMES.map((resource) => {
      const unread = [minuend[resource], subtrahend[resource]].find((each) => each?.perCycle === null);
      return [resource, unread ?? at(resource, upTo)] as const;
    });
    const results: ResourceResults = Object.fromEntries(resources);
    const both = (resource: ResourceName) =>
      [growths(pair.minuend, resource, upTo), growths(pair.subtrahend, resource, upTo)] as const;
    const reached = looks.filter((look) => look <= upTo);
    return [
      {
        ...pair,
        resources: { ...results },
        firstSeen: firstSeenOf(results, reached, at, processesOf(pair)),
        reduction: reductionOf({ minuend, subtrahend, results }, both, rulesOf, (resource) =>
          growths('control', resource),
        ),
        permutationP: permutationOf(results, both),
      },
    ];
  });
}

/** `leak`: the minuend leaks more; `no-leak`: it leaks less than the margin more, or less altogether. */
function differenceOf(pair: Pair, more: ArmGrowth, less: ArmGrowth, rules: Rules): ResourceResult {
  if (more.settled.length === 0 || less.settled.length === 0) {
    return withoutRate('inconclusive', 'not measured in both arms', rules, 0);
  }
  const measurement = measureOver(more.settled, less.settled, rules);
  const verdict = differenceVerdict(more, less, rules);
  const figures = `${rateText(measurement.rate, nounOf(rules.info.unit, rules.info.label))} per logon`;
  const found = `${pair.minuend} minus ${pair.subtrahend} is ${figures}`;
  const isDiluted = verdict === 'inconclusive' && verdictOfCycles(more, less, rules) !== 'inconclusive';
  const failed = isDiluted ? `; ${failuresText(pair, more, less)}` : '';
  const result = withRate(verdict, `${reasonOf(verdict, found, rules)}${failed}`, measurement, rules, null);
  return { ...result, ...bySuccess(more, less, rules) };
}

/** What of a difference is known only where cycles failed. */
function bySuccess(
  more: ArmGrowth,
  less: ArmGrowth,
  rules: Rules,
): Pick<ResourceResult, 'perSuccessfulCycle' | 'moreFailures'> {
  if (more.succeeded === null && less.succeeded === null) return {};
  const surplus = hasMoreFailures(more, less) ? 'minuend' : hasMoreFailures(less, more) ? 'subtrahend' : null;
  const moreFailures = surplus === null ? {} : ({ moreFailures: surplus } as const);
  if (!isMeasured(more) || !isMeasured(less)) return { perSuccessfulCycle: null, ...moreFailures };
  const { rate } = measureOver(ofSucceeded(more).settled, ofSucceeded(less).settled, rules);
  return { perSuccessfulCycle: rate, ...moreFailures };
}

function failuresText({ minuend, subtrahend }: Pair, more: ArmGrowth, less: ArmGrowth): string {
  const part = (arm: ArmGrowth): string =>
    isMeasured(arm)
      ? `${shareText(failedShareOf(arm).share)} of the cycles`
      : 'nearly all cycles of a process';
  return `${part(more)} of ${minuend} failed, and ${part(less)} of ${subtrahend}, which may be why`;
}

type Decided = 'leak' | 'no-leak' | 'inconclusive';

/**
 * What a difference shows of its first arm; turned round, of its second. Where cycles failed it must show the same per cycle
 * that succeeded. If the arms are alike, both cannot be for the failures of the second alone: what they dilute in the one, they add
 * to in the other. And of more failures in the first arm nobody knows what they leave behind.
 */
export function differenceVerdict(more: ArmGrowth, less: ArmGrowth, rules: Rules): Decided {
  const verdict = verdictOfCycles(more, less, rules);
  if (verdict === 'inconclusive' || (more.succeeded === null && less.succeeded === null)) return verdict;
  if (!isMeasured(more) || !isMeasured(less)) return 'inconclusive';
  if (verdict === 'leak' && hasMoreFailures(more, less)) return 'inconclusive';
  const again = verdictOfCycles(ofSucceeded(more), ofSucceeded(less), againBySuccess(rules));
  return again === verdict ? verdict : 'inconclusive';
}

function verdictOfCycles(more: ArmGrowth, less: ArmGrowth, rules: Rules): Decided {
  const { oneSided, convictionOneSided, convictionFloor, margin, canAcquit, horizonCycles, info } = rules;
  if (info.role === 'context' || !isWitnessed([more, less], rules)) return 'inconclusive';
  const { high } = boundsOver(more.settled, less.settled, oneSided, rules);
  if (Math.max(high, hiddenInRareLumps(more.settled, rules)) < margin) {
    const isLong = Math.min(reachedBy(more), reachedBy(less)) >= horizonCycles;
    return canAcquit && isLong ? 'no-leak' : 'inconclusive';
  }
  const { low } = boundsOver(more.settled, less.settled, convictionOneSided, rules);
  if (low <= convictionFloor) return 'inconclusive';
  return chanceOfDifference(more.settled, less.settled, info.grain) < MOST_CHANCE ? 'leak' : 'inconclusive';
}

function reasonOf(verdict: Decided, figures: string, rules: Rules): string {
  switch (verdict) {
    case 'leak':
      return figures;
    case 'no-leak':
      return `${figures}: below the margin of ${marginText(rules)}`;
    case 'inconclusive':
      return rules.info.role === 'context' ? `${figures}: shown only, not judged` : `${figures}: not decided`;
  }
}
