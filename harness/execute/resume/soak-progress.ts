import { type ArmName, isInstrument } from '../../contract/arms.ts';
import type { LastActivity, RunEvent } from '../../contract/event.ts';
import { hostName, hostNumberOf, mailboxToBlame, plannedReplicateOf } from '../../contract/host-losses.ts';
import { isWhole, type Plan, type ReplicateSlot } from '../../contract/plan.ts';
import type { Sample } from '../../contract/sample.ts';
import { roundOfSoak, selfTestOrder } from '../../plan/replicate-order.ts';
import { eventsOf, readPlan, samplesOf } from '../read-run-folder.ts';
import { RunClock } from './run-clock.ts';

/** Where a soak was, by the rows in its folder. */
export interface SoakProgress {
  /** Finished rounds; a cut-off one counts as finished once the soak was resumed. */
  readonly rounds: number;
  /** The highest round of which any replicate was started. */
  readonly startedRound: number;
  /** Of the arms under test since the soak began, those of cut-off replicates as far as they are in samples. */
  readonly cycles: number;
  /** Monotonic time until the last row, without that between a kill and a resume. */
  readonly elapsedMs: number;
  /** Replicates that were started and have no end, but those that an earlier resume has named. */
  readonly cutOff: readonly string[];
  readonly quarantined: readonly string[];
  /** Hosts lost by the mailbox that they were busy with, so far. */
  readonly lostAt: ReadonlyMap<string, number>;
  /** Whether every replicate of the instrument's self-test was measured to its end; true of a plan without one. */
  readonly selfTestDone: boolean;
  /** Those that were not, each with the name of a fresh host in its place. */
  readonly selfTestLeft: readonly ReplicateSlot[];
  /** Whether it ran to its planned end. One that was stopped, or failed, has not, and can be resumed. */
  readonly isFinished: boolean;
  /** ISO 8601; null without any row. */
  readonly lastRowAt: string | null;
  /** The file that says what the flag was, if the last rows do not say that it was put back; else null. */
  readonly flagBackup: string | null;
}

/**
 * Reads where a soak was. Rows that {@link eventsOf} leaves out are left out; no row is written or mended.
 * @throws HarnessError RUN_FOLDER
 */
export async function readSoakProgress(folder: string): Promise<SoakProgress> {
  const course = new SoakCourse(await readPlan(folder));
  for await (const event of eventsOf(folder)) course.addEvent(event);
  if (course.wantsSamples) for await (const sample of samplesOf(folder)) course.add(sample);
  return course.progress();
}

type SoakPlan = Pick<Plan, 'arms' | 'control' | 'length' | 'replicates' | 'seed' | 'selfTest'>;

/** Hears all events of a soak, then its samples, and says where it was. */
export class SoakCourse {
  private readonly plan: SoakPlan;
  private readonly clock = new RunClock();
  private readonly open = new Set<string>();
  private readonly invalid = new Set<string>();
  /** Replicates of the plan of which a host was measured to its end, and how many hosts each has had. */
  private readonly whole = new Set<string>();
  private readonly hosts = new Map<string, number>();
  private readonly quarantined = new Set<string>();
  private readonly lostAt = new Map<string, number>();
  /** Of replicates of arms under test since the last finished round. */
  private readonly cyclesOf = new Map<string, number>();
  private cyclesBefore = 0;
  private rounds = 0;
  private startedRound = 0;
  private isFinished = false;
  private flagBackup: string | null = null;

  constructor(plan: SoakPlan) {
    this.plan = plan;
  }

  /** Whether samples can tell more than the events have: of what has no end. */
  get wantsSamples(): boolean {
    return this.open.size > 0 || this.cyclesOf.size > 0;
  }

  addEvent(event: RunEvent): void {
    this.clock.addEvent(event);
    switch (event.event) {
      case 'host-started':
        this.start(event.replicate, event.arm);
        break;
      case 'host-finished':
        this.end(event.replicate, event.cycles, isWhole(this.plan, event.cycles));
        break;
      case 'exhausted':
      case 'over-limit':
        this.end(event.replicate, event.cycles, true);
        break;
      case 'host-lost':
        // Its samples say what it had finished.
        this.end(event.replicate, 0, false);
        this.lose(event.lastActivity);
        break;
      case 'flag-saved':
        this.flagBackup = event.backup;
        break;
      case 'flag-restored':
        this.flagBackup = null;
        break;
      case 'arm-invalid':
        this.invalid.add(event.arm);
        break;
      case 'mailbox-quarantined':
        this.quarantined.add(event.mailbox);
        break;
      case 'mailboxes-taken-back':
        this.takeBack(event);
        break;
      case 'round-finished':
        this.rounds = Math.max(this.rounds, event.round);
        // Of its hosts nothing may be there any more.
        this.startedRound = Math.max(this.startedRound, event.round);
        this.cyclesBefore = event.cycles;
        this.cyclesOf.clear();
        // No host lives any longer: what has no end by now was let go.
        this.open.clear();
        break;
      case 'resumed':
        for (const replicate of event.cutOff) this.open.delete(replicate);
        this.rounds = Math.max(this.rounds, this.startedRound);
        this.isFinished = false;
        break;
      case 'run-finished':
        this.isFinished = event.outcome === 'complete';
        break;
      default:
        break;
    }
  }

  add(sample: Sample): void {
    this.clock.add(sample);
    if (sample.kind !== 'quiescent' || sample.phase !== 'sweep') return;
    const cycles = this.cyclesOf.get(sample.replicate);
    if (cycles !== undefined) this.cyclesOf.set(sample.replicate, Math.max(cycles, sample.cycle));
  }

  progress(): SoakProgress {
    const { clock, flagBackup, isFinished, lostAt, quarantined, rounds, startedRound } = this;
    const open = [...this.open].filter((replicate) => !this.invalid.has(armOf(replicate)));
    const selfTestLeft = this.selfTestLeft();
    return {
      rounds,
      startedRound,
      cycles: [...this.cyclesOf.values()].reduce((sum, each) => sum + each, this.cyclesBefore),
      elapsedMs: clock.elapsedMs,
      cutOff: open,
      quarantined: [...quarantined],
      lostAt: new Map(lostAt),
      selfTestDone: selfTestLeft.length === 0,
      selfTestLeft,
      isFinished,
      flagBackup,
      lastRowAt: clock.lastRowAtMs === null ? null : new Date(clock.lastRowAtMs).toISOString(),
    };
  }

  private start(replicate: string, arm: ArmName): void {
    this.open.add(replicate);
    const planned = plannedReplicateOf(replicate);
    this.hosts.set(planned, Math.max(hostNumberOf(replicate), this.hosts.get(planned) ?? 0));
    if (!isInstrument(arm)) this.cyclesOf.set(replicate, 0);
    this.startedRound = Math.max(this.startedRound, roundOfSoak(this.plan, replicate));
  }

  private end(replicate: string, cycles: number, whole: boolean): void {
    this.open.delete(replicate);
    if (whole) this.whole.add(plannedReplicateOf(replicate));
    const known = this.cyclesOf.get(replicate);
    if (known !== undefined) this.cyclesOf.set(replicate, Math.max(known, cycles));
  }

  private lose(where: LastActivity): void {
    const mailbox = mailboxToBlame(where);
    if (mailbox !== null) this.lostAt.set(mailbox, (this.lostAt.get(mailbox) ?? 0) + 1);
  }

  private takeBack({ mailboxes }: Extract<RunEvent, { event: 'mailboxes-taken-back' }>): void {
    for (const { hosts, mailbox, wasLeftOut } of mailboxes) {
      this.lostAt.set(mailbox, Math.max(0, (this.lostAt.get(mailbox) ?? 0) - hosts));
      if (wasLeftOut) this.quarantined.delete(mailbox);
    }
  }

  private selfTestLeft(): readonly ReplicateSlot[] {
    const left = selfTestOrder(this.plan).filter(({ replicate }) => !this.whole.has(replicate));
    return left.map((slot) => {
      const hosts = this.hosts.get(slot.replicate) ?? 0;
      return { ...slot, replicate: hostName(slot.replicate, hosts + 1) };
    });
  }
}

const armOf = (replicate: string): string => replicate.split('-', 1)[0] ?? replicate;
