import { RESOURCES, type ResourceName } from '../../contract/resources.ts';
import type { Rate, ResourceResult } from '../../contract/result.ts';
import type { Rules } from '../rules.ts';
import type { Across } from './across.ts';

/** A resource of both runs, as their results have it. */
export interface ResultsOfRuns {
  readonly a: ResourceResult;
  readonly b: ResourceResult;
}

/**
 * The difference of two rates of which only the intervals are left: its interval is put together from theirs,
 * each side by itself, since they need not be symmetric (MOVER: Zou and Donner 2008, Stat. Med. 27:1693). Of
 * coarse resources too little is known that way for a verdict.
 */
export function acrossResults(
  resource: ResourceName,
  { a, b }: ResultsOfRuns,
  rateA: Rate,
  rateB: Rate,
  rules: Rules,
): Across {
  const estimate = rateB.estimate - rateA.estimate;
  const difference: Rate = {
    estimate,
    low: estimate - Math.hypot(rateB.estimate - rateB.low, rateA.high - rateA.estimate),
    high: estimate + Math.hypot(rateB.high - rateB.estimate, rateA.estimate - rateA.low),
    confidence: Math.min(rateA.confidence, rateB.confidence),
  };
  const limits = [a, b].map(({ smallestDetectable }) => smallestDetectable ?? Number.POSITIVE_INFINITY);
  const apart = Math.max(difference.high, -difference.low);
  const reach = Math.max(apart, ...limits);
  const found = (verdict: Across['verdict'], open: Across['open'] = null): Across => ({
    verdict,
    difference,
    reach,
    open,
  });
  if (RESOURCES[resource].role !== 'gate' || !rules.canAcquit) {
    return found('inconclusive', RESOURCES[resource].role === 'context' ? 'shown-only' : 'coarse');
  }
  if (apart < rules.margin) {
    if (reach >= rules.margin) return found('inconclusive', 'rare-lumps');
    const ends = [a, b].map(({ window }) => window?.toCycle ?? 0);
    return Math.min(...ends) >= rules.horizonCycles ? found('same') : found('inconclusive', 'too-short');
  }
  if (difference.low > 0) return found('more');
  return difference.high < 0 ? found('less') : found('inconclusive', 'noise');
}
