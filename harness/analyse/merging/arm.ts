import type { ArmName } from '../../contract/arms.ts';
import { mailboxToBlame } from '../../contract/host-losses.ts';
import {
  EARLY_ENDS,
  type EarlyEnd,
  type LossesState,
  type MergedArm,
  type Totals,
} from '../../contract/merged.ts';
import { RESOURCE_NAMES, type ResourceName } from '../../contract/resources.ts';
import type { HeapWalks } from '../../contract/series.ts';
import { createFailureTally, type FailureTally, NO_FAILURES_YET } from '../failures.ts';
import type { ReplicateFacts, ReplicateLog } from '../replicate-log.ts';
import type { SoakArmTally } from '../series.ts';
import {
  addTotals,
  type Batch,
  batchFrom,
  batchOfOne,
  batchState,
  meanFailures,
  meansOf,
  NO_TOTALS,
  totalsOf,
} from './batch.ts';
import { type Batches, withReplicate } from './batches.ts';
import { type Kept, keptFrom, keptOf, keptState } from './kept.ts';

/** So many replicates that ran out are kept, and so many that ended early otherwise, for what they say of why. */
const KEPT = 8;
/** Of so many replicates it is kept what was walked in their heaps. */
const KEPT_WALKS = 4;
/** Codes, and mailboxes, whose failures are counted each for itself. */
const MOST_COUNTED = 4096;
/** Calls, and mailboxes, in which hosts were lost. */
const MOST_LOSSES = 256;

const NEW_ARM: Omit<MergedArm, 'arm'> = {
  batchReplicates: 1,
  batches: [],
  filling: null,
  kept: [],
  forgotten: NO_TOTALS,
  losses: { where: {}, mailboxes: {}, cycles: 0 },
  ended: {},
  heapWalks: [],
  failures: NO_FAILURES_YET,
  unsupported: {},
  invalid: null,
};

interface Content {
  readonly arm: ArmName;
  readonly failures: FailureTally;
  readonly unsupported: Map<ResourceName, string>;
  readonly invalid: string | null;
  readonly heapWalks: readonly HeapWalks[];
  readonly batches: Batches;
  readonly kept: readonly Kept[];
  readonly forgotten: Totals;
  readonly losses: LossesState;
  readonly ended: Map<EarlyEnd, number>;
}

/** One arm of a soak, in a memory that does not grow with it. */
export class MergingArm {
  readonly arm: ArmName;
  readonly failures: FailureTally;
  readonly unsupported: Map<ResourceName, string>;
  invalid: string | null;
  heapWalks: readonly HeapWalks[];
  private batches: Batches;
  private kept: readonly Kept[];
  private forgotten: Totals;
  private losses: LossesState;
  private readonly ended: Map<EarlyEnd, number>;

  static start(arm: ArmName): MergingArm {
    return MergingArm.from({ arm, ...NEW_ARM });
  }

  static from(state: MergedArm): MergingArm {
    return new MergingArm({
      arm: state.arm,
      failures: createFailureTally(state.failures, MOST_COUNTED),
      unsupported: mapOf(RESOURCE_NAMES, state.unsupported),
      invalid: state.invalid,
      heapWalks: state.heapWalks,
      kept: state.kept.map(keptFrom),
      forgotten: state.forgotten,
      losses: state.losses,
      ended: mapOf(EARLY_ENDS, state.ended),
      batches: {
        size: state.batchReplicates,
        full: state.batches.map(batchFrom),
        filling: state.filling === null ? null : batchFrom(state.filling),
      },
    });
  }

  private constructor(content: Content) {
    this.arm = content.arm;
    this.failures = content.failures;
    this.unsupported = content.unsupported;
    this.invalid = content.invalid;
    this.heapWalks = content.heapWalks;
    this.kept = content.kept;
    this.forgotten = content.forgotten;
    this.losses = content.losses;
    this.ended = content.ended;
    this.batches = content.batches;
  }

  /** Replicates that are added to it are not added to this one. */
  copy(): MergingArm {
    const { batches, ended, forgotten, kept, losses } = this;
    return new MergingArm({ ...this.heard, batches, ended: new Map(ended), forgotten, kept, losses });
  }

  private get heard(): Pick<Content, 'arm' | 'failures' | 'heapWalks' | 'invalid' | 'unsupported'> {
    const { arm, failures, heapWalks, invalid, unsupported } = this;
    return { arm, failures, heapWalks, invalid, unsupported };
  }

  /** A replicate that ran to its end. */
  addWhole(log: ReplicateLog): void {
    this.keepWalks(log);
    this.batches = withReplicate(this.batches, batchOfOne(log.facts(), log.inside()));
  }

  /** A replicate of the self-test that ran to its end: there are few, and they stay as they are. */
  addSingle(log: ReplicateLog): void {
    this.keepWalks(log);
    this.kept = [...this.kept, keptOf(log, null)];
  }

  /** A replicate that ended early. */
  addEarly(log: ReplicateLog, how: EarlyEnd): void {
    this.ended.set(how, (this.ended.get(how) ?? 0) + 1);
    this.losses = withLoss(this.losses, log.facts());
    this.kept = [...this.kept, keptOf(log, how)];
    // However many are lost later: that one ran out is never forgotten.
    const isRanOut = log.facts().ending.kind === 'exhausted';
    const alike = this.kept.filter((each) => isEarly(each) && hasRunOut(each) === isRanOut);
    const [oldest] = alike;
    if (alike.length <= KEPT || oldest === undefined) return;
    if (oldest.facts.ending.kind !== 'lost')
      this.forgotten = addTotals(this.forgotten, totalsOf(oldest.facts));
    this.kept = this.kept.filter((each) => each !== oldest);
  }

  /** Batches and what is kept, each as one replicate; and what waits for its batch, without its samples. */
  facts(): readonly ReplicateFacts[] {
    const { filling, full } = this.batches;
    return [
      ...this.kept.map(({ facts }) => facts),
      ...full.map((each) => this.factsOf(each)),
      ...(filling === null ? [] : [this.factsOf(filling)]),
    ];
  }

  /** What rates are drawn from, by the names of {@link facts}. */
  points(): readonly (readonly [replicate: string, points: Kept['points']])[] {
    const ofBatches = this.batches.full.map((each) => [nameOf(each), meansOf(each)] as const);
    // One of many thousand must not weigh as much as a batch of them: it is judged beside single ones alone. What was cut
    // off would shorten the horizon of all the others: it is judged only where there is nothing else.
    const judged = this.kept.filter(
      ({ early }) =>
        early === null || (this.batches.size === 1 && (early !== 'cut' || this.judgesUnfinished)),
    );
    return [...judged.map(({ facts, points }) => [facts.replicate, points] as const), ...ofBatches];
  }

  /** Whether a replicate that goes on is judged: as one that is cut off, where there is nothing else. */
  get judgesUnfinished(): boolean {
    const hasWhole = this.batches.full.length > 0 || !this.kept.every(isEarly);
    return this.batches.size === 1 && !hasWhole;
  }

  tally(): SoakArmTally {
    const { filling, full, size } = this.batches;
    const waiting = filling?.totals.replicates ?? 0;
    return {
      whole: full.length * size + waiting,
      waiting,
      batchReplicates: size,
      ended: new Map(this.ended),
      early: this.kept
        .filter((each) => isEarly(each) && each.facts.ending.kind !== 'lost')
        .reduce((sum, { facts }) => addTotals(sum, totalsOf(facts)), this.forgotten),
      losses: this.losses,
      forgotten: this.forgotten,
    };
  }

  state(): MergedArm {
    const { filling, full, size } = this.batches;
    return {
      arm: this.arm,
      batchReplicates: size,
      batches: full.map(batchState),
      filling: filling === null ? null : batchState(filling),
      kept: this.kept.map(keptState),
      forgotten: this.forgotten,
      losses: this.losses,
      ended: Object.fromEntries(this.ended),
      heapWalks: this.heapWalks.map(({ arm, first, last, replicate }) => ({
        replicate,
        arm,
        first: { cycle: first.cycle, groups: [...first.groups] },
        last: { cycle: last.cycle, groups: [...last.groups] },
      })),
      failures: this.failures.state(),
      unsupported: Object.fromEntries(this.unsupported),
      invalid: this.invalid,
    };
  }

  private keepWalks(log: ReplicateLog): void {
    this.heapWalks = [...this.heapWalks, ...walksOf(log)].slice(-KEPT_WALKS);
  }

  private factsOf(batch: Batch): ReplicateFacts {
    const { cycles, elapsedMs, failedCycles, replicates, walksOverBudget } = batch.totals;
    const failures = meanFailures(batch);
    return {
      replicate: nameOf(batch),
      arm: this.arm,
      cycles: cycles / replicates,
      failedCycles: failedCycles / replicates,
      ...(failures === null ? {} : { failures }),
      elapsedMs: elapsedMs / replicates,
      walksOverBudget: walksOverBudget / replicates,
      ending: { kind: 'finished' },
      ...(replicates === 1 ? {} : { standsFor: replicates }),
    };
  }
}

function withLoss(losses: LossesState, { cycles, loss }: ReplicateFacts): LossesState {
  if (loss === undefined) return losses;
  const mailbox = mailboxToBlame(loss.lastActivity);
  return {
    where: oneMore(losses.where, `${loss.how} ${loss.lastActivity.call}`),
    mailboxes: mailbox === null ? losses.mailboxes : oneMore(losses.mailboxes, mailbox),
    cycles: losses.cycles + cycles,
  };
}

function oneMore(counts: LossesState['where'], name: string): LossesState['where'] {
  const isNew = counts[name] === undefined;
  if (isNew && Object.keys(counts).length >= MOST_LOSSES) return counts;
  return { ...counts, [name]: (counts[name] ?? 0) + 1 };
}

const isEarly = ({ early }: Kept): boolean => early !== null;
const hasRunOut = ({ facts }: Kept): boolean => facts.ending.kind === 'exhausted';

const nameOf = ({ first, last }: Batch): string => (first === last ? first : `${first} to ${last}`);

function mapOf<Key extends string, Value>(
  keys: readonly Key[],
  from: Partial<Record<Key, Value>>,
): Map<Key, Value> {
  const map = new Map<Key, Value>();
  for (const key of keys) {
    const value = from[key];
    if (value !== undefined) map.set(key, value);
  }
  return map;
}

function walksOf(log: ReplicateLog): readonly HeapWalks[] {
  const walks = log.heapWalks();
  return walks === null ? [] : [walks];
}
