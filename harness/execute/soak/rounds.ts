import type { HarnessError } from '../../contract/errors.ts';
import { isSoakLook } from '../../contract/looks.ts';
import type { ReplicateSlot } from '../../contract/plan.ts';
import type { Soak } from '../../contract/soak.ts';
import { selfTestOrder, soakRound } from '../../plan/replicate-order.ts';
import type { WholeParts } from '../campaign.ts';
import type { FlagTurns } from '../flag-turns.ts';
import type { TakenBack } from '../quarantine.ts';
import { runStage, type StageParts, type StageSlots } from '../stage.ts';
import type { SoakProgressOf } from '../stage-progress.ts';
import type { LiveHosts } from '../stoppable.ts';
import { QuietHoursGate } from './quiet-hours-gate.ts';
import { restUntil } from './rest.ts';
import { Setbacks } from './setbacks.ts';
import { SoakTally } from './tally.ts';

/** What was judged at a checkpoint. */
export interface Judgement {
  /** Whether the soak's question is answered. */
  readonly settled: boolean;
}

/** What a soak needs besides the parts of every run. */
export interface SoakParts {
  readonly soak: Soak;
  /** How far it was when it was cut off; {@link FROM_THE_START} for a new one. */
  readonly from: SoakStart;
  /** Keeps the run folder from growing; no session host lives. */
  rotate(): void;
  /** Judges what was measured so far, and writes it down; told after which round. */
  holdCheckpoint(round: number): Promise<Judgement>;
  /** Told of a round that broke off, and how long it rests before the next. */
  onSetback?(error: HarnessError, restMs: number): void;
  /** Told what no longer counts against mailboxes, before such a rest. */
  onTakenBack?(mailboxes: readonly TakenBack[]): void;
  /** Told when it begins to wait for the end of the quiet hours. */
  onQuietHours?(): void;
}

/** Where a soak begins, or goes on. */
export interface SoakStart {
  /** The last round that was begun; 0 if none was. */
  readonly round: number;
  /** Of the arms under test. */
  readonly cycles: number;
  readonly selfTestDone: boolean;
  /** What is left of a self-test that was cut off; all of it unless told otherwise. */
  readonly selfTestLeft?: readonly ReplicateSlot[];
}
export const FROM_THE_START: SoakStart = { round: 0, cycles: 0, selfTestDone: false };

/**
 * The rounds of a soak: the self-test, and then one stage after the other, each of fresh processes, until it has lasted
 * long enough, or its question is answered and that was to be the end. No host lives between two rounds, so that is where
 * files are rotated, the soak is judged, and where it rests.
 */
export async function runRounds(
  parts: WholeParts,
  soak: SoakParts,
  flags: FlagTurns,
  hosts: LiveHosts,
): Promise<'complete' | 'stopped'> {
  return await new Rounds({ ...parts, ...soak }, flags, hosts).run();
}

type RoundsParts = Omit<WholeParts, 'soak'> & SoakParts;

class Rounds {
  private readonly parts: RoundsParts;
  private readonly flags: FlagTurns;
  private readonly hosts: LiveHosts;
  private readonly tally: SoakTally;
  private readonly gate: QuietHoursGate;
  private readonly setbacks = new Setbacks();
  private round: number;
  private lastRoundMs = 0;
  private checkpointAt: number;

  constructor(parts: RoundsParts, flags: FlagTurns, hosts: LiveHosts) {
    this.parts = parts;
    this.flags = flags;
    this.hosts = hosts;
    this.tally = new SoakTally(parts.plan.arms, parts.from.cycles);
    this.gate = new QuietHoursGate(parts.soak.quietHours, parts.folder, parts.stop, () =>
      parts.onQuietHours?.(),
    );
    this.round = parts.from.round;
    this.checkpointAt = parts.folder.elapsedMs;
    parts.folder.tellTo(this.tally);
  }

  async run(): Promise<'complete' | 'stopped'> {
    const { from, plan } = this.parts;
    const selfTest = from.selfTestDone ? [] : (from.selfTestLeft ?? selfTestOrder(plan));
    if (selfTest.length > 0 && (await this.stage(selfTest, 0)) === 'stopped') return 'stopped';
    while (!this.isOver) {
      await this.gate.beforeRound(this.lastRoundMs, () => this.leftMs);
      if (this.isOver) break;
      this.round += 1;
      const ended = await this.oneRound();
      if (ended === 'stopped') return 'stopped';
      if (await this.isSettled()) break;
      if (this.isOver) break;
      if (ended === 'complete') await this.pause();
    }
    if (this.parts.stop.aborted) return 'stopped';
    if (this.setbacks.last !== null) throw this.setbacks.last;
    return 'complete';
  }

  private async oneRound(): Promise<'complete' | 'broken-off' | 'stopped'> {
    const { plan, stop } = this.parts;
    const [startedAt, waitedMs] = [performance.now(), this.tally.waitedMs];
    try {
      if ((await this.stage(soakRound(plan, this.round), this.round)) === 'stopped') return 'stopped';
    } catch (error) {
      const restMs = stop.aborted ? null : this.setbacks.restMs(error, this.mayPass);
      if (restMs === null) throw error;
      if (this.setbacks.isOfServer) this.takeMailboxesBack();
      this.endRound();
      await this.restAfterSetback(restMs);
      return stop.aborted ? 'stopped' : 'broken-off';
    }
    // A night that was waited through in its midst says nothing of how long the next one takes.
    this.lastRoundMs = performance.now() - startedAt - (this.tally.waitedMs - waitedMs);
    this.setbacks.roundDone();
    this.endRound();
    return 'complete';
  }

  /** It was the server that took hosts down, not the mailboxes that they were busy with. */
  private takeMailboxesBack(): void {
    const { folder, onTakenBack, quarantine } = this.parts;
    const mailboxes = quarantine.takeBack();
    if (mailboxes.length === 0) return;
    folder.addEvent({ event: 'mailboxes-taken-back', mailboxes: [...mailboxes] });
    onTakenBack?.(mailboxes);
  }

  private endRound(): void {
    this.parts.folder.addEvent({ event: 'round-finished', round: this.round, cycles: this.tally.cycles });
    this.parts.rotate();
  }

  /** Not where nothing has worked yet, or where every mailbox had taken hosts down before. */
  private get mayPass(): boolean {
    const { plan, quarantine } = this.parts;
    return this.tally.cycles > 0 && quarantine.staying < plan.mailboxes.count;
  }

  /** Waits for whatever is away to come back. */
  private async restAfterSetback(restMs: number): Promise<void> {
    const { folder, onSetback, stop } = this.parts;
    const ms = Math.max(0, Math.min(restMs, this.leftMs));
    if (this.setbacks.last !== null) onSetback?.(this.setbacks.last, ms);
    const rested = await restUntil(performance.now() + ms, stop);
    folder.addEvent({ event: 'waiting', why: 'setback', ms: rested });
  }

  /** Each arm of a round runs at the same time, or with --sequential one after the other. */
  private async stage(slots: StageSlots['slots'], number: number): Promise<'complete' | 'stopped'> {
    const { plan } = this.parts;
    const soak: SoakProgressOf = { round: number, done: () => this.partDone() };
    const parts: StageParts = {
      ...this.parts,
      flags: this.flags,
      hosts: this.hosts,
      referee: null,
      known: () => null,
      beforeTurn: () => this.gate.beforeTurn(),
    };
    const together = plan.layout === 'sequential' ? slots.map((slot) => [slot]) : [slots];
    for (const each of together) {
      if (this.parts.stop.aborted) return 'stopped';
      if ((await runStage(parts, { number, slots: each, before: 0, soak })) === 'stopped') return 'stopped';
    }
    return 'complete';
  }

  /** Judges if that is due. @returns whether the soak is to end for it */
  private async isSettled(): Promise<boolean> {
    const { folder, soak } = this.parts;
    const isLook = isSoakLook(this.round);
    const isDue = folder.elapsedMs - this.checkpointAt >= soak.checkpointMs;
    // The end has a judgement of its own.
    if ((!isDue && !isLook) || this.isOver) return false;
    const { settled } = await this.parts.holdCheckpoint(this.round);
    this.checkpointAt = folder.elapsedMs;
    return settled && isLook && soak.untilSettled;
  }

  /**
   * A round that would for the most part lie beyond the end is not begun: cut off it would be of no use, and the next run of
   * a nightly job may wait for the flag.
   */
  private get isOver(): boolean {
    const { plan, soak, stop } = this.parts;
    if (stop.aborted || plan.arms.every((arm) => this.flags.isInvalid(arm))) return true;
    return soak.until.by === 'cycles' ? this.tally.cycles >= soak.until.cycles : this.leftMs <= 0;
  }

  /** How long it is until no round is begun any more; without end where cycles decide. */
  private get leftMs(): number {
    const { folder, soak } = this.parts;
    if (soak.until.by === 'cycles') return Number.POSITIVE_INFINITY;
    return soak.until.durationMs - folder.elapsedMs - this.lastRoundMs / 2;
  }

  private partDone(): number {
    const { folder, soak } = this.parts;
    const part =
      soak.until.by === 'cycles'
        ? this.tally.cycles / soak.until.cycles
        : folder.elapsedMs / soak.until.durationMs;
    return Math.min(1, part);
  }

  private async pause(): Promise<void> {
    const { folder, soak, stop } = this.parts;
    if (soak.pauseMs === 0) return;
    const ms = await restUntil(performance.now() + soak.pauseMs, stop);
    folder.addEvent({ event: 'waiting', why: 'pause', ms });
  }
}
