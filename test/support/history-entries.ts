import type { ArmName } from '../../harness/contract/arms.ts';
import type { HistoryArm, HistoryEntry } from '../../harness/contract/history.ts';
import { historyEntryOf } from '../../harness/contract/history-entry.ts';
import type { ResourceName } from '../../harness/contract/resources.ts';
import type { Rate } from '../../harness/contract/result.ts';
import { makeEnvironment, makePlan, makeResult } from '../reports/fixtures.ts';

const GATES = ['heapBytes', 'heaps'] as const;
const MARGINS = { heapBytes: 64, heaps: 0.005 } as const;

/** The rates of a night, by arm and gate. */
export type NightRates = Partial<Record<ArmName, Partial<Record<ResourceName, Rate>>>>;

export const rateOf = (estimate: number, halfWidth: number): Rate => ({
  estimate,
  low: estimate - halfWidth,
  high: estimate + halfWidth,
  confidence: 0.95,
});

/** The line of a run that was started so many days after the first of January. */
export function nightEntry(day: number, rates: NightRates, change: Partial<HistoryEntry> = {}): HistoryEntry {
  const startedAt = new Date(Date.UTC(2026, 0, 1 + day, 2)).toISOString();
  const entry = historyEntryOf({
    run: `night-${String(day).padStart(3, '0')}`,
    times: {
      state: 'finished',
      outcome: 'complete',
      startedAt,
      finishedAt: startedAt,
      lastEventAt: startedAt,
      durationMs: 3_600_000,
    },
    problem: null,
    plan: makePlan(),
    environment: makeEnvironment(),
    result: makeResult(),
  });
  const arms = (['off', 'on', 'absent', 'control'] as const).flatMap((arm): HistoryArm[] => {
    const of = rates[arm];
    if (of === undefined) return [];
    const resources = GATES.flatMap((resource) => {
      const perCycle = of[resource];
      const margin = MARGINS[resource];
      if (perCycle === undefined) return [];
      const unit = resource === 'heapBytes' ? ('bytes' as const) : ('count' as const);
      const verdict = perCycle.low > 0 ? ('leak' as const) : ('no-leak' as const);
      return [[resource, { verdict, unit, perCycle, smallestDetectable: 1, margin }] as const];
    });
    const common = { replicates: 4, cycles: 8192, failures: 0, cyclesPerSecond: 100 };
    return [{ arm, verdict: 'leak', ...common, resources: Object.fromEntries(resources) }];
  });
  return { ...entry, arms, ...change };
}
