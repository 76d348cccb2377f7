import type { ResourceResults } from '../../../harness/analyse/resource-results.ts';
import { RESOURCES, resourceNameSchema } from '../../../harness/contract/resources.ts';
import type { ArmResult, Difference, ResourceResult } from '../../../harness/contract/result.ts';

/** What a test says of a result: its verdict and, if it was measured, [low, estimate, high] per cycle. */
export interface ResultShape {
  readonly verdict: ResourceResult['verdict'];
  readonly rate?: readonly [low: number, estimate: number, high: number];
}

/** Results by resource. */
export function resultsOf(shapes: Readonly<Record<string, ResultShape>>): ResourceResults {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const { unit, label } = RESOURCES[resourceNameSchema.parse(name)];
      return [name, resultOf(shape, unit, `${label} grew`)];
    }),
  );
}

function resultOf(
  { verdict, rate }: ResultShape,
  unit: ResourceResult['unit'],
  reason: string,
): ResourceResult {
  const [low, estimate, high] = rate ?? [];
  const isMeasured = low !== undefined && estimate !== undefined && high !== undefined;
  return {
    verdict,
    reason,
    unit,
    perCycle: isMeasured ? { low, estimate, high, confidence: 0.95 } : null,
    smallestDetectable: isMeasured ? 0.3 : null,
    samples: isMeasured ? 44 : 0,
    window: isMeasured ? { fromCycle: 257, toCycle: 1024 } : null,
    trend: null,
  };
}

/** An arm of four replicates that was judged so. */
export const armOf = (
  arm: ArmResult['arm'],
  verdict: ArmResult['verdict'],
  resources: ResourceResults,
  reason = 'so it was',
): ArmResult => ({
  arm,
  cleanUpMapiHeap: null,
  verdict,
  reason,
  replicates: 4,
  cycles: 4096,
  cyclesPerSecond: 500,
  failures: { total: 0, byCode: {}, byMailbox: {}, mailboxesFailed: 0 },
  exhausted: [],
  resources: { ...resources },
  kinds: [],
  leftBehind: [],
});

export const differenceOf = (
  minuend: ArmResult['arm'],
  subtrahend: ArmResult['arm'],
  resources: ResourceResults,
): Difference => ({
  minuend,
  subtrahend,
  resources: { ...resources },
  firstSeen: null,
  reduction: null,
  permutationP: null,
});
