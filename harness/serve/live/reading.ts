import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../contract/environment.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Result } from '../../contract/result.ts';
import { readEnvironment, readPartsBefore, readResult } from '../../execute/read-run-folder.ts';
import { type RowListener, RUN_FILES } from '../../execute/run-folder.ts';
import { type Collecting, collecting } from './collecting.ts';
import { drawnOf, GrowthLines } from './growth-lines.ts';
import type { Judge } from './judge.ts';
import { isAlive } from './process-alive.ts';
import { Rotation } from './rotation.ts';
import { RunRows } from './rows.ts';
import { now, RunAge } from './run-age.ts';
import { RunLog } from './run-log.ts';
import { FRESH_MS, isGoingOn, type RunStatus, statusOf } from './status.ts';
import { Throttle } from './throttle.ts';
import type { RunView } from './view.ts';

/** Of a run that is over; its report has the charts of larger ones. */
const MOST_SAMPLE_BYTES = 256 * 1024 * 1024;

/** Of a soak the last replicates are drawn. */
const DRAWN_OF_SOAK = 24;

/** How long a look waits for a judgement: short runs are shown with theirs at once. */
const JUDGEMENT_MS = 400;
/** Copying more to the thread that judges would cost more memory than the picture is worth. */
const MOST_JUDGED_SAMPLES = 1_000_000;

/** What a session host cannot read is told by events, too. */
const NOT_PROBED: Pick<Environment, 'standIn' | 'preflight' | 'unsupported'> = {
  standIn: false,
  preflight: [],
  unsupported: [],
};

/** A run folder that is read again and again while it grows, each row once. Nothing is ever written to it. */
export class RunReading {
  readonly plan: Plan;
  /** What its charts show. */
  readonly lines: GrowthLines;
  private readonly folder: string;
  private collector: Collecting;
  private log: RunLog;
  private rows: RunRows;
  private readonly rotation: Rotation | null;
  private readonly judge: Judge;
  private readonly throttle = new Throttle();
  private judging: Promise<void> | null = null;
  private environment: Environment | null = null;
  private judged: Result | null = null;
  private final: Result | null = null;
  private status: RunStatus = 'running';
  private hasReport = false;
  private readonly age = new RunAge();
  private heardSamples = 0;
  private judgedSamples = -1;

  /** @param folder a real path */
  constructor(folder: string, plan: Plan, judge: Judge) {
    this.folder = folder;
    this.judge = judge;
    this.plan = plan;
    this.log = new RunLog(plan);
    this.collector = collecting(plan);
    this.lines =
      plan.soak === undefined
        ? new GrowthLines(plan.order.length, drawnOf(plan))
        : new GrowthLines(DRAWN_OF_SOAK, drawnOf(plan), DRAWN_OF_SOAK);
    this.rotation = plan.soak === undefined ? null : new Rotation(folder);
    this.rows = new RunRows(folder, this.listener(true));
  }

  /** @param isDrawn whether its lines are heard, too */
  private listener(isDrawn: boolean): RowListener {
    return {
      add: (sample) => {
        this.heardSamples += 1;
        for (const listener of [this.collector, this.log, this.age]) listener.add(sample);
        if (isDrawn) this.lines.add(sample);
      },
      addEvent: (event) => {
        for (const listener of [this.collector, this.log, this.age]) listener.addEvent(event);
      },
      restore: (merged) => {
        this.collector.restore?.(merged);
        for (const event of merged.keptEvents) this.log.addEvent(event);
      },
      endOfPart: () => this.collector.endOfPart?.(),
    };
  }

  /** The files of a soak are begun anew now and then: then all is read anew, and what is gone is in merged.json. */
  private async followRotation(): Promise<void> {
    if (this.rotation === null || !(await this.rotation.hasTurned())) return;
    this.collector = collecting(this.plan);
    this.log = new RunLog(this.plan);
    // Its lines have been drawn, but for those of the first look.
    const listener = this.listener(this.heardSamples === 0);
    const before = await readPartsBefore(this.folder, listener).catch(() => undefined);
    this.rows = new RunRows(this.folder, this.listener(true), before);
  }

  /** Whether more may come. */
  get isGoingOn(): boolean {
    return isGoingOn(this.status);
  }

  /** Reads what is new, and judges it when that is due. */
  async look(): Promise<void> {
    await this.followRotation();
    const events = await this.rows.readEvents();
    const samples = (await this.isWorthReading()) ? await this.rows.readSamples() : 'read';
    this.age.look(await this.lastWritten(), now());
    this.environment ??= await readEnvironment(this.folder).catch(() => null);
    // A folder that was taken away is written by nobody, whoever still lives.
    const isGone = events === 'gone' && samples === 'gone' && !(await this.isBetweenFiles());
    this.status = isGone ? 'unfinished' : this.statusNow();
    // Somebody may have judged a run that goes on: that is no result of its own.
    if (this.status !== 'running') await this.readFinal();
    if (this.final === null) await soon(this.judgeWhenDue(), JUDGEMENT_MS);
  }

  /** Of a run that goes on no more: judges all that is there, if the run has not. */
  async finish(): Promise<void> {
    await this.judging;
    if (this.final === null) await this.judgeAll();
  }

  /** Files of judging are written under other names first: once they are there, they are whole. */
  private async readFinal(): Promise<void> {
    this.final ??= await readResult(this.folder).catch(() => null);
    this.hasReport = (await sizeOf(join(this.folder, RUN_FILES.report))) !== null;
    if (this.status === 'judging') this.status = this.statusNow();
  }

  view(): RunView {
    const { final, hasReport, judged, plan, status } = this;
    const course = this.log.course();
    return {
      plan,
      status,
      course,
      collected: this.collector.finish(),
      result: final ?? judged,
      isFinal: final !== null,
      hasReport,
      passedOver: this.rows.passedOver,
      quietMs: this.age.quietMs(now()),
      elapsedMs: status === 'running' ? this.age.elapsedMs(now()) : course.elapsedMs,
    };
  }

  /** Whether its files were taken away to be begun anew: the next look sees to it. */
  private async isBetweenFiles(): Promise<boolean> {
    return this.rotation !== null && (await sizeOf(join(this.folder, RUN_FILES.plan))) !== null;
  }

  private statusNow(): RunStatus {
    const { outcome, processIds } = this.log.course();
    return statusOf({
      outcome,
      hasResult: this.final !== null && this.hasReport,
      quietMs: this.age.quietMs(now()),
      hasLivingProcess: processIds.some(isAlive),
      hangTimeoutMs: Math.max(this.plan.hangTimeoutMs, this.plan.attached?.intervalMs ?? 0),
    });
  }

  private async isWorthReading(): Promise<boolean> {
    const size = (await sizeOf(join(this.folder, RUN_FILES.samples))) ?? 0;
    if (size <= MOST_SAMPLE_BYTES || this.heardSamples > 0) return true;
    const written = await this.lastWritten();
    return written !== null && Math.abs(Date.now() - written) < FRESH_MS;
  }

  /** The folder's newest row, or its plan; null if it has neither. */
  private async lastWritten(): Promise<number | null> {
    const names = [RUN_FILES.events, RUN_FILES.samples, RUN_FILES.plan];
    const times = await Promise.all(names.map((name) => modifiedMs(join(this.folder, name))));
    const known = times.filter((each) => each !== null);
    return known.length === 0 ? null : Math.max(...known);
  }

  /** As the run's referee does at its looks, and as it is judged in the end; not more often than is cheap. */
  private async judgeWhenDue(): Promise<void> {
    if (this.judging !== null || !this.throttle.isDue(performance.now())) return;
    this.judging = this.judgeAll();
    await this.judging;
    this.judging = null;
  }

  private async judgeAll(): Promise<void> {
    const samples = this.heardSamples;
    const isTooLarge = this.rotation === null && samples > MOST_JUDGED_SAMPLES;
    if (samples === this.judgedSamples || isTooLarge) return;
    const began = performance.now();
    try {
      const environment = this.environment ?? NOT_PROBED;
      this.judged = await this.judge({ plan: this.plan, environment, collected: this.collector.finish() });
      this.judgedSamples = samples;
    } catch {
      // What cannot be judged yet is shown without a verdict; the run says itself what is wrong with it.
    } finally {
      this.throttle.took(began, performance.now());
    }
  }
}

/** Waits for an action, but not for long. */
async function soon(action: Promise<void>, mostMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostMs);
  });
  await Promise.race([action, late]).finally(() => clearTimeout(timer));
}

const sizeOf = async (path: string): Promise<number | null> =>
  await stat(path).then(
    ({ size }) => size,
    () => null,
  );

const modifiedMs = async (path: string): Promise<number | null> =>
  await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => null,
  );
