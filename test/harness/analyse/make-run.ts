import type { Run } from '../../../harness/analyse/analyse.ts';
import { createSeriesCollector, type SeriesCollector } from '../../../harness/analyse/series.ts';
import type { ArmName } from '../../../harness/contract/arms.ts';
import type { Environment } from '../../../harness/contract/environment.ts';
import type { RunEvent } from '../../../harness/contract/event.ts';
import type { Exhausted } from '../../../harness/contract/exhaustion.ts';
import type { Plan } from '../../../harness/contract/plan.ts';
import type { Readings, ResourceName } from '../../../harness/contract/resources.ts';
import type { Sample, WalkCoverage } from '../../../harness/contract/sample.ts';
import { nextSample } from '../../../harness/contract/sampling.ts';

/** A resource as a function of finished cycles. */
export type Curve = (cycle: number) => number;

/** What each arm does to each resource; called once per replicate, so that each may draw its own noise. */
export type ArmCurves = Partial<Record<ArmName, Partial<Record<ResourceName, (replicate: number) => Curve>>>>;

export interface RunShape {
  readonly curves: ArmCurves;
  readonly cycles?: number;
  /** Cycles of the replicates of arms that stopped before the others did. */
  readonly stoppedAt?: Partial<Record<ArmName, number>>;
  readonly plan?: Partial<Plan>;
  readonly environment?: Partial<Environment>;
  /** Failed cycles at the end of each replicate of an arm. */
  readonly failedCycles?: Partial<Record<ArmName, number>>;
  /** The cycle in which every replicate of an arm runs out; two more fail after it. */
  readonly exhaustedAt?: Partial<Record<ArmName, number>>;
  readonly walk?: WalkCoverage;
  readonly events?: readonly RunEvent[];
}

export const WALKED: WalkCoverage = { covered: 'all', heaps: 3, busyBlocks: 100, walkMs: 1, groups: [] };

/** A plan of 4 replicates of off and on, 1,000 cycles of one mailbox each, without a control arm. */
export const PLAN: Plan = {
  schema: 1,
  command: 'compare',
  createdAt: '2026-01-01T00:00:00.000Z',
  scenario: { name: 'logon', file: null, sha256: null },
  mapi: { kind: 'stand-in' },
  ffi: 'ffi-napi',
  impersonation: 'logon-user',
  logonType: 'interactive',
  mailboxes: { kind: 'generated', count: 10 },
  mailboxOrder: 'sequential',
  arms: ['off', 'on'],
  control: false,
  flagPlaces: { view: 'own', key: 'applications' },
  replicates: 4,
  layout: 'sequential',
  length: { by: 'cycles', cycles: 1000 },
  horizonCycles: null,
  blockCycles: 10,
  dither: false,
  selfTest: false,
  explain: false,
  seed: 1,
  order: [{ replicate: 'off-1', arm: 'off', round: 1 }],
  walkBudget: 0.1,
  margin: { bytesPerCycle: 64, countPerCycle: 0.01, of: {} },
  confidence: 0.95,
  hangTimeoutMs: 1000,
  standInDials: {},
  expect: null,
  thresholds: [],
  lostHosts: 'end-run',
  abortOverBytes: null,
};

export const ENVIRONMENT: Environment = {
  schema: 1,
  mapileak: '0.1.0',
  node: 'v20.20.2',
  platform: 'linux',
  arch: 'x64',
  osRelease: '6.1',
  wine: null,
  cpus: 2,
  totalMemoryBytes: 2 ** 32,
  bitness: 64,
  standIn: true,
  standInDials: {},
  libraries: [],
  flagBefore: [],
  preflight: [],
  unsupported: [],
};

/** Event fields that no rule looks at. */
export const AT = { schema: 1, at: '2026-01-01T00:00:00.000Z', elapsedMs: 0 } as const;

/** A run that ends when it is settled, as `compare` makes it, but for its length. */
export const settledPlan = (maxCycles: number, horizonCycles = 512): Partial<Plan> => ({
  length: { by: 'settled', maxCycles },
  horizonCycles,
  blockCycles: null,
});

/** Who hears the rows of a run. */
export type Hearer = Pick<SeriesCollector, 'add' | 'addEvent'>;

/** Samples a run at the end of every block, as a session host would, and collects it. */
export function makeRun(shape: RunShape): Run {
  const plan = planOf(shape);
  const collector = createSeriesCollector();
  tellRun(shape, plan, collector);
  return { plan, environment: { ...ENVIRONMENT, ...shape.environment }, collected: collector.finish() };
}

/** The plan of a run: its arms are those that do something. */
export function planOf(shape: RunShape): Plan {
  const arms = (['off', 'on', 'absent'] as const).filter((arm) => shape.curves[arm] !== undefined);
  const instrument = (['control', 'planted'] as const).filter((arm) => shape.curves[arm] !== undefined);
  const base: Plan = {
    ...PLAN,
    arms: [...arms],
    control: instrument.includes('control'),
    selfTest: instrument.includes('planted'),
    length: { by: 'cycles', cycles: shape.cycles ?? 1000 },
    ...shape.plan,
  };
  const order = [...arms, ...instrument].flatMap((arm) =>
    Array.from({ length: base.replicates }, (_, index) => ({
      replicate: `${arm}-${index + 1}`,
      arm,
      round: index + 1,
    })),
  );
  return { ...base, order };
}

/** Tells all rows of a run, one replicate after the other. */
export function tellRun(shape: RunShape, plan: Plan, hearer: Hearer): void {
  for (const { replicate, arm, round } of plan.order) {
    const cycles = shape.stoppedAt?.[arm] ?? shape.cycles ?? 1000;
    const curves = Object.entries(shape.curves[arm] ?? {}).map(
      ([name, curve]) => [name, curve(round)] as const,
    );
    const end = shape.exhaustedAt?.[arm] ?? Number.POSITIVE_INFINITY;
    const sample = (cycle: number, failed: number): void => {
      // Cycles that failed for want of memory leave nothing behind.
      const worked = Math.min(cycle, end);
      const readings: Readings = Object.fromEntries(curves.map(([name, curve]) => [name, curve(worked)]));
      hearer.add(sampleAt(replicate, arm, cycle, readings, failed, shape.walk ?? WALKED));
    };
    for (let cycle = 0; cycle <= Math.min(cycles, end); cycle = nextSample(cycle, plan)) {
      sample(cycle, Math.min(cycle, shape.failedCycles?.[arm] ?? 0));
    }
    if (end < cycles) {
      sample(end + 3, 3);
      hearer.addEvent({ ...AT, event: 'exhausted', replicate, arm, ...exhaustedAt(end) });
    } else {
      hearer.addEvent({ ...AT, event: 'host-finished', replicate, arm, cycles });
    }
  }
  for (const event of shape.events ?? []) hearer.addEvent(event);
}

/** A replicate that ran out of memory in this cycle. */
export const exhaustedAt = (cycle: number, code = 'MAPI_E_NOT_ENOUGH_MEMORY'): Exhausted => ({
  cycle,
  code,
  call: 'MAPILogonEx',
  mailbox: 'ann',
  cycles: cycle + 3,
  failedCycles: 3,
  privateBytes: 2_040_109_466,
  virtualBytes: 2_100_000_000,
  heaps: cycle + 2,
});

export function sampleAt(
  replicate: string,
  arm: ArmName,
  cycle: number,
  readings: Readings,
  failedCycles = 0,
  walk: WalkCoverage = WALKED,
): Sample {
  const elapsedMs = cycle * 2;
  const who = { schema: 1, kind: 'quiescent', replicate, arm, phase: 'sweep' } as const;
  return { ...who, cycle, failedCycles, elapsedMs, readings, walk };
}
