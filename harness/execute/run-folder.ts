import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../contract/environment.ts';
import { HarnessError } from '../contract/errors.ts';
import type { RunEvent } from '../contract/event.ts';
import type { Merged, MergedRows } from '../contract/merged.ts';
import { type Plan, SCHEMA_VERSION } from '../contract/plan.ts';
import type { Sample } from '../contract/sample.ts';
import { ROTATE_AT_BYTES } from '../contract/soak.ts';
import { writeWholeFileSync } from '../contract/whole-file.ts';
import { whyNotWritten } from '../contract/why-not-written.ts';
import { type FolderCloser, folderCloser } from './close-folder.ts';
import { makeEmptyFolder } from './empty-folder.ts';
import { FLIGHT_RECORD_BYTES } from './flight-recorder.ts';
import { dropFile, HostLeftovers } from './host-leftovers.ts';
import { NdjsonFile } from './ndjson-file.ts';
import { orNotWritten } from './not-written.ts';
import { patientlySync } from './patiently.ts';
import { dropDrafts } from './resume/drop-drafts.ts';
import { type CutOffFolder, openCutOff } from './resume/open-cut-off.ts';
import { rotationSteps } from './rotation.ts';
import { RUN_FILES } from './run-files.ts';
import { lockRun } from './run-lock.ts';
import type { TakeLock } from './take-lock.ts';

export { RUN_FILES } from './run-files.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event as its maker knows it; schema and times are added when it is written. */
export type NewEvent = Without<RunEvent, 'schema' | 'at' | 'elapsedMs'>;

/** Who hears the rows of a run folder, oldest first. `row` is the number of one in its file, if it has any. */
export interface RowListener {
  add(sample: Sample, row?: number | null): void;
  addEvent(event: RunEvent, row?: number | null): void;
  /** Before all rows, where some are gone; without this, the events that were kept are told as rows. */
  restore?(merged: Merged): void;
  /** All rows so far were told, and no session host lived after the last one. */
  endOfPart?(): void;
}

const NEW: Omit<CutOffFolder, 'leftOut'> = { lastEvent: 0, lastSample: 0, lastPart: 0, elapsedMs: 0 };

/** How many rows are in memory alone. */
export interface HeldRows {
  readonly samples: number;
  readonly events: number;
}

/** When rows are rotated, and what stays of them. */
export interface RotationLimits {
  /** Nothing is done before one of the two files of rows has so many bytes. */
  readonly fileBytes: number;
  /** So many of the last parts are kept, though merged.json covers them. */
  readonly keptParts: number;
}
export const ROTATION: RotationLimits = { fileBytes: ROTATE_AT_BYTES, keptParts: 2 };

/**
 * The run folder while a run writes it. Events and samples are only ever appended; each row is written whole
 * and on disk when the call returns, so what was measured survives whatever happens next.
 */
export class RunFolder {
  readonly path: string;
  /** Why others may look into it, in a sentence for the user; null if they may not, as far as is known. */
  readonly openToOthers: string | null;
  private readonly events: NdjsonFile;
  private readonly samples: NdjsonFile;
  private lastPart: number;
  /** By the monotonic clock; of a run that goes on, as if it had never stood still. */
  private readonly startedAt: number;
  private readonly unlock: () => void;
  private readonly listeners: RowListener[] = [];
  private leftovers: HostLeftovers | null = null;
  /** Rows that the disk did not take yet, oldest first; null where its writer wants to be told at once. */
  private held: { readonly file: NdjsonFile; readonly row: object }[] | null = null;

  /**
   * @param takeLock keeps a second writer from the folder
   * @throws HarnessError RUN_FOLDER if the folder holds anything or cannot be made
   */
  static create(
    path: string,
    takeLock: TakeLock | null = null,
    close: FolderCloser = folderCloser(null),
  ): RunFolder {
    const openToOthers = makeEmptyFolder(path, close, [join(path, RUN_FILES.hosts)]);
    return new RunFolder(path, lockRun(path, takeLock), NEW, openToOthers);
  }

  /**
   * Opens the folder of a run that was cut off, to go on with its rows. A torn last line is taken away; numbers and
   * `elapsedMs` of rows go on from the last one.
   * @returns what was taken away, too, one sentence each
   * @throws HarnessError RUN_FOLDER if it holds no run that has begun, RUN_IN_USE if somebody writes it
   */
  static reopen(
    path: string,
    takeLock: TakeLock | null = null,
  ): { readonly folder: RunFolder; readonly leftOut: readonly string[] } {
    const unlock = lockRun(path, takeLock);
    try {
      const { leftOut, ...from } = openCutOff(path);
      dropDrafts(path);
      return { folder: new RunFolder(path, unlock, from, null), leftOut };
    } catch (error) {
      unlock();
      throw error;
    }
  }

  private constructor(
    path: string,
    unlock: () => void,
    from: Omit<CutOffFolder, 'leftOut'>,
    openToOthers: string | null,
  ) {
    this.path = path;
    this.openToOthers = openToOthers;
    this.unlock = unlock;
    this.startedAt = performance.now() - from.elapsedMs;
    this.events = new NdjsonFile(join(path, RUN_FILES.events), from.lastEvent);
    this.samples = new NdjsonFile(join(path, RUN_FILES.samples), from.lastSample);
    this.lastPart = from.lastPart;
  }

  /** Monotonic time since the run began. */
  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** From now on, every row is told as well as written. */
  tellTo(listener: RowListener): void {
    this.listeners.push(listener);
  }

  writePlan(plan: Plan): void {
    this.writeJson(RUN_FILES.plan, plan);
  }

  writeEnvironment(environment: Environment): void {
    this.writeJson(RUN_FILES.environment, environment);
  }

  writeFlagBackup(regFile: Buffer): void {
    const file = join(this.path, RUN_FILES.flagBackup);
    orNotWritten(file, () => writeWholeFileSync(file, regFile, { mode: 0o600 }));
  }

  /**
   * From now on a row that the disk does not take is held until {@link catchUp}, which is to be called before anything else
   * is measured: so a session host whose cycles have run is not lost with its sample.
   */
  holdRows(): void {
    this.held ??= [];
  }

  /** Rows that the disk did not take yet: lost, should nobody catch up. */
  get heldRows(): HeldRows {
    const held = this.held ?? [];
    const samples = held.filter(({ file }) => file === this.samples).length;
    return { samples, events: held.length - samples };
  }

  /** Writes the rows that are held. @throws HarnessError SAMPLES_NOT_WRITTEN; then the others stay held */
  catchUp(): void {
    for (let next = this.held?.[0]; next !== undefined; next = this.held?.[0]) {
      next.file.append(next.row);
      this.held?.shift();
    }
  }

  addSample(sample: Sample): void {
    this.write(this.samples, sample);
    for (const each of this.listeners) each.add(sample);
  }

  /** Returns the row as written. */
  addEvent(event: NewEvent): RunEvent {
    const row: RunEvent = {
      schema: SCHEMA_VERSION,
      at: new Date().toISOString(),
      elapsedMs: this.elapsedMs,
      ...event,
    };
    this.write(this.events, row);
    for (const each of this.listeners) each.addEvent(row);
    return row;
  }

  /**
   * Makes a part of the rows so far, if they have grown enough, and takes it into merged.json; begins new files. To be
   * called while no session host lives.
   * @param merged what all rows so far come to
   * @returns whether that was done
   * @throws HarnessError SAMPLES_NOT_WRITTEN: rows can be written all the same, and the next rotation does what is left
   */
  rotate(merged: () => MergedRows, limits: RotationLimits = ROTATION): boolean {
    // Rows that wait for room belong to the files that they were told to.
    const waits = this.held !== null && this.held.length > 0;
    // Events are few, but where each cycle fails: then they outgrow the samples a hundred times.
    const bytes = Math.max(this.samples.bytes, this.events.bytes);
    if (waits || bytes < limits.fileBytes) return false;
    const { lastRow: lastEvent } = this.events;
    const { lastRow: lastSample } = this.samples;
    this.lastPart += 1;
    const part = this.lastPart;
    this.events.close();
    this.samples.close();
    try {
      const steps = rotationSteps({
        folder: this.path,
        part,
        keptParts: limits.keptParts,
        merged: () => ({ ...merged(), part, lastEvent, lastSample }),
      });
      for (const { run } of steps) run();
      return true;
    } catch (error) {
      throw new HarnessError(
        'SAMPLES_NOT_WRITTEN',
        `the rows in ${this.path} could not be put together: ${whyNotWritten(error)}`,
        'Make room on its disk. Nothing is lost: all rows are kept, and this is tried again.',
        { cause: error },
      );
    } finally {
      // Where that fails, as on a disk that has become read-only, rows are held until it does not.
      this.events.beginAnew();
      this.samples.beginAnew();
    }
  }

  hostLog(replicate: string): string {
    return join(this.path, RUN_FILES.hosts, `${replicate}.log`);
  }

  /** Where a host notes what it is doing; kept if the host is lost. */
  flightRecord(replicate: string): string {
    return join(this.path, RUN_FILES.hosts, `${replicate}.flight`);
  }

  /**
   * Makes the files of a host that is going to be started, at their full size: one that finds no room under a mapped file
   * is ended by the system.
   * @throws HarnessError SAMPLES_NOT_WRITTEN
   */
  makeHostFiles(replicate: string): void {
    const [log, flight] = [this.hostLog(replicate), this.flightRecord(replicate)];
    orNotWritten(log, () => writeFileSync(log, '', { flag: 'a', mode: 0o600 }));
    orNotWritten(flight, () => writeFileSync(flight, Buffer.alloc(FLIGHT_RECORD_BYTES), { mode: 0o600 }));
  }

  dropFlightRecord(replicate: string): void {
    dropFile(this.flightRecord(replicate));
  }

  /** Keeps what a host of a soak has left, if that is worth it. */
  keepLeftovers(replicate: string): void {
    this.leftovers ??= new HostLeftovers(join(this.path, RUN_FILES.hosts));
    this.leftovers.take(replicate);
  }

  close(): void {
    this.events.close();
    this.samples.close();
    this.unlock();
  }

  private write(file: NdjsonFile, row: object): void {
    if (this.held === null) {
      file.append(row);
      return;
    }
    this.held.push({ file, row });
    try {
      this.catchUp();
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
    }
  }

  private writeJson(name: string, content: object): void {
    const file = join(this.path, name);
    const text = `${JSON.stringify(content, null, 2)}\n`;
    orNotWritten(file, () => patientlySync(() => writeWholeFileSync(file, text, { mode: 0o600 })));
  }
}
