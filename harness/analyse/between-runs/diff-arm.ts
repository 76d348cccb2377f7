import type { ArmName } from '../../contract/arms.ts';
import { RESOURCE_NAMES, type ResourceName } from '../../contract/resources.ts';
import type { DiffArm, DiffResource } from '../../contract/run-diff.ts';
import { foremost } from '../resource-results.ts';
import { armReason } from './diff-words.ts';

type DiffResources = Readonly<Partial<Record<ResourceName, DiffResource>>>;

/** What holds for all resources of an arm. */
export interface ArmRules {
  /** Whether the answer on the arm rests on a resource. */
  readonly rests: (resource: ResourceName) => boolean;
  /** What rates are per. */
  readonly cycleUnit: string;
}

/**
 * What the resources of an arm come to. Gates decide; where none differs, coarser resources may show a
 * difference, but never that there is none.
 */
export function armOfResources(arm: ArmName, resources: DiffResources, rules: ArmRules): DiffArm {
  const { cycleUnit, rests } = rules;
  const found = (...verdicts: readonly DiffResource['verdict'][]): ResourceName[] =>
    RESOURCE_NAMES.filter((resource) => {
      const verdict = resources[resource]?.verdict;
      return verdict !== undefined && verdicts.includes(verdict);
    });
  const changed = foremost(found('less', 'more'));
  const deciding = {
    less: changed.filter((resource) => resources[resource]?.verdict === 'less'),
    more: changed.filter((resource) => resources[resource]?.verdict === 'more'),
    same: found('same').filter(rests),
    inconclusive: found('inconclusive').filter(rests),
  };
  return {
    arm,
    verdict: verdictOf(deciding),
    reason: armReason(resources, deciding, cycleUnit),
    resources: { ...resources },
  };
}

function verdictOf(deciding: Parameters<typeof armReason>[1]): DiffArm['verdict'] {
  const { inconclusive, less, more, same } = deciding;
  if (less.length > 0 && more.length > 0) return 'mixed';
  if (less.length > 0) return 'less';
  if (more.length > 0) return 'more';
  return same.length > 0 && inconclusive.length === 0 ? 'same' : 'inconclusive';
}
