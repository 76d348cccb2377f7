import { controlOf } from '../../scenarios/catalogue.ts';
import type { Password } from '../../scenarios/credentials/password.ts';
import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import type { MailboxList } from '../../scenarios/mailboxes/open.ts';
import type { ArmName } from '../contract/arms.ts';
import { HarnessError } from '../contract/errors.ts';
import type { Exhausted } from '../contract/exhaustion.ts';
import type { Plan, ReplicateSlot } from '../contract/plan.ts';
import { watchFromOutside } from '../sample/outside.ts';
import { type Answer, HostLink } from './host-link.ts';
import type { BlockReport, HostReady, RanOut, ToHost } from './messages.ts';
import { ReplicateRows } from './replicate-rows.ts';
import type { RunFolder } from './run-folder.ts';
import { type StopSignals, whileStoppable } from './stoppable.ts';

/** Heap walks that every replicate gets, spread evenly over its length; more are taken where they are cheap. */
const PLANNED_WALKS = 12;

/** How one replicate ended. `exhausted` is a result: its process ran out, which is where a leak leads. */
export type ReplicateOutcome =
  | { readonly outcome: 'finished'; readonly cycles: number }
  | { readonly outcome: 'stopped'; readonly cycles: number }
  | { readonly outcome: 'exhausted'; readonly cycles: number }
  | { readonly outcome: 'lost'; readonly error: HarnessError };

export interface ReplicateParts extends StopSignals {
  readonly plan: Plan;
  readonly folder: RunFolder;
  readonly mailboxes: MailboxList;
  readonly password: Password | null;
  onBlock(progress: { slot: ReplicateSlot; cycles: number; elapsedMs: number; report: BlockReport }): void;
  onExhausted?(slot: ReplicateSlot, exhausted: Exhausted): void;
}

/** How a block ended: with a report, or because the process ran out, or that and sampled all the same. */
interface BlockEnd {
  readonly report: BlockReport | null;
  readonly ranOut: RanOut | null;
}

/** One replicate, seen from the parent: opens a host, feeds it blocks, writes down what it answers. */
export class Replicate {
  private readonly parts: ReplicateParts;
  private readonly slot: ReplicateSlot;
  private readonly host: HostLink;
  private readonly rows: ReplicateRows;
  /** The last two blocks: a host that is lost between blocks was last busy with the one before. */
  private blocks: readonly { readonly firstCycle: number; readonly mailboxes: readonly Mailbox[] }[] = [];
  private plannedWalks = 0;
  private hostLost = false;

  constructor(parts: ReplicateParts, slot: ReplicateSlot) {
    this.parts = parts;
    this.slot = slot;
    const { folder, plan } = parts;
    this.rows = new ReplicateRows(folder, slot);
    this.host = new HostLink({
      logFile: folder.hostLog(slot.replicate),
      flightRecord: folder.flightRecord(slot.replicate),
      hangTimeoutMs: plan.hangTimeoutMs,
    });
  }

  /** Opens the host, samples once and lets it go again, before the flag is set. */
  async probe(): Promise<HostReady & Pick<BlockReport, 'unsupported'>> {
    return await this.whileStoppable(async () => {
      const ready = await this.open(true);
      const { report } = await this.askBlock([]);
      return { ...ready, unsupported: report?.unsupported ?? [] };
    });
  }

  async run(): Promise<ReplicateOutcome> {
    this.parts.folder.addEvent({ event: 'host-started', ...this.who(), pid: this.host.pid });
    return await this.whileStoppable(() => this.runBlocks());
  }

  private async runBlocks(): Promise<ReplicateOutcome> {
    let outside: { stop(): void } | undefined;
    try {
      await this.open();
      outside = this.watch();
      await this.block([]);
      while (!this.parts.stop.aborted && !this.isComplete()) {
        const ranOut = await this.block(await this.nextMailboxes());
        if (ranOut !== null) return { outcome: 'exhausted', cycles: this.rows.cycles };
      }
      const outcome = this.isComplete() ? 'finished' : 'stopped';
      this.parts.folder.addEvent({ event: 'host-finished', ...this.who(), cycles: this.rows.cycles });
      return { outcome, cycles: this.rows.cycles };
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      if (this.parts.stop.aborted) return { outcome: 'stopped', cycles: this.rows.cycles };
      return { outcome: 'lost', error };
    } finally {
      outside?.stop();
    }
  }

  private async whileStoppable<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await whileStoppable(this.host, this.parts, action);
    } finally {
      if (!this.hostLost) this.parts.folder.dropFlightRecord(this.slot.replicate);
    }
  }

  private async open(probe = false): Promise<HostReady> {
    const { mailboxes, plan, password } = this.parts;
    const [firstMailbox] = await mailboxes.take(0, 1);
    if (firstMailbox === undefined) throw new Error('a run without mailboxes was planned');
    const bytes = password === null ? null : Uint8Array.from(password.bytes);
    const message: ToHost = {
      say: 'open',
      plan,
      probe,
      scenario: this.slot.arm === 'control' ? controlOf(plan.scenario) : plan.scenario,
      firstMailbox,
      flightRecord: this.parts.folder.flightRecord(this.slot.replicate),
      password: bytes,
    };
    const answer = await this.host.ask(message);
    bytes?.fill(0);
    if (answer.outcome === 'said' && answer.message.say === 'ready') return answer.message;
    throw await this.lost(answer);
  }

  /** Everything is on disk before the next block starts. */
  private async block(mailboxes: readonly Mailbox[]): Promise<RanOut | null> {
    const { report, ranOut } = await this.askBlock(mailboxes);
    const work = report ?? ranOut?.work;
    if (work !== undefined) this.rows.addWork(work);
    const { slot, parts, rows } = this;
    if (report !== null) {
      rows.addSample(report);
      parts.onBlock({ slot, cycles: rows.cycles, elapsedMs: rows.elapsedMs, report });
    }
    if (ranOut !== null) {
      const exhausted = rows.addExhausted(ranOut, report?.readings ?? {});
      parts.onExhausted?.(slot, exhausted);
    }
    return ranOut;
  }

  private async askBlock(mailboxes: readonly Mailbox[]): Promise<BlockEnd> {
    this.blocks = [...this.blocks.slice(-1), { firstCycle: this.rows.cycles, mailboxes }];
    const walk = this.isWalkDue(mailboxes.length) ? 'wanted' : 'if-cheap';
    const answer = await this.host.ask({
      say: 'block',
      firstCycle: this.rows.cycles,
      mailboxes: [...mailboxes],
      walk,
    });
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

  private isComplete(): boolean {
    const { length } = this.parts.plan;
    return length.by === 'cycles'
      ? this.rows.cycles >= length.cycles
      : this.rows.elapsedMs >= length.durationMs;
  }

  /** Whether this block brings the replicate into the next of its twelve parts. */
  private isWalkDue(blockCycles: number): boolean {
    const { length } = this.parts.plan;
    const part =
      length.by === 'cycles'
        ? (this.rows.cycles + blockCycles) / length.cycles
        : this.rows.elapsedMs / length.durationMs;
    const due = Math.floor(part * PLANNED_WALKS);
    if (due <= this.plannedWalks) return false;
    this.plannedWalks = due;
    return true;
  }

  private async nextMailboxes(): Promise<readonly Mailbox[]> {
    const { length, blockCycles } = this.parts.plan;
    const left = length.by === 'cycles' ? length.cycles - this.rows.cycles : blockCycles;
    return await this.parts.mailboxes.take(this.rows.cycles, Math.min(blockCycles, left));
  }

  /** Writes down where the host was, and says it as an error. */
  private async lost(answer: Answer): Promise<HarnessError> {
    const record = this.host.lastRecord();
    const cycle = record?.cycle ?? this.rows.cycles;
    const mailbox = this.mailboxOf(cycle);
    const call = record?.call ?? 'starting';
    const failed = answer.outcome === 'said' && answer.message.say === 'failed' ? answer.message : null;
    const how = answer.outcome === 'said' ? 'failed' : answer.outcome;
    const detail =
      answer.outcome === 'said'
        ? (failed?.message ?? `said ${answer.message.say} out of turn`)
        : answer.detail;
    if (answer.outcome === 'hung') await this.host.kill();
    this.hostLost = true;
    const lastActivity = { call, cycle, mailbox };
    this.parts.folder.addEvent({ event: 'host-lost', ...this.who(), how, detail, lastActivity });
    if (failed !== null) return new HarnessError(failed.code, failed.message, failed.remedy);
    const where = `${call}, cycle ${cycle}${mailbox === null ? '' : `, mailbox ${mailbox}`}`;
    return new HarnessError(
      how === 'hung' ? 'HOST_HUNG' : 'HOST_DIED',
      `the session host of ${this.slot.replicate} ${how} (${detail}) in ${where}`,
      `${this.rows.cycles > 0 ? 'What was measured until then is kept; the' : 'The'} host’s own words are in ${this.parts.folder.hostLog(this.slot.replicate)}.`,
    );
  }

  private mailboxOf(cycle: number): string | null {
    const found = this.blocks.map(({ firstCycle, mailboxes }) => mailboxes[cycle - firstCycle]);
    return found.findLast((mailbox) => mailbox !== undefined)?.mailbox ?? null;
  }

  private who(): { replicate: string; arm: ArmName } {
    return { replicate: this.slot.replicate, arm: this.slot.arm };
  }
}
