import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../harness/contract/resources.ts';
import type { ArmResult, Result } from '../harness/contract/result.ts';

const HEADLINE: readonly ResourceName[] = ['heapBytes', 'heaps', 'handles'];

/** Whether any arm of a result has a rate for a resource. */
function isMeasured(result: Result, resource: ResourceName): boolean {
  return result.arms.some((arm) => arm.resources[resource]?.perCycle != null);
}

/**
 * The resources of the summary table. Where heaps could not be walked, the first other measured resource in
 * bytes stands in the place of heap bytes: a summary without bytes would not answer the question.
 */
export function headlineResources(result: Result): readonly ResourceName[] {
  const measured = HEADLINE.filter((resource) => isMeasured(result, resource));
  if (measured.includes('heapBytes')) return measured;
  const otherBytes = RESOURCE_NAMES.find(
    (resource) => RESOURCES[resource].unit === 'bytes' && isMeasured(result, resource),
  );
  return otherBytes === undefined ? measured : [otherBytes, ...measured];
}

/** Resources that leak in an arm and have no column in the summary table. */
export function leaksOutsideHeadline(arm: ArmResult, result: Result): readonly ResourceName[] {
  const shown = headlineResources(result);
  return RESOURCE_NAMES.filter(
    (resource) => arm.resources[resource]?.verdict === 'leak' && !shown.includes(resource),
  );
}
