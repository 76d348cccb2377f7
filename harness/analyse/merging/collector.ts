import { ARM_NAMES, type ArmName } from '../../contract/arms.ts';
import type { RunEvent } from '../../contract/event.ts';
import { exhaustedSchema } from '../../contract/exhaustion.ts';
import { PROBE } from '../../contract/host-losses.ts';
import type { EarlyEnd, MergedSeries } from '../../contract/merged.ts';
import { isWhole, type Plan } from '../../contract/plan.ts';
import { RESOURCE_NAMES, type ResourceName } from '../../contract/resources.ts';
import type { Sample } from '../../contract/sample.ts';
import type { RunSeries, Series } from '../../contract/series.ts';
import { ReplicateLog } from '../replicate-log.ts';
import { type Collected, type SeriesCollector, withoutTakenBack } from '../series.ts';
import type { Points } from '../statistics/points.ts';
import { MergingArm } from './arm.ts';

/** Collects a soak in a memory that does not grow with it. */
export interface MergingCollector extends SeriesCollector {
  /** No session host lives: whoever has not ended is cut off, and nothing more is heard of who has. */
  settle(): void;
  /** To go on from, when the rows so far are gone. Only what is settled is in it. */
  state(): MergedSeries;
}

/** A replicate of which more may be heard, in whatever order: when a folder is read, events come before samples. */
interface Open {
  readonly log: ReplicateLog;
  /** As an event told; null before. */
  end: EarlyEnd | 'finished' | null;
  /** By the samples; `finished` by an event says how many there were. */
  lastCycle: number;
}

const NOTHING_MERGED: MergedSeries = {
  rounds: 0,
  isOver: false,
  quarantined: [],
  stuck: [],
  arms: [],
};

/** As many as can be kept of events. */
const MOST_QUARANTINED = 1024;
const MOST_STUCK = 16;

/** @param from what was collected before */
export function createMergingCollector(plan: Plan, from: MergedSeries = NOTHING_MERGED): MergingCollector {
  const arms = new Map(from.arms.map((each) => [each.arm, MergingArm.from(each)]));
  const open = new Map<string, Open>();
  /** Replicates of this part of the rows that are merged or kept: a late row of theirs is not a new replicate. */
  const done = new Set<string>();
  const started = new Map<string, ArmName>();
  let { isOver, quarantined, rounds, stuck } = from;
  /** Whether the run ended, however: then nobody goes on. */
  let hasEnded = false;

  const armOf = (arm: ArmName): MergingArm => {
    const found = arms.get(arm) ?? MergingArm.start(arm);
    arms.set(arm, found);
    return found;
  };
  const openOf = (replicate: string, arm: ArmName): Open => {
    const found = open.get(replicate) ?? { log: new ReplicateLog(replicate, arm), end: null, lastCycle: 0 };
    open.set(replicate, found);
    return found;
  };
  const close = (replicate: string, { end, lastCycle, log }: Open): void => {
    open.delete(replicate);
    started.delete(replicate);
    done.add(replicate);
    const arm = armOf(log.arm);
    if (end !== 'finished') arm.addEarly(log, end ?? 'cut');
    else if (!isWhole(plan, lastCycle)) arm.addEarly(log, 'cut');
    else if (log.arm === 'planted') arm.addSingle(log);
    else arm.addWhole(log);
  };
  /** The arms as they will be when those that have ended are settled; and who has not ended. */
  const soFar = (): { readonly all: readonly MergingArm[]; readonly going: readonly Open[] } => {
    const ended = [...open.values()].filter(({ end }) => end !== null || hasEnded);
    const all = ARM_NAMES.flatMap((name) => {
      const early = ended.filter(({ log }) => log.arm === name);
      const arm = early.length === 0 ? arms.get(name) : armOf(name).copy();
      for (const { end, log } of early) arm?.addEarly(log, end === null || end === 'finished' ? 'cut' : end);
      return arm ?? [];
    });
    return { all, going: [...open.values()].filter((each) => !ended.includes(each)) };
  };
  /** The last sample of a whole replicate falls on its last cycle. */
  const closeIfWhole = (replicate: string, each: Open): void => {
    if (each.end === 'finished' && isWhole(plan, each.lastCycle)) close(replicate, each);
  };

  return {
    add(sample: Sample) {
      // What is seen from outside is only ever shown, and knows no cycle of its own.
      if (sample.kind !== 'quiescent' || done.has(sample.replicate)) return;
      const each = openOf(sample.replicate, sample.arm);
      each.log.add(sample);
      if (sample.phase === 'sweep') each.lastCycle = Math.max(each.lastCycle, sample.cycle);
      closeIfWhole(sample.replicate, each);
    },

    addEvent(event: RunEvent) {
      switch (event.event) {
        case 'host-started':
          hasEnded = false;
          started.set(event.replicate, event.arm);
          break;
        case 'source-unsupported':
          armOf(event.arm).unsupported.set(event.resource, event.reason);
          break;
        case 'cycles-failed':
          armOf(event.arm).failures.add(event.failures);
          break;
        case 'arm-invalid':
          armOf(event.arm).invalid = event.reason;
          break;
        case 'host-finished': {
          if (done.has(event.replicate)) break;
          const each = openOf(event.replicate, event.arm);
          each.log.finished(event.cycles);
          // Its limit may have been told before.
          each.end ??= 'finished';
          closeIfWhole(event.replicate, each);
          break;
        }
        case 'exhausted': {
          const each = openOf(event.replicate, event.arm);
          each.log.ranOut(exhaustedSchema.parse(event), false);
          each.end = 'exhausted';
          break;
        }
        case 'over-limit': {
          const each = openOf(event.replicate, event.arm);
          each.log.overLimit(event, false);
          each.end = 'over-limit';
          break;
        }
        case 'host-lost': {
          // It has an arm, as it opens that arm’s scenario, and measures nothing of it.
          if (event.replicate === PROBE) break;
          const each = openOf(event.replicate, event.arm);
          each.log.lost(event, false);
          each.end = event.how;
          break;
        }
        case 'resumed':
          for (const replicate of event.cutOff) {
            const arm = started.get(replicate);
            if (arm !== undefined) openOf(replicate, arm).end ??= 'cut';
          }
          break;
        case 'mailbox-quarantined':
          if (quarantined.length < MOST_QUARANTINED) quarantined = [...quarantined, event.mailbox];
          break;
        case 'mailboxes-taken-back':
          quarantined = [...withoutTakenBack(quarantined, event)];
          break;
        case 'host-ended':
          stuck = [...stuck, { replicate: event.replicate, call: event.call }].slice(-MOST_STUCK);
          break;
        case 'round-finished':
          rounds = Math.max(rounds, event.round);
          break;
        case 'run-finished':
          isOver = event.outcome === 'complete';
          hasEnded = true;
          break;
        default:
          break;
      }
    },

    settle() {
      for (const [replicate, each] of open) close(replicate, each);
      done.clear();
      started.clear();
    },

    state: () => ({
      rounds,
      isOver,
      quarantined,
      stuck,
      arms: [...arms.values()].map((each) => each.state()),
    }),

    finish(): Collected {
      const { all, going } = soFar();
      return {
        series: seriesOf(all, going),
        replicates: [...all.flatMap((arm) => arm.facts()), ...going.map(({ log }) => log.facts())],
        heapWalks: all.flatMap((arm) => arm.heapWalks),
        failures: new Map(
          all.flatMap(({ arm, failures }) => {
            const summary = failures.summary();
            return summary.total === 0 ? [] : [[arm, summary] as const];
          }),
        ),
        unsupported: new Map(all.map(({ arm, unsupported }) => [arm, new Map(unsupported)])),
        isOver,
        invalidArms: new Map(
          all.flatMap(({ arm, invalid }) => (invalid === null ? [] : [[arm, invalid] as const])),
        ),
        explained: [],
        remarks: [],
        quarantined,
        stuck,
        soak: { rounds, isOver, arms: new Map(all.map((arm) => [arm.arm, arm.tally()])) },
      };
    },
  };
}

function seriesOf(arms: readonly MergingArm[], going: readonly Open[]): RunSeries {
  const series = new Map<ResourceName, Series[]>();
  const add = (replicate: string, arm: ArmName, points: ReadonlyMap<ResourceName, Points>): void => {
    for (const resource of RESOURCE_NAMES) {
      const found = points.get(resource);
      if (found === undefined) continue;
      const own = series.get(resource) ?? [];
      own.push({ replicate, arm, cycles: found.x, values: found.y });
      series.set(resource, own);
    }
  };
  for (const arm of arms) {
    for (const [replicate, points] of arm.points()) add(replicate, arm.arm, points);
  }
  const judgesUnfinished = (name: ArmName): boolean =>
    arms.find(({ arm }) => arm === name)?.judgesUnfinished ?? true;
  for (const { log } of going) {
    if (judgesUnfinished(log.arm)) add(log.replicate, log.arm, log.inside());
  }
  return series;
}
