import { controlOf } from '../../scenarios/catalogue.ts';
import type { Password } from '../../scenarios/credentials/password.ts';
import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import type { MailboxList } from '../../scenarios/mailboxes/open.ts';
import { type ArmName, isInstrument } from '../contract/arms.ts';
import type { HarnessError } from '../contract/errors.ts';
import type { Exhausted } from '../contract/exhaustion.ts';
import { looksUpTo } from '../contract/looks.ts';
import type { Plan, ReplicateSlot } from '../contract/plan.ts';
import { plantedBytesPerCycle } from '../contract/planted.ts';
import { isLongest } from '../contract/sampling.ts';
import { watchFromOutside } from '../sample/outside.ts';
import { BlockMailboxes } from './block-mailboxes.ts';
import { type Dither, ditherOf, NO_DITHER } from './dither.ts';
import { type Answer, HostLink } from './host-link.ts';
import { HostLossError, lostHost, type WhereLost } from './lost-host.ts';
import type { BlockReport, HostReady, RanOut } from './messages.ts';
import { askToOpen } from './open-host.ts';
import { requirePlannedCode } from './planned-code.ts';
import type { Quarantine } from './quarantine.ts';
import type { HostReplaced } from './replacements.ts';
import { ReplicateRows } from './replicate-rows.ts';
import type { RunFolder } from './run-folder.ts';
import type { LiveHosts } from './stoppable.ts';
import { SweepPace } from './sweep-pace.ts';
import { BASE_LINE, idleMs, passCycles, sweepTurn, type Turn } from './turns.ts';
import { UsableMailboxes } from './usable-mailboxes.ts';

/** What a host says of itself before the first cycle; no private bytes where they cannot be read. */
export interface Probed extends HostReady, Pick<BlockReport, 'unsupported'> {
  readonly privateBytes: number;
}

/** Where a replicate was ended by the plan's limit of private bytes. */
export interface OverLimit {
  readonly cycles: number;
  readonly privateBytes: number;
  readonly limitBytes: number;
}

export interface ReplicateParts {
  readonly plan: Plan;
  readonly folder: RunFolder;
  readonly mailboxes: MailboxList;
  /** Whose mailboxes no cycle takes. */
  readonly quarantine: Quarantine;
  readonly password: Password | null;
  onExhausted?(slot: ReplicateSlot, exhausted: Exhausted): void;
  onOverLimit?(slot: ReplicateSlot, over: OverLimit): void;
  onHostReplaced?(replaced: HostReplaced): void;
}

/**
 * How a turn ended. `exhausted` is a result: the process ran out, which is where a leak leads; so is `over-limit`: it
 * has grown over the plan's limit.
 */
export type TurnEnd = 'done' | 'exhausted' | 'over-limit';

/** How a block ended: with a report, or because the process ran out, or that and sampled all the same. */
interface BlockEnd {
  readonly report: BlockReport | null;
  readonly ranOut: RanOut | null;
}

/**
 * One replicate, seen from the parent: opens a host, gives it turns, writes down what it answers. A host
 * that is lost is thrown as a HostLossError, or as a HarnessError where no other could do better.
 */
export class Replicate {
  readonly slot: ReplicateSlot;
  /** Cycles of the sweep. */
  sweptCycles = 0;
  private readonly parts: ReplicateParts;
  private readonly hosts: LiveHosts;
  private readonly host: HostLink;
  private readonly rows: ReplicateRows;
  private readonly dither: Dither;
  private readonly pace: SweepPace;
  private readonly mailboxes: BlockMailboxes;
  /** Of those that are planned. */
  private walksTaken = 0;
  private outside: { stop(): void } | null = null;
  private hostLost = false;

  /** @param hosts who passes the wish to stop on to the host that is started here */
  constructor(parts: ReplicateParts, hosts: LiveHosts, slot: ReplicateSlot) {
    this.parts = parts;
    this.hosts = hosts;
    this.slot = slot;
    const { folder, plan } = parts;
    this.rows = new ReplicateRows(folder, slot);
    this.dither = plan.dither ? ditherOf(plan.seed, slot.replicate) : NO_DITHER;
    this.pace = new SweepPace(passCycles(plan));
    this.mailboxes = new BlockMailboxes(new UsableMailboxes(parts.mailboxes, parts.quarantine));
    this.host = new HostLink({
      logFile: folder.hostLog(slot.replicate),
      flightRecord: folder.flightRecord(slot.replicate),
      hangTimeoutMs: plan.hangTimeoutMs,
    });
    hosts.add(this.host);
  }

  get elapsedMs(): number {
    return this.rows.elapsedMs;
  }

  /** Whether its sweep is as long as it can be. */
  get isComplete(): boolean {
    return isLongest(this.parts.plan.length, this.sweptCycles, this.elapsedMs);
  }

  /** Whether a ruling on its arm is due: at a look, or at the end of a fixed length. */
  get isAtLook(): boolean {
    const { length } = this.parts.plan;
    return length.by === 'settled' ? looksUpTo(length.maxCycles).includes(this.sweptCycles) : this.isComplete;
  }

  /** Opens the host, samples once and lets it go again, before the flag is set. */
  async probe(): Promise<Probed> {
    try {
      const ready = await this.openHost(true, NO_DITHER.ballastBytes);
      const { report } = await this.askBlock(BASE_LINE, [], 0);
      const { privateBytes = 0 } = report?.readings ?? {};
      return { ...ready, unsupported: report?.unsupported ?? [], privateBytes };
    } finally {
      await this.leave();
    }
  }

  /** Opens the host and takes its base line. */
  async open(): Promise<void> {
    const { ballastBytes, discardedCycles } = this.dither;
    const dithered = this.parts.plan.dither ? { ballastBytes, discardedCycles } : {};
    this.parts.folder.addEvent({ event: 'host-started', ...this.who(), pid: this.host.pid, ...dithered });
    await this.openHost(false, ballastBytes);
    this.outside = this.watch();
    if (discardedCycles > 0) await this.discard(discardedCycles);
    await this.turn(BASE_LINE);
  }

  nextSweepTurn(): Turn {
    const { walksTaken, elapsedMs, sweptCycles } = this;
    const { turn, walks } = sweepTurn(this.parts.plan, { cycles: sweptCycles, elapsedMs, walksTaken });
    this.walksTaken = walks;
    return turn;
  }

  /** Everything is on disk when it returns. */
  async turn(turn: Turn, onSampled: (report: BlockReport) => void = () => {}): Promise<TurnEnd> {
    const mailboxes = await this.mailboxes.forTurn(turn, this.rows.cycles);
    const restMs = turn.rest ? idleMs(this.pace.lastMs(passCycles(this.parts.plan))) : 0;
    const { report, ranOut } = await this.askBlock(turn, mailboxes, restMs);
    const { slot, parts, rows } = this;
    const work = report ?? ranOut?.work;
    if (work !== undefined) {
      rows.addWork(work);
      if (turn.phase === 'sweep') this.sweptCycles += work.cycles;
    }
    if (report !== null) {
      rows.addSample(turn.phase, report);
      if (turn.phase === 'sweep') this.pace.add(rows.cycles, rows.elapsedMs);
      if (report.cycles > 0)
        parts.quarantine.blockDone(slot.arm, !isInstrument(slot.arm) && hadSuccess(report));
      onSampled(report);
    }
    if (ranOut === null) {
      // Nobody is ended at its base line: who is over the limit there is so after its first cycles.
      const judged = report !== null && turn !== BASE_LINE;
      return judged && this.isOverLimit(report) ? 'over-limit' : 'done';
    }
    parts.onExhausted?.(slot, rows.addExhausted(ranOut, report?.readings ?? {}));
    return 'exhausted';
  }

  /** Whether the process has grown over the plan's limit, which is written down. */
  private isOverLimit({ readings: { privateBytes = 0 } }: BlockReport): boolean {
    const { parts, rows, slot } = this;
    const limitBytes = parts.plan.abortOverBytes;
    if (limitBytes === null || privateBytes <= limitBytes) return false;
    const over: OverLimit = { cycles: rows.cycles, privateBytes, limitBytes };
    parts.folder.addEvent({ event: 'over-limit', ...this.who(), ...over });
    parts.onOverLimit?.(slot, over);
    return true;
  }

  /** Writes down that it was measured as far as it was meant to. */
  finish(): void {
    this.parts.folder.addEvent({ event: 'host-finished', ...this.who(), cycles: this.sweptCycles });
  }

  /** Lets the host go; it may be gone already. */
  async leave(): Promise<void> {
    this.outside?.stop();
    this.outside = null;
    const stuckIn = await this.hosts.letGo(this.host);
    const { folder, plan } = this.parts;
    if (!this.hostLost) {
      // What it measured is whole and written down: it only does not leave.
      if (stuckIn !== null) folder.addEvent({ event: 'host-ended', ...this.who(), call: stuckIn });
      folder.dropFlightRecord(this.slot.replicate);
    }
    if (plan.soak !== undefined) folder.keepLeftovers(this.slot.replicate);
  }

  private async openHost(probe: boolean, ballastBytes: number): Promise<HostReady> {
    const { folder, plan, password } = this.parts;
    const { arm, replicate } = this.slot;
    const firstMailbox = await this.mailboxes.first();
    if (firstMailbox === undefined) throw new Error('a run without mailboxes was planned');
    const message = {
      say: 'open',
      plan,
      probe,
      scenario: isInstrument(arm) ? controlOf(plan.scenario) : plan.scenario,
      firstMailbox,
      flightRecord: folder.flightRecord(replicate),
      ballastBytes,
      plantedBytesPerCycle: arm === 'planted' ? plantedBytesPerCycle(plan) : 0,
    } as const;
    const answer = await askToOpen(this.host, message, password);
    if (answer.outcome === 'said' && answer.message.say === 'ready') {
      requirePlannedCode(plan);
      return answer.message;
    }
    throw await this.lost(answer);
  }

  /** All with the first mailbox: the sweep is to meet the others for the first time. */
  private async discard(cycles: number): Promise<void> {
    const first = await this.mailboxes.first();
    const mailboxes = first === undefined ? [] : Array.from({ length: cycles }, () => first);
    this.mailboxes.beginDiscarded(mailboxes);
    const answer = await this.host.ask({ say: 'discard', mailboxes, cycleMs: cycleMsOf(this.parts.plan) });
    if (answer.outcome !== 'said' || answer.message.say !== 'discarded') throw await this.lost(answer);
  }

  private async askBlock(
    { census, walk }: Turn,
    mailboxes: readonly Mailbox[],
    restMs: number,
  ): Promise<BlockEnd> {
    const firstCycle = this.rows.cycles;
    this.mailboxes.begin(firstCycle, mailboxes);
    const cycleMs = cycleMsOf(this.parts.plan);
    const block = { firstCycle, mailboxes: [...mailboxes], walk, census, restMs, cycleMs };
    const answer = await this.host.ask({ say: 'block', ...block });
    if (answer.outcome === 'said') {
      const { message } = answer;
      if (message.say === 'block-done') return { report: message, ranOut: null };
      if (message.say === 'exhausted') return { report: await this.lastReport(), ranOut: message };
    }
    throw await this.lost(answer);
  }

  /** The sample of a host that has run out, or null: trying to take it may have been the end of it. */
  private async lastReport(): Promise<BlockReport | null> {
    const answer = await this.host.next();
    if (answer.outcome === 'hung') await this.host.kill();
    return answer.outcome === 'said' && answer.message.say === 'block-done' ? answer.message : null;
  }

  private watch(): { stop(): void } {
    return watchFromOutside(this.host.pid, {
      onReadings: (readings) => this.rows.addOutsideSample(readings),
      onUnsupported: (reason) => this.rows.nameUnsupported('workingSetBytes', reason),
    });
  }

  /** Writes down where the host was, and says it as an error. */
  private async lost(answer: Answer): Promise<HarnessError> {
    const record = this.host.lastRecord();
    const cycle = record?.cycle ?? this.rows.cycles;
    const where: WhereLost = { call: record?.call ?? 'starting', cycle, mailbox: this.mailboxes.of(cycle) };
    if (answer.outcome === 'hung') await this.host.kill();
    this.hostLost = true;
    const { folder } = this.parts;
    const { how, detail, error, isItsOwn } = lostHost(answer, where, {
      replicate: this.slot.replicate,
      log: folder.hostLog(this.slot.replicate),
      measured: this.rows.cycles > 0,
    });
    folder.addEvent({ event: 'host-lost', ...this.who(), how, detail, lastActivity: where });
    return isItsOwn ? new HostLossError({ how, error }, where) : error;
  }

  private who(): { replicate: string; arm: ArmName } {
    return { replicate: this.slot.replicate, arm: this.slot.arm };
  }
}

/** The time that each cycle takes at least: one host runs cycles at a time. */
function cycleMsOf({ soak }: Plan): number {
  const perSecond = soak?.cyclesPerSecond ?? null;
  return perSecond === null ? 0 : 1000 / perSecond;
}

/** Whether any cycle of a block did not fail. */
const hadSuccess = ({ cycles, failures }: BlockReport): boolean =>
  cycles > failures.reduce((sum, { count }) => sum + count, 0);
