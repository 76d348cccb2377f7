import { RESOURCES, type ResourceName } from '../contract/resources.ts';
import type { ResourceResult } from '../contract/result.ts';
import { leakingGates, type ResourceResults, readGates } from './resource-results.ts';
import type { Rules } from './rules.ts';

/** Judges a resource anew by other rules. */
export type Rejudge = (resource: ResourceName, change: (rules: Rules) => Rules) => ResourceResult;

/**
 * The results with only those gates convicted that may be, given how many were asked: of m gates one excludes no growth
 * by chance m times as often as one alone. So the clearest must hold at an m-th of the error, the next at an (m-1)-th,
 * and so on (Holm 1979, Scand. J. Statist. 6:65). No correction is needed to acquit, as all gates must.
 */
export function afterHolm(results: ResourceResults, rejudge: Rejudge): ResourceResults {
  const asked = readGates(results).length;
  const convicted = new Set<ResourceName>();
  let candidates = leakingGates(results);
  for (;;) {
    const parts = asked - convicted.size;
    const clear = candidates.filter((gate) => rejudge(gate, atPartOfTheError(parts)).verdict === 'leak');
    if (clear.length === 0) break;
    for (const gate of clear) convicted.add(gate);
    candidates = candidates.filter((gate) => !convicted.has(gate));
  }
  if (candidates.length === 0) return results;
  return { ...results, ...Object.fromEntries(candidates.map((gate) => [gate, open(gate, results)])) };
}

const atPartOfTheError =
  (parts: number) =>
  (rules: Rules): Rules => ({ ...rules, convictionOneSided: 1 - (1 - rules.convictionOneSided) / parts });

function open(gate: ResourceName, results: ResourceResults): ResourceResult {
  const result = results[gate];
  if (result === undefined) throw new Error(`${gate} was convicted without a result`);
  const { label } = RESOURCES[gate];
  const reason = `${result.reason}, but one of several resources may do so by chance; more cycles would settle ${label}`;
  return { ...result, verdict: 'inconclusive', reason };
}
