import { RESOURCES, type ResourceName } from '../contract/resources.ts';
import type { ArmResult, Rate } from '../contract/result.ts';
import { leakingGates, type ResourceResults, readGates, resourcesWith } from './resource-results.ts';
import { limitText, listText, nounOf, rateText } from './words.ts';

/** What an arm showed, in figures: `4,096 bytes [4,095.9, 4,096.1] and 1 heap [1, 1] per logon`. */
export function armFigures({ verdict, reason, resources }: ArmResult): string {
  switch (verdict) {
    case 'leak':
      return `${leakFigures(resources)} per logon`;
    case 'no-leak':
      return cleanFigures(resources);
    case 'inconclusive':
    case 'invalid':
      return `${verdict}, ${reason}`;
  }
}

/** The growth that convicts: of the gates, or of supporting resources where no gate leaks. */
export function leakFigures(results: ResourceResults): string {
  return listText(
    convicting(results).flatMap((resource) => {
      const rate = results[resource]?.perCycle ?? null;
      return rate === null ? [] : [figure(resource, rate)];
    }),
  );
}

/** The leaking gates; where there are none, the leaking resources in support. */
export function convicting(results: ResourceResults): ResourceName[] {
  const gates = leakingGates(results);
  return gates.length > 0 ? gates : resourcesWith(results, 'leak');
}

/** A rate with what it counts: `4,096 bytes [4,090, 4,102] (private bytes)`. */
export function figure(resource: ResourceName, rate: Rate): string {
  const { unit, label } = RESOURCES[resource];
  const text = rateText(rate, nounOf(unit, label));
  return unit === 'bytes' && resource !== 'heapBytes' ? `${text} (${label})` : text;
}

function cleanFigures(results: ResourceResults): string {
  const grew = readGates(results).flatMap((gate) => {
    const rate = results[gate]?.perCycle;
    return rate && rate.low > 0 ? [figure(gate, rate)] : [];
  });
  const limit = detectionText(results);
  return grew.length > 0 ? `${listText(grew)} per logon, below the margin` : `none down to ${limit}`;
}

/** The smallest growth the arm would have shown, of the heap: `0.3 bytes`. */
export function detectionText(results: ResourceResults): string {
  const resource = results['heapBytes']?.perCycle ? 'heapBytes' : 'heaps';
  const { unit, label } = RESOURCES[resource];
  return limitText(results[resource]?.smallestDetectable ?? Number.NaN, nounOf(unit, label));
}

/** The arm among several that would have missed the most. */
export function leastSensitive(arms: readonly ArmResult[]): ArmResult | undefined {
  const limit = ({ resources }: ArmResult): number =>
    resources['heapBytes']?.smallestDetectable ?? resources['heaps']?.smallestDetectable ?? 0;
  return arms.toSorted((a, b) => limit(b) - limit(a))[0];
}
