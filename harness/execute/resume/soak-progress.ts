import { isInstrument } from '../../contract/arms.ts';
import type { RunEvent } from '../../contract/event.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Sample } from '../../contract/sample.ts';
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
  /** Whether every replicate of the instrument's self-test has an end; true of a plan without one. */
  readonly selfTestDone: boolean;
  /** Whether it ran to its planned end. One that was stopped, or failed, has not, and can be resumed. */
  readonly isFinished: boolean;
  /** ISO 8601; null without any row. */
  readonly lastRowAt: string | null;
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

/** Hears all events of a soak, then its samples, and says where it was. */
export class SoakCourse {
  private readonly plan: Pick<Plan, 'order'>;
  private readonly clock = new RunClock();
  private readonly open = new Set<string>();
  private readonly invalid = new Set<string>();
  private readonly ended = new Set<string>();
  private readonly quarantined: string[] = [];
  private readonly lostAt = new Map<string, number>();
  /** Of replicates of arms under test since the last finished round. */
  private readonly cyclesOf = new Map<string, number>();
  private cyclesBefore = 0;
  private rounds = 0;
  private startedRound = 0;
  private isFinished = false;

  constructor(plan: Pick<Plan, 'order'>) {
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
        this.open.add(event.replicate);
        if (!isInstrument(event.arm)) this.cyclesOf.set(event.replicate, 0);
        this.startedRound = Math.max(this.startedRound, this.roundOf(event.replicate));
        break;
      case 'host-finished':
      case 'exhausted':
      case 'over-limit':
        this.end(event.replicate, event.cycles);
        break;
      case 'host-lost': {
        // Its samples say what it had finished.
        this.end(event.replicate, 0);
        const { mailbox } = event.lastActivity;
        if (mailbox !== null) this.lostAt.set(mailbox, (this.lostAt.get(mailbox) ?? 0) + 1);
        break;
      }
      case 'arm-invalid':
        this.invalid.add(event.arm);
        break;
      case 'mailbox-quarantined':
        this.quarantined.push(event.mailbox);
        break;
      case 'round-finished':
        this.rounds = Math.max(this.rounds, event.round);
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
    const { clock, isFinished, lostAt, quarantined, rounds, startedRound } = this;
    const open = [...this.open].filter((replicate) => !this.invalid.has(armOf(replicate)));
    const planted = this.plan.order.filter(({ arm }) => arm === 'planted');
    return {
      rounds,
      startedRound,
      cycles: [...this.cyclesOf.values()].reduce((sum, each) => sum + each, this.cyclesBefore),
      elapsedMs: clock.elapsedMs,
      cutOff: open,
      quarantined: [...quarantined],
      lostAt: new Map(lostAt),
      selfTestDone: planted.every(({ replicate }) => this.ended.has(replicate)),
      isFinished,
      lastRowAt: clock.lastRowAtMs === null ? null : new Date(clock.lastRowAtMs).toISOString(),
    };
  }

  private end(replicate: string, cycles: number): void {
    this.open.delete(replicate);
    this.ended.add(replicate);
    const known = this.cyclesOf.get(replicate);
    if (known !== undefined) this.cyclesOf.set(replicate, Math.max(known, cycles));
  }

  /** The plan's, or beyond it the number in the name: `off-17`. That of the self-test counts as none. */
  private roundOf(replicate: string): number {
    if (armOf(replicate) === 'planted') return 0;
    const slot = this.plan.order.find((each) => each.replicate === replicate);
    return slot?.round ?? Number(/-(\d+)/.exec(replicate)?.[1] ?? 0);
  }
}

const armOf = (replicate: string): string => replicate.split('-', 1)[0] ?? replicate;
