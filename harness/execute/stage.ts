import type { ArmName } from '../contract/arms.ts';
import type { HarnessError } from '../contract/errors.ts';
import type { ReplicateSlot } from '../contract/plan.ts';
import type { Referee } from '../contract/referee.ts';
import { nextLook } from '../contract/sampling.ts';
import type { FlagTurns } from './flag-turns.ts';
import { dueLooks, rulingsOn } from './looks.ts';
import { adoptReplicate, type MeasuredReplicate } from './measured-replicates.ts';
import type { BlockReport } from './messages.ts';
import { Replacements } from './replacements.ts';
import { Replicate, type ReplicateParts } from './replicate.ts';
import { patienceMsOf, whenThereIsRoom } from './room.ts';
import { roundOrder } from './rounds.ts';
import type { SoakProgressOf, StageProgress } from './stage-progress.ts';
import { areAbreast, cyclesLeftAtMost, goingOn, partDone } from './stage-share.ts';
import type { LiveHosts, StopSignals } from './stoppable.ts';
import { explainingTurns, type Turn } from './turns.ts';

export interface StageParts extends ReplicateParts, StopSignals {
  readonly flags: FlagTurns;
  readonly hosts: LiveHosts;
  /** null if nobody looks before the end, and nothing is explained. */
  readonly referee: Referee | null;
  /** Where a replicate has been measured already. */
  known(slot: ReplicateSlot): MeasuredReplicate | null;
  /** Waits for as long as no cycle is to be run. */
  beforeTurn?(): Promise<void>;
  onProgress(progress: StageProgress): void;
  /** Told when the run begins to wait for room on its disk. */
  onNoRoom?(error: HarnessError): void;
}

/** Which replicates live at the same time. */
export interface StageSlots {
  /** Which of the run's stages, from 0. */
  readonly number: number;
  readonly slots: readonly ReplicateSlot[];
  /** Replicates of the stages before. */
  readonly before: number;
  /** Of a soak, which has more rounds than its plan has slots. */
  readonly soak?: SoakProgressOf;
}

/**
 * Opens the hosts of all slots and advances them in rounds, one host at a time, until every arm is ruled to
 * have seen enough; then those that are to be explained go on. In place of a host that is lost a fresh one begins
 * anew, or the stage ends with its HarnessError, as the plan has it.
 */
export async function runStage(parts: StageParts, slots: StageSlots): Promise<'complete' | 'stopped'> {
  const stage = new Stage(parts, slots);
  try {
    return await stage.run();
  } finally {
    await stage.leaveAll();
  }
}

class Stage {
  private readonly parts: StageParts;
  private readonly slots: StageSlots;
  private readonly startedAt = performance.now();
  private readonly started: Replicate[] = [];
  private readonly replacements: Replacements;
  private sweeping: readonly Replicate[] = [];
  /**
   * They have swept enough, and wait until all arms have: a pause in the midst of a sweep would look like a
   * leak per time.
   */
  private toExplain: readonly Replicate[] = [];
  private rounds = 0;
  private cyclesOfAll = 0;

  constructor(parts: StageParts, slots: StageSlots) {
    this.parts = parts;
    this.slots = slots;
    this.replacements = new Replacements(parts);
  }

  async run(): Promise<'complete' | 'stopped'> {
    await this.adoptKnown();
    await this.openAll();
    await this.sweep();
    await this.explain();
    if (!this.isStopped) return 'complete';
    for (const each of this.living) each.finish();
    return 'stopped';
  }

  async leaveAll(): Promise<void> {
    await Promise.all(this.started.map((each) => each.leave()));
  }

  private get isStopped(): boolean {
    return this.parts.stop.aborted;
  }

  private get living(): readonly Replicate[] {
    return [...this.sweeping, ...this.toExplain];
  }

  /**
   * Each process is started while the one before it is opened: it loads MAPI only when it is opened itself.
   */
  private async openAll(): Promise<void> {
    const { slots } = this.slots;
    let started = await this.start(slots[0]);
    for (const next of [...slots.slice(1), undefined]) {
      const replicate = started;
      started = await this.start(next);
      if (replicate !== null) await this.openOrReplace(replicate);
    }
  }

  private async start(slot: ReplicateSlot | undefined): Promise<Replicate | null> {
    const { flags, hosts, known } = this.parts;
    if (slot === undefined || this.isStopped || flags.isInvalid(slot.arm) || known(slot) !== null)
      return null;
    await this.room(() => this.parts.folder.makeHostFiles(slot.replicate));
    const replicate = new Replicate(this.parts, hosts, slot);
    this.started.push(replicate);
    return replicate;
  }

  private async openOrReplace(replicate: Replicate): Promise<void> {
    try {
      await this.open(replicate);
    } catch (error) {
      await this.replace(replicate, error);
    }
  }

  /** @throws the error if it ends the run */
  private async replace(lost: Replicate, error: unknown): Promise<void> {
    const slot = this.replacements.after(lost.slot, error, this.toExplain.includes(lost));
    await this.letGo([lost]);
    const fresh = slot === null ? null : await this.start(slot);
    if (fresh !== null) await this.openOrReplace(fresh);
  }

  private async room(action: () => void): Promise<void> {
    const { plan } = this.parts;
    await whenThereIsRoom({ ...this.parts, patienceMs: patienceMsOf(plan) }, action);
  }

  private async open(replicate: Replicate): Promise<void> {
    const { flags } = this.parts;
    const { arm } = replicate.slot;
    if (this.isStopped) return;
    if (!flags.beforeOpening(arm)) {
      await replicate.leave();
      return await this.drop(arm);
    }
    await replicate.open();
    this.sweeping = [...this.sweeping, replicate];
    if (!flags.after(arm)) await this.drop(arm);
  }

  private async adoptKnown(): Promise<void> {
    const { folder, known } = this.parts;
    for (const slot of this.slots.slots) {
      const found = known(slot);
      if (found !== null) await adoptReplicate(found, slot, folder);
    }
  }

  private async sweep(): Promise<void> {
    while (this.sweeping.length > 0) {
      await this.round(goingOn(this.sweeping, this.parts.plan.length), (each) => each.nextSweepTurn());
      if (this.isStopped) return;
      // All come to a look before it is held, also those that began later in the place of a lost one.
      if (this.parts.plan.length.by !== 'settled' || areAbreast(this.sweeping)) await this.holdLooks();
    }
  }

  private async explain(): Promise<void> {
    for (const turn of explainingTurns(this.parts.plan)) {
      if (turn.rest) await this.restByArms(turn);
      else await this.round(this.toExplain, () => turn);
      if (this.isStopped) return;
    }
    await this.end(this.toExplain);
  }

  /** One turn for each of the hosts that live, in an order of the round's own. */
  private async round(hosts: readonly Replicate[], turnOf: (host: Replicate) => Turn): Promise<void> {
    const { number } = this.slots;
    for (const each of roundOrder(hosts, this.parts.plan.seed, number, this.rounds)) {
      if (this.isStopped) return;
      // Its arm may have become invalid in this round.
      if (this.living.includes(each)) await this.takeTurn(each.slot.arm, [each], turnOf(each));
    }
    this.rounds += 1;
  }

  /** @param hosts of the arm; more than one at a time only to rest */
  private async takeTurn(arm: ArmName, hosts: readonly Replicate[], turn: Turn): Promise<void> {
    const { flags } = this.parts;
    await this.parts.beforeTurn?.();
    await this.room(() => {});
    if (this.isStopped) return;
    if (!flags.beforeTurn(arm)) return await this.drop(arm);
    const ends = await Promise.allSettled(
      hosts.map((each) => each.turn(turn, (report) => this.tell(each, turn, report))),
    );
    // All of them are heard before one that was lost ends the stage.
    for (const [index, each] of hosts.entries()) {
      const ended = ends[index];
      if (ended?.status === 'rejected') await this.replace(each, ended.reason);
      if (ended?.status === 'fulfilled' && ended.value !== 'done') await this.letGo([each]);
    }
    if (!flags.after(arm)) await this.drop(arm);
  }

  /** The hosts of one arm rest at the same time: none of them runs a cycle. */
  private async restByArms(turn: Turn): Promise<void> {
    for (const arm of armsOf(this.toExplain)) {
      if (this.isStopped) return;
      const resting = this.toExplain.filter(({ slot }) => slot.arm === arm);
      await this.takeTurn(arm, resting, turn);
    }
  }

  private async holdLooks(): Promise<void> {
    const { folder, plan, referee } = this.parts;
    const standings = this.sweeping.map(({ isAtLook, slot, sweptCycles }) => ({
      arm: slot.arm,
      cycles: sweptCycles,
      isAtLook,
    }));
    for (const due of dueLooks(standings)) {
      for (const [arm, ruling] of rulingsOn(due, plan, referee)) {
        if (referee !== null) folder.addEvent({ event: 'look', look: due.look, arm, ruling });
        const ofArm = this.sweeping.filter(({ slot }) => slot.arm === arm);
        if (ruling === 'stop') await this.end(ofArm);
        if (ruling === 'explain') this.moveToExplain(ofArm);
      }
    }
  }

  private moveToExplain(hosts: readonly Replicate[]): void {
    this.sweeping = this.sweeping.filter((each) => !hosts.includes(each));
    this.toExplain = [...this.toExplain, ...hosts];
  }

  private async end(hosts: readonly Replicate[]): Promise<void> {
    for (const each of hosts) each.finish();
    await this.letGo(hosts);
  }

  /** Ends the hosts of an arm whose flag does not stand; what they have measured means nothing. */
  private async drop(arm: ArmName): Promise<void> {
    await this.letGo(this.living.filter(({ slot }) => slot.arm === arm));
  }

  private async letGo(hosts: readonly Replicate[]): Promise<void> {
    this.sweeping = this.sweeping.filter((each) => !hosts.includes(each));
    this.toExplain = this.toExplain.filter((each) => !hosts.includes(each));
    await Promise.all(hosts.map((each) => each.leave()));
  }

  private tell({ slot, sweptCycles }: Replicate, { phase }: Turn, { cycles, readings }: BlockReport): void {
    const { onProgress, plan } = this.parts;
    const active = phase === 'sweep' ? this.sweeping : this.toExplain;
    const look = nextLook(sweptCycles - 1, plan.length);
    this.cyclesOfAll += cycles;
    onProgress({
      arms: armsOf(active),
      hosts: active.length,
      replicate: slot.replicate,
      position: this.slots.before + this.slots.slots.length,
      replicates: plan.order.length,
      phase,
      cycles: sweptCycles,
      look: Number.isFinite(look) ? look : null,
      elapsedMs: performance.now() - this.startedAt,
      cyclesOfAll: this.cyclesOfAll,
      heaps: readings.heaps,
      done: this.slots.soak?.done() ?? partDone(this.parts.plan, this.slots, this.living),
      round: this.slots.soak?.round ?? null,
      cyclesLeftAtMost: phase === 'sweep' ? cyclesLeftAtMost(plan, this.slots, this.sweeping) : null,
    });
  }
}

const armsOf = (hosts: readonly Replicate[]): readonly ArmName[] => [
  ...new Set(hosts.map(({ slot }) => slot.arm)),
];
