import { RESOURCE_NAMES, RESOURCES, type ResourceName, type Unit } from '../harness/contract/resources.ts';

/** A resource by the name that a run folder has for it; undefined if a later version wrote it. */
export function knownResource(resource: string): ResourceName | undefined {
  return RESOURCE_NAMES.find((each) => each === resource);
}

/** What a reader sees of a resource: its label, or its bare name where this version has none. */
export function resourceLabel(resource: string): string {
  const known = knownResource(resource);
  return known === undefined ? resource : RESOURCES[known].label;
}

export function resourceUnit(resource: string): Unit {
  const known = knownResource(resource);
  return known === undefined ? 'count' : RESOURCES[known].unit;
}
