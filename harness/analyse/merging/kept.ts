import type { EarlyEnd, KeptState } from '../../contract/merged.ts';
import { RESOURCE_NAMES, type ResourceName } from '../../contract/resources.ts';
import type { ReplicateFacts, ReplicateLog } from '../replicate-log.ts';
import type { Points } from '../statistics/points.ts';
import { failuresFrom, failuresState } from './batch.ts';

/** A replicate as it was when it ended, of which no more will be heard. */
export interface Kept {
  readonly facts: ReplicateFacts;
  readonly points: ReadonlyMap<ResourceName, Points>;
  /** Null of one that ran to its end. */
  readonly early: EarlyEnd | null;
}

export const keptOf = (log: ReplicateLog, early: EarlyEnd | null): Kept => ({
  facts: log.facts(),
  points: log.inside(),
  early,
});

export function keptState({ early, facts, points }: Kept): KeptState {
  const { standsFor: _, failures, ...single } = facts;
  const failed = failures === undefined ? {} : { failures: failuresState(failures) };
  const state: KeptState = { early, facts: { ...single, ...failed }, points: {} };
  for (const [resource, { x, y }] of points) state.points[resource] = { cycles: [...x], values: [...y] };
  return state;
}

export function keptFrom({ early, facts, points }: KeptState): Kept {
  const restored = new Map<ResourceName, Points>();
  for (const resource of RESOURCE_NAMES) {
    const state = points[resource];
    if (state === undefined) continue;
    restored.set(resource, { x: Float64Array.from(state.cycles), y: Float64Array.from(state.values) });
  }
  const { failures, loss, ...others } = facts;
  const restoredFacts = {
    ...others,
    ...(failures === undefined ? {} : { failures: failuresFrom(failures) }),
    ...(loss === undefined ? {} : { loss }),
  };
  return { early, facts: restoredFacts, points: restored };
}
