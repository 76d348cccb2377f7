import { CONTROL_SCENARIO } from '../../scenarios/catalogue.ts';
import type { Password } from '../../scenarios/credentials/password.ts';
import type { Mailbox } from '../../scenarios/mailboxes/mailbox.ts';
import type { MailboxList } from '../../scenarios/mailboxes/open.ts';
import type { ArmName } from '../contract/arms.ts';
import { HarnessError } from '../contract/errors.ts';
import { type Plan, type ReplicateSlot, SCHEMA_VERSION } from '../contract/plan.ts';
import type { ResourceName } from '../contract/resources.ts';
import { watchFromOutside } from '../sample/outside.ts';
import { type Answer, HostLink } from './host-link.ts';
import type { BlockReport, HostReady, ToHost } from './messages.ts';
import type { RunFolder } from './run-folder.ts';

/** Heap walks that every replicate gets, spread evenly over its length; more are taken where they are cheap. */
const PLANNED_WALKS = 12;

/** How long a cycle may go on after the wish to stop, before the host is ended by force. */
const STOP_GRACE_MS = 10_000;

/** How one replicate ended. `failed` is the host's own word; the others were seen from outside. */
export type ReplicateOutcome =
  | { readonly outcome: 'finished'; readonly cycles: number }
  | { readonly outcome: 'stopped'; readonly cycles: number }
  | { readonly outcome: 'lost'; readonly error: HarnessError };

export interface ReplicateParts {
  readonly plan: Plan;
  readonly folder: RunFolder;
  readonly mailboxes: MailboxList;
  readonly password: Password | null;
  /** Aborted when the run is to stop; a second reason of 'now' does not wait for the running cycle. */
  readonly stop: AbortSignal;
  readonly stopNow: AbortSignal;
  onBlock(progress: { slot: ReplicateSlot; cycles: number; elapsedMs: number; report: BlockReport }): void;
}

/** One replicate, seen from the parent: opens a host, feeds it blocks, writes down what it answers. */
export class Replicate {
  private readonly parts: ReplicateParts;
  private readonly slot: ReplicateSlot;
  private readonly host: HostLink;
  private readonly named = new Set<ResourceName>();
  /** The last two blocks: a host that is lost between blocks was last busy with the one before. */
  private blocks: readonly { readonly firstCycle: number; readonly mailboxes: readonly Mailbox[] }[] = [];
  private cycles = 0;
  private failedCycles = 0;
  private elapsedMs = 0;
  private plannedWalks = 0;
  private hostLost = false;

  constructor(parts: ReplicateParts, slot: ReplicateSlot) {
    this.parts = parts;
    this.slot = slot;
    const { folder, plan } = parts;
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
      const { unsupported } = await this.askBlock([]);
      return { ...ready, unsupported };
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
        await this.block(await this.nextMailboxes());
      }
      const outcome = this.isComplete() ? 'finished' : 'stopped';
      this.parts.folder.addEvent({ event: 'host-finished', ...this.who(), cycles: this.cycles });
      return { outcome, cycles: this.cycles };
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      if (this.parts.stop.aborted) return { outcome: 'stopped', cycles: this.cycles };
      return { outcome: 'lost', error };
    } finally {
      outside?.stop();
    }
  }

  /** Passes the wish to stop on to the host, and lets the host go in the end, whatever happens. */
  private async whileStoppable<T>(action: () => Promise<T>): Promise<T> {
    const { stop, stopNow } = this.parts;
    let grace: NodeJS.Timeout | undefined;
    const onStop = (): void => {
      this.host.tell({ say: 'stop' });
      grace = setTimeout(onStopNow, STOP_GRACE_MS);
    };
    const onStopNow = (): void => void this.host.kill();
    stop.addEventListener('abort', onStop);
    stopNow.addEventListener('abort', onStopNow);
    try {
      return await action();
    } finally {
      clearTimeout(grace);
      stop.removeEventListener('abort', onStop);
      stopNow.removeEventListener('abort', onStopNow);
      await this.host.leave();
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
      scenario:
        this.slot.arm === 'control'
          ? { name: CONTROL_SCENARIO.name, file: null, sha256: null }
          : plan.scenario,
      firstMailbox,
      flightRecord: this.parts.folder.flightRecord(this.slot.replicate),
      password: bytes,
    };
    const answer = await this.host.ask(message);
    bytes?.fill(0);
    if (answer.outcome === 'said' && answer.message.say === 'ready') return answer.message;
    throw await this.lost(answer);
  }

  private async block(mailboxes: readonly Mailbox[]): Promise<void> {
    this.write(await this.askBlock(mailboxes));
  }

  private async askBlock(mailboxes: readonly Mailbox[]): Promise<BlockReport> {
    this.blocks = [...this.blocks.slice(-1), { firstCycle: this.cycles, mailboxes }];
    const walk = this.isWalkDue(mailboxes.length) ? 'wanted' : 'if-cheap';
    const answer = await this.host.ask({
      say: 'block',
      firstCycle: this.cycles,
      mailboxes: [...mailboxes],
      walk,
    });
    if (answer.outcome !== 'said' || answer.message.say !== 'block-done') throw await this.lost(answer);
    return answer.message;
  }

  /** Everything is on disk before the next block starts. */
  private write(report: BlockReport): void {
    const { folder } = this.parts;
    this.cycles += report.cycles;
    this.failedCycles += report.failures.reduce((sum, { count }) => sum + count, 0);
    this.elapsedMs = report.elapsedMs;
    if (report.failures.length > 0) {
      folder.addEvent({ event: 'cycles-failed', ...this.who(), failures: report.failures });
    }
    for (const { resource, reason } of report.unsupported) this.nameUnsupported(resource, reason);
    folder.addSample({
      schema: SCHEMA_VERSION,
      kind: 'quiescent',
      ...this.who(),
      cycle: this.cycles,
      failedCycles: this.failedCycles,
      elapsedMs: report.elapsedMs,
      readings: report.readings,
      walk: report.walk,
    });
    this.parts.onBlock({ slot: this.slot, cycles: this.cycles, elapsedMs: report.elapsedMs, report });
  }

  private watch(): { stop(): void } {
    const { folder } = this.parts;
    return watchFromOutside(this.host.pid, {
      onReadings: (readings) => {
        folder.addSample({
          schema: SCHEMA_VERSION,
          kind: 'outside',
          ...this.who(),
          elapsedMs: this.elapsedMs,
          cycle: this.cycles,
          readings,
        });
      },
      onUnsupported: (reason) => this.nameUnsupported('workingSetBytes', reason),
    });
  }

  private nameUnsupported(resource: ResourceName, reason: string): void {
    if (this.named.has(resource)) return;
    this.named.add(resource);
    this.parts.folder.addEvent({ event: 'source-unsupported', ...this.who(), resource, reason });
  }

  private isComplete(): boolean {
    const { length } = this.parts.plan;
    return length.by === 'cycles' ? this.cycles >= length.cycles : this.elapsedMs >= length.durationMs;
  }

  /** Whether this block brings the replicate into the next of its twelve parts. */
  private isWalkDue(blockCycles: number): boolean {
    const { length } = this.parts.plan;
    const part =
      length.by === 'cycles'
        ? (this.cycles + blockCycles) / length.cycles
        : this.elapsedMs / length.durationMs;
    const due = Math.floor(part * PLANNED_WALKS);
    if (due <= this.plannedWalks) return false;
    this.plannedWalks = due;
    return true;
  }

  private async nextMailboxes(): Promise<readonly Mailbox[]> {
    const { length, blockCycles } = this.parts.plan;
    const left = length.by === 'cycles' ? length.cycles - this.cycles : blockCycles;
    return await this.parts.mailboxes.take(this.cycles, Math.min(blockCycles, left));
  }

  /** Writes down where the host was, and says it as an error. */
  private async lost(answer: Answer): Promise<HarnessError> {
    const record = this.host.lastRecord();
    const cycle = record?.cycle ?? this.cycles;
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
      `${this.cycles > 0 ? 'What was measured until then is kept; the' : 'The'} host’s own words are in ${this.parts.folder.hostLog(this.slot.replicate)}.`,
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
