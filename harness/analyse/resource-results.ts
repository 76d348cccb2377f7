import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../contract/resources.ts';
import type { ResourceResult } from '../contract/result.ts';

/** The results of one arm, or of a difference, by resource name. */
export type ResourceResults = Readonly<Record<string, ResourceResult>>;

/** The resources with a verdict, in the order of the contract: gates first. */
export function resourcesWith(results: ResourceResults, verdict: ResourceResult['verdict']): ResourceName[] {
  return RESOURCE_NAMES.filter((resource) => results[resource]?.verdict === verdict);
}

/** The gates among these resources; without gates, all of them. */
export function foremost(resources: readonly ResourceName[]): readonly ResourceName[] {
  const gates = resources.filter((resource) => RESOURCES[resource].role === 'gate');
  return gates.length > 0 ? gates : resources;
}

/** The gates that leak. A control arm with any of them has an instrument that grows. */
export function leakingGates(results: ResourceResults): ResourceName[] {
  return resourcesWith(results, 'leak').filter((resource) => RESOURCES[resource].role === 'gate');
}

/** The gates that could be read. */
export function readGates(results: ResourceResults): ResourceName[] {
  return RESOURCE_NAMES.filter(
    (resource) => RESOURCES[resource].role === 'gate' && isRead(results[resource]),
  );
}

const isRead = (result: ResourceResult | undefined): boolean =>
  result !== undefined && result.verdict !== 'unsupported';
