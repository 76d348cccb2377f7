import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../harness/contract/resources.ts';
import type { ResourceResult, Result } from '../harness/contract/result.ts';

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

export interface Leak {
  readonly arm: string;
  readonly resource: ResourceName;
  readonly result: ResourceResult;
}

/** Leaks of resources that the summary table has no column for. */
export function leaksOutsideHeadline(result: Result): readonly Leak[] {
  const shown = new Set(headlineResources(result));
  return result.arms.flatMap((arm) =>
    RESOURCE_NAMES.filter((resource) => !shown.has(resource)).flatMap((resource) => {
      const found = arm.resources[resource];
      return found?.verdict === 'leak' ? [{ arm: arm.arm, resource, result: found }] : [];
    }),
  );
}
