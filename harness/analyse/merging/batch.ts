import type { BatchState, FailuresByCycle, Totals } from '../../contract/merged.ts';
import { RESOURCE_NAMES, type ResourceName } from '../../contract/resources.ts';
import { bothFailed, NONE_FAILED } from '../failed-cycles.ts';
import type { ReplicateFacts } from '../replicate-log.ts';
import type { Points } from '../statistics/points.ts';

/** Of one resource: sums (`y`) over the replicates of a batch at the cycles (`x`) that all of them have. */
export type Sums = ReadonlyMap<ResourceName, Points>;

/** Replicates that are judged as one: see the schema of merged.json. */
export interface Batch {
  readonly first: string;
  readonly last: string;
  readonly totals: Totals;
  readonly sums: Sums;
  /** Failed cycles of all its replicates together, by cycle; null where it is not known when they failed. */
  readonly failures: Points | null;
}

export const NO_TOTALS: Totals = {
  replicates: 0,
  cycles: 0,
  failedCycles: 0,
  elapsedMs: 0,
  walksOverBudget: 0,
};

export const totalsOf = (facts: ReplicateFacts): Totals => ({
  replicates: 1,
  cycles: facts.cycles,
  failedCycles: facts.failedCycles,
  elapsedMs: facts.elapsedMs,
  walksOverBudget: facts.walksOverBudget,
});

export const addTotals = (a: Totals, b: Totals): Totals => ({
  replicates: a.replicates + b.replicates,
  cycles: a.cycles + b.cycles,
  failedCycles: a.failedCycles + b.failedCycles,
  elapsedMs: a.elapsedMs + b.elapsedMs,
  walksOverBudget: a.walksOverBudget + b.walksOverBudget,
});

/** A batch of one. What it is made from may change later: it is copied. */
export function batchOfOne(facts: ReplicateFacts, points: Sums): Batch {
  const copies = [...points].map(
    ([resource, { x, y }]) => [resource, { x: x.slice(), y: y.slice() }] as const,
  );
  return {
    first: facts.replicate,
    last: facts.replicate,
    totals: totalsOf(facts),
    sums: sharingClocks(new Map(copies)),
    failures: facts.failedCycles === 0 ? NONE_FAILED : (facts.failures ?? null),
  };
}

/**
 * Two batches as one. A point is kept only where both have one: a heap walk that was there by luck would mix the levels
 * of some replicates with those of others.
 */
export function joined(a: Batch, b: Batch): Batch {
  const sums = new Map<ResourceName, Points>();
  for (const [resource, points] of a.sums) {
    const others = b.sums.get(resource);
    if (others !== undefined) sums.set(resource, addedUp(points, others));
  }
  return {
    first: a.first,
    last: b.last,
    totals: addTotals(a.totals, b.totals),
    sums: sharingClocks(sums),
    failures: a.failures === null || b.failures === null ? null : bothFailed(a.failures, b.failures),
  };
}

/** The batch as the series of a single replicate. */
export function meansOf({ sums, totals }: Batch): Sums {
  const { replicates } = totals;
  if (replicates === 1) return sums;
  return new Map(
    [...sums].map(([resource, { x, y }]) => [resource, { x, y: y.map((each) => each / replicates) }]),
  );
}

function addedUp(a: Points, b: Points): Points {
  if (areAlike(a.x, b.x)) return { x: a.x, y: a.y.map((value, i) => value + (b.y[i] ?? Number.NaN)) };
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0, j = 0; i < a.x.length && j < b.x.length; ) {
    const [here, there] = [a.x[i] ?? Number.NaN, b.x[j] ?? Number.NaN];
    if (here === there) {
      x.push(here);
      y.push((a.y[i] ?? Number.NaN) + (b.y[j] ?? Number.NaN));
    }
    if (here <= there) i += 1;
    if (there <= here) j += 1;
  }
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

function areAlike(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}

/** Nearly all resources are read at the same cycles: one column of them does. */
function sharingClocks(sums: Sums): Sums {
  const clocks: Float64Array[] = [];
  const shared = new Map<ResourceName, Points>();
  for (const [resource, { x, y }] of sums) {
    const known = clocks.find((each) => areAlike(each, x));
    if (known === undefined) clocks.push(x);
    shared.set(resource, { x: known ?? x, y });
  }
  return shared;
}

/** The failed cycles of a batch as those of a single replicate. */
export function meanFailures({ failures, totals }: Batch): Points | null {
  if (failures === null) return null;
  return { x: failures.x, y: failures.y.map((each) => each / totals.replicates) };
}

export function batchState({ failures, first, last, sums, totals }: Batch): BatchState {
  const clocks = [...new Set([...sums.values()].map(({ x }) => x))];
  const state: BatchState = { first, last, totals, clocks: clocks.map((each) => [...each]), sums: {} };
  for (const [resource, { x, y }] of sums)
    state.sums[resource] = { clock: clocks.indexOf(x), values: [...y] };
  if (failures !== null && failures.x.length > 0) state.failures = failuresState(failures);
  return state;
}

export const failuresState = ({ x, y }: Points): FailuresByCycle => ({ cycles: [...x], failed: [...y] });

export const failuresFrom = ({ cycles, failed }: FailuresByCycle): Points => ({
  x: Float64Array.from(cycles),
  y: Float64Array.from(failed),
});

export function batchFrom({ clocks, failures, first, last, sums, totals }: BatchState): Batch {
  const columns = clocks.map((each) => Float64Array.from(each));
  const restored = new Map<ResourceName, Points>();
  for (const resource of RESOURCE_NAMES) {
    const state = sums[resource];
    if (state === undefined) continue;
    const x = columns[state.clock] ?? new Float64Array(0);
    restored.set(resource, { x, y: Float64Array.from(state.values) });
  }
  const unknown = totals.failedCycles === 0 ? NONE_FAILED : null;
  const known = failures === undefined ? unknown : failuresFrom(failures);
  return { first, last, totals, sums: restored, failures: known };
}
