import { judgeArms } from '../analyse/analyse.ts';
import { type CurrentSlope, currentSlopes } from '../analyse/current-slope.ts';
import { createMergingCollector } from '../analyse/merging/collector.ts';
import { rulingsOf } from '../analyse/ruling.ts';
import { createSeriesCollector } from '../analyse/series.ts';
import type { ArmName } from '../contract/arms.ts';
import type { RunEvent } from '../contract/event.ts';
import type { Plan } from '../contract/plan.ts';
import type { Referee } from '../contract/referee.ts';
import type { Sample } from '../contract/sample.ts';

/** Hears the rows of a run, and tells how its arms grow so far. */
export interface SlopeWatch {
  add(sample: Sample): void;
  addEvent(event: RunEvent): void;
  slopes(arms: readonly ArmName[]): readonly CurrentSlope[];
}

/** A referee that tells how arms grow between looks, too. */
export interface WatchedReferee extends Referee, SlopeWatch {}

/** Watches a run that has no referee; a soak in a memory that does not grow with it. */
export function createSlopeWatch(plan: Plan): SlopeWatch {
  if (plan.soak === undefined) return createReferee(plan);
  const collector = createMergingCollector(plan);
  return {
    add: (sample) => collector.add(sample),
    addEvent(event) {
      collector.addEvent(event);
      // Its rows come as they are written: no host of the round is heard of any more.
      if (event.event === 'round-finished') collector.settle();
    },
    slopes: (arms) => currentSlopes(plan, collector.finish(), arms),
  };
}

/** Hears the rows of a run while it goes on, and judges it at each look as it will be judged in the end. */
export function createReferee(plan: Plan): WatchedReferee {
  const collector = createSeriesCollector();
  return {
    add: (sample) => collector.add(sample),
    addEvent: (event) => collector.addEvent(event),
    rule(_look, arms, isLast) {
      const collected = collector.finish();
      // What the probe could not read is told by the hosts again, as events.
      const environment = { standIn: false, preflight: [], unsupported: [] };
      return rulingsOf(judgeArms({ plan, environment, collected }), plan, arms, isLast);
    },
    slopes: (arms) => currentSlopes(plan, collector.finish(), arms),
  };
}
