import type { ArmName } from '../contract/arms.ts';
import { RESOURCE_NAMES, type ResourceName } from '../contract/resources.ts';
import type { Difference, ResourceResult } from '../contract/result.ts';
import type { ArmGrowth } from './arm-growth.ts';
import type { GrowthTable } from './growth-table.ts';
import { isWitnessed } from './judge.ts';
import { hiddenInRareLumps } from './rare-lumps.ts';
import { boundsOver, measureOver } from './rate.ts';
import { withoutRate, withRate } from './resource-result.ts';
import type { ResourceResults } from './resource-results.ts';
import type { Rules } from './rules.ts';
import { marginText, nounOf, rateText } from './words.ts';

/** Two arms whose difference says something; the first is expected to leak more. */
interface Pair {
  readonly minuend: ArmName;
  readonly subtrahend: ArmName;
}

const PAIRS: readonly Pair[] = [
  { minuend: 'off', subtrahend: 'on' },
  { minuend: 'off', subtrahend: 'absent' },
  { minuend: 'absent', subtrahend: 'on' },
];

/**
 * How much more one arm grows than another. The control arm cancels, and so do warm-up and caches, which both
 * arms share: no rule about shape is needed.
 */
export function differencesOf(
  resultsByArm: ReadonlyMap<ArmName, ResourceResults>,
  growths: GrowthTable,
  rulesOf: (resource: ResourceName) => Rules,
): Difference[] {
  return PAIRS.flatMap((pair) => {
    const minuend = resultsByArm.get(pair.minuend);
    const subtrahend = resultsByArm.get(pair.subtrahend);
    if (minuend === undefined || subtrahend === undefined) return [];
    const resources = RESOURCE_NAMES.map((resource) => {
      const rules = rulesOf(resource);
      const unread = [minuend[resource], subtrahend[resource]].find((each) => each?.perCycle === null);
      const result = unread ?? differenceOf(pair, growths, resource, rules);
      return [resource, result] as const;
    });
    return [
      {
        ...pair,
        resources: Object.fromEntries(resources),
        firstSeen: null,
        reduction: null,
        permutationP: null,
      },
    ];
  });
}

/** `leak`: the minuend leaks more; `no-leak`: it leaks less than the margin more, or less altogether. */
function differenceOf(
  pair: Pair,
  growths: GrowthTable,
  resource: ResourceName,
  rules: Rules,
): ResourceResult {
  const more = growths(pair.minuend, resource);
  const less = growths(pair.subtrahend, resource);
  if (more.settled.length === 0 || less.settled.length === 0) {
    return withoutRate('inconclusive', 'not measured in both arms', rules, 0);
  }
  const measurement = measureOver(more.settled, less.settled, rules);
  const verdict = verdictOf(more, less, rules);
  const figures = `${rateText(measurement.rate, nounOf(rules.info.unit, rules.info.label))} per logon`;
  const reason = reasonOf(verdict, `${pair.minuend} minus ${pair.subtrahend} is ${figures}`, rules);
  return withRate(verdict, reason, measurement, rules);
}

type Decided = 'leak' | 'no-leak' | 'inconclusive';

function verdictOf(more: ArmGrowth, less: ArmGrowth, rules: Rules): Decided {
  const { oneSided, convictionOneSided, convictionFloor, margin, canAcquit, info } = rules;
  if (info.role === 'context' || !isWitnessed([more, less], rules)) return 'inconclusive';
  const { high } = boundsOver(more.settled, less.settled, oneSided, rules);
  if (Math.max(high, hiddenInRareLumps(more.settled, rules)) < margin)
    return canAcquit ? 'no-leak' : 'inconclusive';
  const { low } = boundsOver(more.settled, less.settled, convictionOneSided, rules);
  return low > convictionFloor ? 'leak' : 'inconclusive';
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
