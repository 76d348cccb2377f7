import { RESOURCES, type ResourceName } from '../contract/resources.ts';
import type { ArmResult, Rate } from '../contract/result.ts';
import { foremost, type ResourceResults, readGates, resourcesWith } from './resource-results.ts';
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
export const leakFigures = (results: ResourceResults): string => growthFigures(convicting(results), results);

/** The growth of some resources: `4,096 bytes [4,095.9, 4,096.1] and 1 heap [1, 1]`. */
export function growthFigures(resources: readonly ResourceName[], results: ResourceResults): string {
  return listText(
    resources.flatMap((resource) => {
      const rate = results[resource]?.perCycle ?? null;
      return rate === null ? [] : [figure(resource, rate)];
    }),
  );
}

/** The leaking gates; where there are none, the leaking resources in support. */
export const convicting = (results: ResourceResults): readonly ResourceName[] =>
  foremost(resourcesWith(results, 'leak'));

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
