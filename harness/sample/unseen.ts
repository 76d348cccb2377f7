import { RESOURCE_NAMES, type ResourceName } from '../contract/resources.ts';
import type { Unsupported } from './counters.ts';

const HEAPS =
  'heaps are seen from within a process alone: no thread is made in a program that is not ours, and none of its heaps is walked';
const PAGES = 'only the process itself is asked for its pages';

/** Why a resource is not seen from outside, wherever that is. */
const REASONS: Partial<Record<ResourceName, string>> = {
  heapBytes: HEAPS,
  heaps: HEAPS,
  committedHeapBytes: HEAPS,
  reservedHeapBytes: HEAPS,
  mallocBytes: HEAPS,
  temporaryProfiles: 'which profiles are temporary, only the program knows that makes them',
  committedPrivateBytes: PAGES,
  reservedBytes: PAGES,
  mappedBytes: PAGES,
  imageBytes: PAGES,
  largestFreeBytes: PAGES,
};

/**
 * Every resource that is not read, with its reason.
 * @param here reasons that this system, or the rights on this process, add
 */
export function unseenFromOutside(
  read: readonly ResourceName[],
  here: Partial<Record<ResourceName, string>>,
): readonly Unsupported[] {
  return RESOURCE_NAMES.filter((resource) => !read.includes(resource)).map((resource) => ({
    resource,
    reason: here[resource] ?? REASONS[resource] ?? 'not seen from outside here',
  }));
}
