import { judgeArms } from '../analyse/analyse.ts';
import { type CurrentSlope, currentSlopes } from '../analyse/current-slope.ts';
import { rulingsOf } from '../analyse/ruling.ts';
import { createSeriesCollector } from '../analyse/series.ts';
import type { ArmName } from '../contract/arms.ts';
import type { Plan } from '../contract/plan.ts';
import type { Referee } from '../contract/referee.ts';

/** A referee that tells how arms grow between looks, too. */
export interface WatchedReferee extends Referee {
  slopes(arms: readonly ArmName[]): readonly CurrentSlope[];
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
