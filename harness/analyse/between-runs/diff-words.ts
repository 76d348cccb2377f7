import { RESOURCES, type ResourceName } from '../../contract/resources.ts';
import type { Rate } from '../../contract/result.ts';
import type { DiffArm, DiffResource } from '../../contract/run-diff.ts';
import { figure } from '../figures.ts';
import type { Rules } from '../rules.ts';
import { limitText, listText, marginText, nounOf, numberText } from '../words.ts';
import type { Across } from './across.ts';

type Open = Exclude<Across['open'], null>;

/** What was found of one resource: `B minus A is 4,096 bytes [4,095, 4,097] per logon`. */
export function resourceReason(
  resource: ResourceName,
  { difference, open, reach, verdict }: Across,
  rules: Rules,
): string {
  const figures = `B minus A is ${figure(resource, difference)} per ${rules.cycleUnit}`;
  switch (verdict) {
    case 'less':
    case 'more':
      return figures;
    case 'same':
      return `${figures}: no difference down to ${reachText(resource, reach)}, below the margin of ${marginText(rules)}`;
    case 'inconclusive':
      return open === null ? figures : `${figures}: ${openText(open, rules)}`;
  }
}

function openText(open: Open, rules: Rules): string {
  switch (open) {
    case 'shown-only':
      return 'shown only, not judged';
    case 'lone-process':
      return 'a single process in one of the runs shows no spread between processes; run at least 2 replicates';
    case 'too-short':
      return `no difference, but seen for fewer than ${numberText(rules.horizonCycles)} cycles of each process`;
    case 'rare-lumps':
      return 'rare lumps beyond the margin could hide in either run; more cycles would settle it';
    case 'coarse':
      return 'too coarse to show that there is no difference';
    case 'noise':
      return `too uncertain to tell a difference from none (margin ${marginText(rules)}); more cycles or replicates in both runs would settle it`;
    case 'drift':
      return 'it does not grow evenly enough to tell from levels that wander';
    case 'failed-cycles':
      return 'cycles failed, which may be why: it is not found per cycle that succeeded, or more of them failed where it grows by more';
  }
}

const reachText = (resource: ResourceName, reach: number): string => {
  const { label, unit } = RESOURCES[resource];
  return limitText(reach, nounOf(unit, label));
};

/**
 * What was found of an arm, in one sentence without a verb: `4,096 bytes [4,095, 4,097] per logon less in B`.
 */
export function armReason(
  resources: Readonly<Partial<Record<ResourceName, DiffResource>>>,
  deciding: Readonly<Record<'less' | 'more' | 'same' | 'inconclusive', readonly ResourceName[]>>,
  cycleUnit: string,
): string {
  const rateOf = (resource: ResourceName): Rate | null => resources[resource]?.difference ?? null;
  const changed = (['less', 'more'] as const).flatMap((verdict) => {
    const figures = deciding[verdict].flatMap((resource) => {
      const rate = rateOf(resource);
      return rate === null ? [] : [figure(resource, verdict === 'less' ? turned(rate) : rate)];
    });
    return figures.length === 0 ? [] : [`${listText(figures)} per ${cycleUnit} ${verdict} in B`];
  });
  if (changed.length > 0) return listText(changed);
  const { inconclusive } = deciding;
  const open = inconclusive.find((each) => RESOURCES[each].unit === 'bytes') ?? inconclusive[0];
  if (open !== undefined) {
    return `not decided, ${RESOURCES[open].label}: ${resources[open]?.reason ?? 'not measured'}`;
  }
  const limits = deciding.same.map((gate) => reachText(gate, resources[gate]?.noneDownTo ?? Number.NaN));
  return limits.length === 0
    ? 'nothing that decides was measured'
    : `no difference down to ${listText(limits)} per ${cycleUnit}`;
}

/** A difference, seen from the other run. */
const turned = ({ confidence, estimate, high, low }: Rate): Rate => ({
  estimate: -estimate,
  low: -high,
  high: -low,
  confidence,
});

/**
 * What was found of all arms: `off: no difference down to 0.3 bytes per logon; on: 4,096 bytes per logon less
 * in B`.
 */
export function overallReason(arms: readonly DiffArm[]): string {
  const ends = [...new Set(arms.map(lastCycleOf))].filter((cycle) => cycle > 0);
  const upTo =
    ends.length === 0
      ? ''
      : `; up to cycle ${listText(ends.map((cycle) => numberText(cycle)))} of each process`;
  return `${arms.map(({ arm, reason }) => `${arm}: ${reason}`).join('; ')}${upTo}`;
}

const lastCycleOf = ({ resources }: DiffArm): number =>
  Math.max(0, ...Object.values(resources).map(({ upToCycle }) => upToCycle ?? 0));
