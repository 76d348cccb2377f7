import { rmSync } from 'node:fs';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Environment } from '../contract/environment.ts';
import type { RunEvent } from '../contract/event.ts';
import { type Plan, SCHEMA_VERSION } from '../contract/plan.ts';
import type { Sample } from '../contract/sample.ts';
import { type FolderCloser, folderCloser } from './close-folder.ts';
import { makeEmptyFolder } from './empty-folder.ts';
import { NdjsonFile } from './ndjson-file.ts';
import { patientlySync } from './patiently.ts';

/** The names in a run folder; outside scripts rely on them. */
export const RUN_FILES = {
  plan: 'plan.json',
  environment: 'environment.json',
  events: 'events.ndjson',
  samples: 'samples.ndjson',
  result: 'result.json',
  report: 'report.html',
  /** The registry before the run, for regedit. */
  flagBackup: 'flag-backup.reg',
  hosts: 'hosts',
} as const;

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event as its maker knows it; schema and times are added when it is written. */
export type NewEvent = Without<RunEvent, 'schema' | 'at' | 'elapsedMs'>;

/** Who hears the rows of a run folder, oldest first. */
export interface RowListener {
  add(sample: Sample): void;
  addEvent(event: RunEvent): void;
}

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
  private readonly startedAt = performance.now();
  private readonly listeners: RowListener[] = [];

  /** @throws HarnessError RUN_FOLDER if the folder holds anything or cannot be made */
  static create(path: string, close: FolderCloser = folderCloser(null)): RunFolder {
    return new RunFolder(path, makeEmptyFolder(path, close, [join(path, RUN_FILES.hosts)]));
  }

  private constructor(path: string, openToOthers: string | null) {
    this.path = path;
    this.openToOthers = openToOthers;
    this.events = new NdjsonFile(join(path, RUN_FILES.events));
    this.samples = new NdjsonFile(join(path, RUN_FILES.samples));
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
    writeFileAtomic.sync(join(this.path, RUN_FILES.flagBackup), regFile, { mode: 0o600 });
  }

  addSample(sample: Sample): void {
    this.samples.append(sample);
    for (const each of this.listeners) each.add(sample);
  }

  /** Returns the row as written. */
  addEvent(event: NewEvent): RunEvent {
    const row: RunEvent = {
      schema: SCHEMA_VERSION,
      at: new Date().toISOString(),
      elapsedMs: performance.now() - this.startedAt,
      ...event,
    };
    this.events.append(row);
    for (const each of this.listeners) each.addEvent(row);
    return row;
  }

  hostLog(replicate: string): string {
    return join(this.path, RUN_FILES.hosts, `${replicate}.log`);
  }

  /** Where a host notes what it is doing; kept if the host is lost. */
  flightRecord(replicate: string): string {
    return join(this.path, RUN_FILES.hosts, `${replicate}.flight`);
  }

  dropFlightRecord(replicate: string): void {
    rmSync(this.flightRecord(replicate), { force: true });
  }

  close(): void {
    this.events.close();
    this.samples.close();
  }

  private writeJson(name: string, content: object): void {
    const text = `${JSON.stringify(content, null, 2)}\n`;
    patientlySync(() => writeFileAtomic.sync(join(this.path, name), text, { mode: 0o600 }));
  }
}
