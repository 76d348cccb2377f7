import type { ArmName } from '../contract/arms.ts';
import type { RunEvent } from '../contract/event.ts';
import { exhaustedSchema } from '../contract/exhaustion.ts';
import type { EarlyEnd, LossesState, Totals } from '../contract/merged.ts';
import { RESOURCE_NAMES, RESOURCES, type ResourceName } from '../contract/resources.ts';
import type { FailureSummary } from '../contract/result.ts';
import type { AttachedSample, QuiescentSample, Sample } from '../contract/sample.ts';
import type { HeapWalks, RunSeries, Series } from '../contract/series.ts';
import { remarkOf } from './attached-remarks.ts';
import { createFailureTally, type FailureTally } from './failures.ts';
import type { ExplainedReplicate } from './kinds/explained.ts';
import { type ReplicateFacts, ReplicateLog } from './replicate-log.ts';

export type { Ending, ReplicateFacts } from './replicate-log.ts';
export { processesIn, totalOver } from './replicate-log.ts';

/** Cycles of a replicate that count for a rate: none after its process ran out, as those logged nobody on. */
export const judgedCycles = ({ cycles, ending }: ReplicateFacts): number =>
  ending.kind === 'exhausted' ? ending.exhausted.cycle : cycles;

/** A session host that was measured whole, and did not leave. */
export interface StuckHost {
  readonly replicate: string;
  /** The call that it did not come back from. */
  readonly call: string;
}

/**
 * A run, reduced to what the analysis needs. All but `explained` is of the sweeps alone, from which verdicts
 * are drawn.
 */
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
  /** Replicates that went on after their sweeps, in the order in which they first appeared. */
  readonly explained: readonly ExplainedReplicate[];
  /** Whether the run came to the end that was planned. */
  readonly isOver?: boolean;
  /** Mailboxes that no cycle takes any more, in the order in which it was found out. */
  readonly quarantined?: readonly string[];
  /** Session hosts that had to be ended by force, in the order in which they were. */
  readonly stuck?: readonly StuckHost[];
  /** What befell an attached run that bears on its result. */
  readonly remarks?: readonly string[];
  /** Of a soak: what is in no list of replicates. */
  readonly soak?: SoakTally;
}

/** What a soak has counted, as its replicates are too many to be listed. */
export interface SoakTally {
  readonly rounds: number;
  /** Whether it ended as planned, or because its question was answered. */
  readonly isOver: boolean;
  readonly arms: ReadonlyMap<ArmName, SoakArmTally>;
}

export interface SoakArmTally {
  /** Replicates that ran to their end: all that is in batches. */
  readonly whole: number;
  /** Of `whole`, those whose batch is not full yet: they are in no rate. */
  readonly waiting: number;
  /** Replicates in each full batch. */
  readonly batchReplicates: number;
  /** Replicates that ended early, and their cycles. */
  readonly ended: ReadonlyMap<EarlyEnd, number>;
  readonly early: Totals;
  /** Of hosts that were lost: in which calls (`hung MAPILogonEx`), and at which mailboxes. */
  readonly losses: LossesState;
  /** Of `early`, what is judged and in no list any more: all but lost hosts, in whose places others ran. */
  readonly forgotten: Totals;
}

/** Takes the rows of a run folder one by one, in any order between replicates, and keeps only numbers. */
export interface SeriesCollector {
  add(sample: Sample): void;
  addEvent(event: RunEvent): void;
  /**
   * What was heard so far. It stays what it is when more is added, and costs little: every look asks for it.
   */
  finish(): Collected;
}

interface OfReplicate {
  readonly replicate: string;
  readonly arm: ArmName;
}

export function createSeriesCollector(): SeriesCollector {
  const replicates = new Map<string, ReplicateLog>();
  const failures = new Map<ArmName, FailureTally>();
  const unsupported = new Map<ArmName, Map<ResourceName, string>>();
  const invalidArms = new Map<ArmName, string>();
  const remarks: string[] = [];
  let isOver = false;
  let quarantined: readonly string[] = [];
  const stuck: StuckHost[] = [];
  const running = new Map<string, ArmName>();
  /** Told by an event to go on after their sweeps. */
  const beyondSweep = new Set<string>();

  const logOf = ({ replicate, arm }: OfReplicate): ReplicateLog =>
    entryOf(replicates, replicate, () => new ReplicateLog(replicate, arm));
  // Events may be heard before all samples, as when a folder is read, or between them.
  const isBeyondSweep = ({ replicate }: OfReplicate): boolean =>
    beyondSweep.has(replicate) || replicates.get(replicate)?.isBeyondSweep === true;

  return {
    add(sample) {
      const log = logOf(sample);
      switch (sample.kind) {
        case 'quiescent':
          return log.add(sample);
        case 'outside':
          return log.addOutside(sample);
        case 'attached':
          return log.add(asSweep(sample));
      }
    },

    addEvent(event) {
      const remark = remarkOf(event);
      if (remark !== null) remarks.push(remark);
      switch (event.event) {
        case 'source-unsupported':
          entryOf(unsupported, event.arm, () => new Map()).set(event.resource, event.reason);
          break;
        case 'cycles-failed':
          if (!isBeyondSweep(event)) entryOf(failures, event.arm, createFailureTally).add(event.failures);
          break;
        case 'host-started':
          running.set(event.replicate, event.arm);
          break;
        case 'look':
          if (event.ruling !== 'explain') break;
          for (const [replicate, arm] of running) if (arm === event.arm) beyondSweep.add(replicate);
          break;
        case 'host-finished':
          running.delete(event.replicate);
          logOf(event).finished(event.cycles);
          break;
        case 'exhausted':
          running.delete(event.replicate);
          logOf(event).ranOut(exhaustedSchema.parse(event), isBeyondSweep(event));
          break;
        case 'over-limit':
          running.delete(event.replicate);
          logOf(event).overLimit(event, isBeyondSweep(event));
          break;
        case 'host-lost':
          running.delete(event.replicate);
          logOf(event).lost(event, isBeyondSweep(event));
          break;
        case 'run-finished':
          isOver = event.outcome === 'complete';
          break;
        case 'mailbox-quarantined':
          quarantined = [...quarantined, event.mailbox];
          break;
        case 'mailboxes-taken-back':
          quarantined = withoutTakenBack(quarantined, event);
          break;
        case 'host-ended':
          stuck.push({ replicate: event.replicate, call: event.call });
          break;
        case 'arm-invalid':
          invalidArms.set(event.arm, event.reason);
          break;
        default:
          break;
      }
    },

    finish() {
      const logs = [...replicates.values()];
      return {
        series: seriesOf(logs),
        replicates: logs.map((each) => each.facts()),
        heapWalks: logs.flatMap((each) => each.heapWalks() ?? []),
        failures: new Map([...failures].map(([arm, tally]) => [arm, tally.summary()])),
        unsupported: new Map([...unsupported].map(([arm, reasons]) => [arm, new Map(reasons)])),
        invalidArms: new Map(invalidArms),
        remarks: [...remarks],
        isOver,
        quarantined: [...quarantined],
        stuck: [...stuck],
        explained: logs.flatMap((each) => each.explained() ?? []),
      };
    },
  };
}

/** Mailboxes that are left out still, after some were taken back. */
export function withoutTakenBack(
  quarantined: readonly string[],
  { mailboxes }: Extract<RunEvent, { event: 'mailboxes-taken-back' }>,
): readonly string[] {
  const back = new Set(mailboxes.filter(({ wasLeftOut }) => wasLeftOut).map(({ mailbox }) => mailbox));
  return quarantined.filter((mailbox) => !back.has(mailbox));
}

/** Who watches from outside sweeps over no mailboxes, but has nothing else to judge by. */
const asSweep = (sample: AttachedSample): QuiescentSample => ({
  ...sample,
  kind: 'quiescent',
  phase: 'sweep',
  failedCycles: 0,
  walk: { covered: 'none', reason: 'unsupported' },
});

function seriesOf(logs: readonly ReplicateLog[]): RunSeries {
  const series = new Map<ResourceName, Series[]>();
  for (const log of logs) {
    const { replicate, arm } = log;
    const inside = log.inside();
    const fromOutside = log.fromOutside();
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
