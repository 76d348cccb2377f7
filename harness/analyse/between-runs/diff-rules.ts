import { cycleUnitOf, cycleUnitOfBoth } from '../../contract/attached.ts';
import type { Plan } from '../../contract/plan.ts';
import type { ResourceName } from '../../contract/resources.ts';
import { type Rules, rulesFor } from '../rules.ts';

/**
 * What a resource of two runs is judged by: of both plans the stricter. So it does not matter which run is
 * named first, and a run that was looked at more often pays for that here, too.
 */
export function rulesOfBoth(resource: ResourceName, a: Plan, b: Plan): Rules {
  const [ofA, ofB] = [rulesFor(resource, a, 'difference'), rulesFor(resource, b, 'difference')];
  return {
    ...ofA,
    margin: Math.min(ofA.margin, ofB.margin),
    convictionFloor: Math.max(ofA.convictionFloor, ofB.convictionFloor),
    confidence: Math.min(ofA.confidence, ofB.confidence),
    oneSided: Math.max(ofA.oneSided, ofB.oneSided),
    convictionOneSided: Math.max(ofA.convictionOneSided, ofB.convictionOneSided),
    horizonCycles: Math.max(ofA.horizonCycles, ofB.horizonCycles),
    canAcquit: ofA.canAcquit && ofB.canAcquit,
    stepwise: ofA.stepwise || ofB.stepwise,
    fromOutside: ofA.fromOutside && ofB.fromOutside,
    cycleUnit: cycleUnitOfBoth(cycleUnitOf(a), cycleUnitOf(b)),
  };
}
