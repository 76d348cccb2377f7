import type { Run } from '../../harness/analyse/analyse.ts';
import { createMergingCollector } from '../../harness/analyse/merging/collector.ts';
import { createSeriesCollector } from '../../harness/analyse/series.ts';
import type { ArmName } from '../../harness/contract/arms.ts';
import type { Plan } from '../../harness/contract/plan.ts';
import type { Readings, ResourceName } from '../../harness/contract/resources.ts';
import { nextSample } from '../../harness/contract/sampling.ts';
import { ROTATE_AT_BYTES, type Soak } from '../../harness/contract/soak.ts';
import { AT, ENVIRONMENT, type Hearer, PLAN, sampleAt } from '../harness/analyse/make-run.ts';

/** A resource of the replicate of a round as a function of finished cycles, asked from 0 upwards. */
export type RoundCurve = (round: number) => (cycle: number) => number;
export type SoakCurves = Partial<Record<ArmName, Partial<Record<ResourceName, RoundCurve>>>>;

export const SOAK: Soak = {
  until: { by: 'cycles', cycles: 1e9 },
  checkpointMs: 0,
  untilSettled: false,
  cyclesPerSecond: null,
  pauseMs: 0,
  quietHours: null,
  rotateAtBytes: ROTATE_AT_BYTES,
};

/** A soak of off alone, sampled as a real one, its replicates just long enough to be judged. */
export const soakPlan = (changes: Partial<Plan> = {}): Plan => ({
  ...PLAN,
  command: 'soak',
  arms: ['off'],
  length: { by: 'cycles', cycles: 512 },
  blockCycles: null,
  lostHosts: 'replace',
  soak: SOAK,
  ...changes,
});

/** Tells a round: one replicate after the other, each from its first sample to its end. */
export function tellRound(round: number, curves: SoakCurves, plan: Plan, hearer: Hearer): void {
  const arms: readonly ArmName[] = plan.control ? [...plan.arms, 'control'] : plan.arms;
  for (const arm of arms) tellReplicate(`${arm}-${round}`, arm, round, curves[arm] ?? {}, plan, hearer);
  hearer.addEvent({
    ...AT,
    event: 'round-finished',
    round,
    cycles: round * plan.arms.length * cyclesOf(plan),
  });
}

export function tellReplicate(
  replicate: string,
  arm: ArmName,
  round: number,
  curves: Partial<Record<ResourceName, RoundCurve>>,
  plan: Plan,
  hearer: Hearer,
  cycles = cyclesOf(plan),
): void {
  hearer.addEvent({ ...AT, event: 'host-started', replicate, arm, pid: 1 });
  const own = Object.entries(curves).map(([name, curve]) => [name, curve(round)] as const);
  let asked = -1;
  const last = new Map<string, number>();
  for (let cycle = 0; cycle <= cycles; cycle = nextSample(cycle, plan)) {
    // Curves with noise keep a state, and want every cycle.
    while (asked < cycle) {
      asked += 1;
      for (const [name, curve] of own) last.set(name, curve(asked));
    }
    const readings: Readings = Object.fromEntries(last);
    hearer.add(sampleAt(replicate, arm, cycle, readings));
  }
  hearer.addEvent({ ...AT, event: 'host-finished', replicate, arm, cycles });
}

export const cyclesOf = ({ length }: Plan): number => (length.by === 'cycles' ? length.cycles : 0);

/** The same rows, collected replicate by replicate and in batches. */
export function collectBoth(
  rounds: number,
  curves: SoakCurves,
  plan: Plan,
): { readonly raw: Run; readonly merged: Run } {
  const raw = createSeriesCollector();
  const merging = createMergingCollector(plan);
  const both: Hearer = {
    add: (sample) => {
      raw.add(sample);
      merging.add(sample);
    },
    addEvent: (event) => {
      raw.addEvent(event);
      merging.addEvent(event);
    },
  };
  for (let round = 1; round <= rounds; round += 1) tellRound(round, curves, plan, both);
  const run = (collected: Run['collected']): Run => ({ plan, environment: ENVIRONMENT, collected });
  return { raw: run(raw.finish()), merged: run(merging.finish()) };
}
