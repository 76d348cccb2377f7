import type { ArmName } from '../contract/arms.ts';
import type { LastActivity, RunEvent } from '../contract/event.ts';
import { type Exhausted, OVER_LIMIT } from '../contract/exhaustion.ts';
import type { ResourceName } from '../contract/resources.ts';
import type { OutsideSample, Phase, QuiescentSample } from '../contract/sample.ts';
import type { HeapWalks } from '../contract/series.ts';
import { createHeapWalkEnds } from './heap-walks.ts';
import { createCensusLog } from './kinds/census-log.ts';
import type { ExplainedReplicate } from './kinds/explained.ts';
import { createPhaseTable, type PhaseTable } from './kinds/phase-table.ts';
import { createSampleTable } from './sample-table.ts';
import { between, type Points } from './statistics/points.ts';

/**
 * How a replicate ended. `exhausted`: its process ran out, which is a result. `unfinished`: the run was
 * stopped, or its folder was copied before the end.
 */
export type Ending =
  | { readonly kind: 'finished' }
  | { readonly kind: 'exhausted'; readonly exhausted: Exhausted }
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'lost'; readonly how: 'died' | 'hung' | 'failed'; readonly lastActivity: LastActivity };

type HostLost = Pick<Extract<RunEvent, { event: 'host-lost' }>, 'how' | 'lastActivity'>;
type OverLimit = Pick<Extract<RunEvent, { event: 'over-limit' }>, 'cycles' | 'privateBytes'>;

/** How a session host was lost, and where it was. */
export type Loss = Readonly<HostLost>;

/** What is known of the sweep of one replicate besides its series: what came later is none of it. */
export interface ReplicateFacts {
  readonly replicate: string;
  readonly arm: ArmName;
  /** Cycles attempted, failed ones included. */
  readonly cycles: number;
  readonly failedCycles: number;
  /** Cycles at which more had failed than at the sample before, and how many had; not given where that is not known. */
  readonly failures?: Points;
  readonly elapsedMs: number;
  /** Samples that went without a heap walk because the walk budget was spent. */
  readonly walksOverBudget: number;
  readonly ending: Ending;
  /**
   * Of a batch of replicates that are judged as one: how many they are. What is counted above is then their mean, and
   * their sum is this many times that. Not given: one.
   */
  readonly standsFor?: number;
  /** How its session host was lost, in its sweep or after it. */
  readonly loss?: Loss;
}

/** How many processes these were. */
export const processesIn = (replicates: readonly ReplicateFacts[]): number =>
  replicates.reduce((total, { standsFor = 1 }) => total + standsFor, 0);

/** A sum over every process. */
export const totalOver = (
  replicates: readonly ReplicateFacts[],
  of: (replicate: ReplicateFacts) => number,
): number => replicates.reduce((total, each) => total + (each.standsFor ?? 1) * of(each), 0);

/** Collects what is heard of one replicate. Everything but `explained` is of its sweep alone. */
export class ReplicateLog {
  readonly replicate: string;
  readonly arm: ArmName;
  private readonly phases: Readonly<Record<Phase, PhaseTable>> = {
    sweep: createPhaseTable(),
    census: createPhaseTable(),
    hammer: createPhaseTable(),
    idle: createPhaseTable(),
  };
  private readonly outside = createSampleTable();
  private readonly walks = createHeapWalkEnds();
  private readonly censuses = createCensusLog();
  private sweptCycles = 0;
  /** By an event, which may know of cycles that no sample came after. */
  private toldCycles = 0;
  private failedCycles = 0;
  private readonly failures: { readonly cycle: number; readonly failed: number }[] = [];
  private elapsedMs = 0;
  private walksOverBudget = 0;
  private hasLaterSamples = false;
  private exhaustedLater: Exhausted | null = null;
  private ending: Ending = { kind: 'unfinished' };
  private loss: Loss | null = null;

  constructor(replicate: string, arm: ArmName) {
    this.replicate = replicate;
    this.arm = arm;
  }

  /** Whether its sweep is known to be over, by what it was sampled in. */
  get isBeyondSweep(): boolean {
    return this.hasLaterSamples;
  }

  add(sample: QuiescentSample): void {
    const { cycle, phase, walk } = sample;
    this.phases[phase].add(sample);
    this.censuses.add(cycle, walk);
    if (phase !== 'sweep') {
      this.hasLaterSamples = true;
      return;
    }
    this.walks.add(cycle, walk);
    this.sweptCycles = Math.max(this.sweptCycles, cycle);
    this.failedBy(cycle, sample.failedCycles);
    this.elapsedMs = Math.max(this.elapsedMs, sample.elapsedMs);
    if (walk.covered === 'none' && walk.reason === 'budget') this.walksOverBudget += 1;
  }

  addOutside(sample: OutsideSample): void {
    this.outside.add(sample, sample.readings);
  }

  finished(cycles: number): void {
    this.toldCycles = Math.max(this.toldCycles, cycles);
    this.ending = { kind: 'finished' };
  }

  /** @param beyondSweep whether the sweep was over: then it ended as planned */
  ranOut(exhausted: Exhausted, beyondSweep: boolean): void {
    if (beyondSweep) {
      this.exhaustedLater = exhausted;
      this.ending = { kind: 'finished' };
      return;
    }
    this.toldCycles = Math.max(this.toldCycles, exhausted.cycles);
    this.failedBy(exhausted.cycles, exhausted.failedCycles);
    this.ending = { kind: 'exhausted', exhausted };
  }

  /** Ended by the program itself, as the process had grown over a limit: where running out would have led. */
  overLimit({ cycles, privateBytes }: OverLimit, beyondSweep: boolean): void {
    const { failedCycles } = this;
    const memory = { privateBytes, virtualBytes: null, heaps: null };
    const where = { cycle: cycles, code: OVER_LIMIT, call: 'between cycles', mailbox: '' };
    this.ranOut({ ...where, cycles, failedCycles, ...memory }, beyondSweep);
  }

  /** @param beyondSweep whether the sweep was over: then all of it was measured that verdicts rest on */
  lost({ how, lastActivity }: HostLost, beyondSweep: boolean): void {
    this.loss = { how, lastActivity };
    this.ending = beyondSweep ? { kind: 'finished' } : { kind: 'lost', how, lastActivity };
  }

  facts(): ReplicateFacts {
    const { replicate, arm, cycles, failedCycles, elapsedMs, walksOverBudget, ending, loss } = this;
    const facts = { replicate, arm, cycles, failedCycles, elapsedMs, walksOverBudget, ending };
    return {
      ...facts,
      ...(this.failures.length === 0 ? {} : { failures: this.failuresByCycle() }),
      ...(loss === null ? {} : { loss }),
    };
  }

  /** Samples ascend, but who ran out may have been told of before them. */
  private failedBy(cycle: number, failed: number): void {
    this.failedCycles = Math.max(this.failedCycles, failed);
    const after = this.failures.findLastIndex((each) => each.cycle <= cycle) + 1;
    const isNews = failed > (this.failures[after - 1]?.failed ?? 0);
    if (isNews) this.failures.splice(after, 0, { cycle, failed });
  }

  private failuresByCycle(): Points {
    const x = Float64Array.from(this.failures, ({ cycle }) => cycle);
    return { x, y: Float64Array.from(this.failures, ({ failed }) => failed) };
  }

  /** Samples at quiescent points of the sweep: the only ones that are judged. */
  inside(): ReadonlyMap<ResourceName, Points> {
    return this.phases.sweep.finish().points;
  }

  /**
   * Samples from outside the process, of the resources that are only shown. They know no phase, but their
   * cycle.
   */
  fromOutside(): ReadonlyMap<ResourceName, Points> {
    const points = this.outside.finish();
    if (!this.hasLaterSamples) return points;
    return new Map([...points].map(([resource, each]) => [resource, between(each, 0, this.sweptCycles)]));
  }

  /** Null if its heaps were not walked twice, or have no names. */
  heapWalks(): HeapWalks | null {
    const ends = this.walks.finish();
    return ends === null ? null : { replicate: this.replicate, arm: this.arm, ...ends };
  }

  /** Null if it was sampled in its sweep alone. */
  explained(): ExplainedReplicate | null {
    if (!this.hasLaterSamples) return null;
    const { replicate, arm, phases, exhaustedLater } = this;
    return {
      replicate,
      arm,
      phases: {
        sweep: phases.sweep.finish(),
        census: phases.census.finish(),
        hammer: phases.hammer.finish(),
        idle: phases.idle.finish(),
      },
      censuses: this.censuses.finish(),
      exhausted: exhaustedLater,
    };
  }

  private get cycles(): number {
    return this.hasLaterSamples ? this.sweptCycles : Math.max(this.sweptCycles, this.toldCycles);
  }
}
