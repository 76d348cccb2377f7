import type { ArmName } from '../contract/arms.ts';
import type { LastActivity, RunEvent } from '../contract/event.ts';
import { type Exhausted, exhaustedSchema } from '../contract/exhaustion.ts';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../contract/resources.ts';
import type { FailureSummary } from '../contract/result.ts';
import type { Sample } from '../contract/sample.ts';
import type { HeapWalks, RunSeries, Series } from '../contract/series.ts';
import { createFailureTally, type FailureTally } from './failures.ts';
import { createHeapWalkEnds, type HeapWalkEnds } from './heap-walks.ts';
import { createSampleTable, type SampleTable } from './sample-table.ts';

/**
 * How a replicate ended. `exhausted`: its process ran out, which is a result. `unfinished`: the run was stopped,
 * or its folder was copied before the end.
 */
export type Ending =
  | { readonly kind: 'finished' }
  | { readonly kind: 'exhausted'; readonly exhausted: Exhausted }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'lost'; readonly how: 'died' | 'hung' | 'failed'; readonly lastActivity: LastActivity };

/** What is known of one replicate besides its series. */
export interface ReplicateFacts {
  readonly replicate: string;
  readonly arm: ArmName;
  /** Cycles attempted, failed ones included. */
  readonly cycles: number;
  readonly failedCycles: number;
  readonly elapsedMs: number;
  /** Samples that went without a heap walk because the walk budget was spent. */
  readonly walksOverBudget: number;
  readonly ending: Ending;
}

/** Cycles of a replicate that count for a rate: none after its process ran out, as those logged nobody on. */
export const judgedCycles = ({ cycles, ending }: ReplicateFacts): number =>
  ending.kind === 'exhausted' ? ending.exhausted.cycle : cycles;

/** A run, reduced to what the analysis needs. */
export interface Collected {
  readonly series: RunSeries;
  /** In the order in which they first appeared. */
  readonly replicates: readonly ReplicateFacts[];
  /** Of replicates whose heaps were walked twice and named, in the order in which they first appeared. */
  readonly heapWalks: readonly HeapWalks[];
  readonly failures: ReadonlyMap<ArmName, FailureSummary>;
  /** What an arm's session hosts could not read, and why. */
  readonly unsupported: ReadonlyMap<ArmName, ReadonlyMap<ResourceName, string>>;
  /** Arms whose setting was not in force, and why. */
  readonly invalidArms: ReadonlyMap<ArmName, string>;
}

/** Takes the rows of a run folder one by one, in any order between replicates, and keeps only numbers. */
export interface SeriesCollector {
  add(sample: Sample): void;
  addEvent(event: RunEvent): void;
  finish(): Collected;
}

interface Replicate {
  readonly arm: ArmName;
  /** Samples at quiescent points: the only ones that are judged. */
  readonly quiescent: SampleTable;
  /** Samples from outside the process, of the resources that are only shown. */
  readonly outside: SampleTable;
  readonly walks: HeapWalkEnds;
  cycles: number;
  failedCycles: number;
  elapsedMs: number;
  walksOverBudget: number;
  ending: Ending;
}

export function createSeriesCollector(): SeriesCollector {
  const replicates = new Map<string, Replicate>();
  const failures = new Map<ArmName, FailureTally>();
  const unsupported = new Map<ArmName, Map<ResourceName, string>>();
  const invalidArms = new Map<ArmName, string>();

  const replicateOf = (row: { readonly replicate: string; readonly arm: ArmName }): Replicate =>
    entryOf(replicates, row.replicate, () => newReplicate(row.arm));

  return {
    add(sample) {
      const replicate = replicateOf(sample);
      if (sample.kind === 'outside') {
        replicate.outside.add(sample.cycle, sample.readings);
        return;
      }
      replicate.quiescent.add(sample.cycle, sample.readings);
      replicate.walks.add(sample.cycle, sample.walk);
      replicate.cycles = Math.max(replicate.cycles, sample.cycle);
      replicate.failedCycles = Math.max(replicate.failedCycles, sample.failedCycles);
      replicate.elapsedMs = Math.max(replicate.elapsedMs, sample.elapsedMs);
      if (sample.walk.covered === 'none' && sample.walk.reason === 'budget') replicate.walksOverBudget += 1;
    },

    addEvent(event) {
      switch (event.event) {
        case 'source-unsupported':
          entryOf(unsupported, event.arm, () => new Map()).set(event.resource, event.reason);
          break;
        case 'cycles-failed':
          entryOf(failures, event.arm, createFailureTally).add(event.failures);
          break;
        case 'host-finished': {
          const replicate = replicateOf(event);
          replicate.cycles = Math.max(replicate.cycles, event.cycles);
          replicate.ending = { kind: 'finished' };
          break;
        }
        case 'exhausted': {
          const replicate = replicateOf(event);
          replicate.cycles = Math.max(replicate.cycles, event.cycles);
          replicate.failedCycles = Math.max(replicate.failedCycles, event.failedCycles);
          replicate.ending = { kind: 'exhausted', exhausted: exhaustedSchema.parse(event) };
          break;
        }
        case 'host-lost':
          replicateOf(event).ending = { kind: 'lost', how: event.how, lastActivity: event.lastActivity };
          break;
        case 'arm-invalid':
          invalidArms.set(event.arm, event.reason);
          break;
        default:
          break;
      }
    },

    finish: () => ({
      series: seriesOf(replicates),
      replicates: [...replicates].map(([replicate, facts]) => factsOf(replicate, facts)),
      heapWalks: [...replicates].flatMap(([replicate, { arm, walks }]) => {
        const ends = walks.finish();
        return ends === null ? [] : [{ replicate, arm, ...ends }];
      }),
      failures: new Map([...failures].map(([arm, tally]) => [arm, tally.summary()])),
      unsupported,
      invalidArms,
    }),
  };
}

function newReplicate(arm: ArmName): Replicate {
  return {
    arm,
    quiescent: createSampleTable(),
    outside: createSampleTable(),
    walks: createHeapWalkEnds(),
    cycles: 0,
    failedCycles: 0,
    elapsedMs: 0,
    walksOverBudget: 0,
    ending: { kind: 'unfinished' },
  };
}

function factsOf(replicate: string, facts: Replicate): ReplicateFacts {
  const { arm, cycles, failedCycles, elapsedMs, walksOverBudget, ending } = facts;
  return { replicate, arm, cycles, failedCycles, elapsedMs, walksOverBudget, ending };
}

function seriesOf(replicates: ReadonlyMap<string, Replicate>): RunSeries {
  const series = new Map<ResourceName, Series[]>();
  for (const [replicate, { arm, quiescent, outside }] of replicates) {
    const inside = quiescent.finish();
    const fromOutside = outside.finish();
    for (const resource of RESOURCE_NAMES) {
      const shownOnly = RESOURCES[resource].role === 'context';
      const points = inside.get(resource) ?? (shownOnly ? fromOutside.get(resource) : undefined);
      if (points === undefined) continue;
      entryOf(series, resource, () => []).push({ replicate, arm, cycles: points.x, values: points.y });
    }
  }
  return series;
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
}
