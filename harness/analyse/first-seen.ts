import type { ResourceName } from '../contract/resources.ts';
import type { Difference, ResourceResult } from '../contract/result.ts';
import { leakingGates, type ResourceResults } from './resource-results.ts';

/**
 * The first look at which a gate that differs in the end was seen to differ. The interval of that look holds: the error
 * was split over all looks beforehand.
 *
 * @param at the difference of a resource as of a look
 * @param processes of both arms
 */
export function firstSeenOf(
  results: ResourceResults,
  looks: readonly number[],
  at: (resource: ResourceName, look: number) => ResourceResult,
  processes: number,
): Difference['firstSeen'] {
  const differing = leakingGates(results);
  for (const look of looks) {
    for (const resource of differing) {
      const { perCycle, verdict } = at(resource, look);
      if (verdict !== 'leak' || perCycle === null) continue;
      return { resource, look, logons: look * processes, perCycle };
    }
  }
  return null;
}
