import type { ResourceName } from '../contract/resources.ts';
import type { Difference } from '../contract/result.ts';
import { type ArmGrowth, netEstimateOf } from './arm-growth.ts';
import { leakingGates, type ResourceResults } from './resource-results.ts';
import type { Rules } from './rules.ts';
import { type Estimate, hull } from './statistics/estimate.ts';
import { fiellerInterval } from './statistics/fieller.ts';
import { permutationP } from './statistics/permutation.ts';
import { studentTQuantile } from './statistics/student-t.ts';
import { ofSucceeded } from './succeeded.ts';

/** The growth of a resource in the first arm of a pair, and in the second. */
type Both = (resource: ResourceName) => readonly [ArmGrowth, ArmGrowth];

/**
 * By how much of itself the second arm's growth is smaller, where both leak. Growth of the control arm is no part of
 * either; that it is the same in both only makes the interval wider than it need be.
 *
 * @param controlOf the growth of a resource in the control arm; without growths there is nothing to subtract
 */
export function reductionOf(
  pair: {
    readonly minuend: ResourceResults;
    readonly subtrahend: ResourceResults;
    readonly results: ResourceResults;
  },
  both: Both,
  rulesOf: (resource: ResourceName) => Rules,
  controlOf: (resource: ResourceName) => ArmGrowth,
): Difference['reduction'] {
  const [resource] = leakingGates(pair.results).filter(
    (gate) => pair.minuend[gate]?.verdict === 'leak' && pair.subtrahend[gate]?.verdict === 'leak',
  );
  if (resource === undefined) return null;
  const [more, less] = both(resource);
  const control = controlOf(resource);
  const ofCycles = shareGone(more, less, control, rulesOf(resource));
  if (ofCycles === null) return null;
  if (more.succeeded === null && less.succeeded === null) return { resource, ...ofCycles };
  // Failures dilute either arm's growth: the interval holds what is gone per cycle, and per cycle that succeeded.
  const ofSuccesses = shareGone(ofSucceeded(more), ofSucceeded(less), control, rulesOf(resource));
  return ofSuccesses === null ? null : { resource, ...ofCycles, ...hull(ofCycles, ofSuccesses) };
}

function shareGone(
  more: ArmGrowth,
  less: ArmGrowth,
  control: ArmGrowth,
  { info, oneSided }: Rules,
): { readonly estimate: number; readonly low: number; readonly high: number } | null {
  const net = ({ settled }: ArmGrowth): Estimate =>
    netEstimateOf(settled, control.settled, ({ meanRate }) => meanRate, info.grain);
  const [before, after] = [net(more), net(less)];
  const t = studentTQuantile(oneSided, Math.min(before.degreesOfFreedom, after.degreesOfFreedom));
  const ratio = fiellerInterval(after, before, t);
  if (ratio.kind === 'unbounded') return null;
  // The share that is left turns into the share that is gone.
  return { estimate: 1 - after.mean / before.mean, low: 1 - ratio.high, high: 1 - ratio.low };
}

/** Of the first gate that differs, or of the heaps' bytes. */
export function permutationOf(results: ResourceResults, both: Both): number | null {
  const [more, less] = both(leakingGates(results)[0] ?? 'heapBytes');
  const rates = ({ settled }: ArmGrowth): number[] => settled.map(({ robustRate }) => robustRate);
  return permutationP(rates(more), rates(less));
}
