import { join } from 'node:path';
import type { z } from 'zod';
import { type Environment, environmentSchema } from '../contract/environment.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { eventSchema, type RunEvent } from '../contract/event.ts';
import { complaint, readJsonFile } from '../contract/json-input.ts';
import type { Merged } from '../contract/merged.ts';
import { type Plan, planSchema } from '../contract/plan.ts';
import { type Result, resultSchema } from '../contract/result.ts';
import { type Sample, sampleSchema } from '../contract/sample.ts';
import { LineTooLong, linesIn } from './file-lines.ts';
import { readMerged } from './merged-state.ts';
import { openRowParts, type RowFile, type RowPart, type RowParts } from './row-files.ts';
import { RowCheck } from './rows/row-check.ts';
import { type RowListener, RUN_FILES } from './run-folder.ts';

export async function readPlan(folder: string): Promise<Plan> {
  return await readJson(join(folder, RUN_FILES.plan), planSchema);
}

export async function readEnvironment(folder: string): Promise<Environment> {
  return await readJson(join(folder, RUN_FILES.environment), environmentSchema);
}

/** @throws HarnessError RUN_FOLDER: a run that was killed has none until it is judged */
export async function readResult(folder: string): Promise<Result> {
  try {
    return await readJson(join(folder, RUN_FILES.result), resultSchema);
  } catch (error) {
    const remedy = `Judge what was sampled with \`mapileak analyse ${folder}\`, which writes it.`;
    throw new HarnessError('RUN_FOLDER', messageOf(error), remedy, { cause: error });
  }
}

/**
 * Streams events and samples to a listener: of rows that are gone, what was kept of them; then part by part the events and
 * the samples. Lines that were cut off by a crash, and rows that do not fit their checksums or have been told already, are
 * left out.
 * @returns what had to be left out and which rows are missing, one sentence each
 * @throws HarnessError RUN_FOLDER naming file and line for anything else that cannot be read
 */
export async function readRows(folder: string, listener: RowListener): Promise<readonly string[]> {
  return await withRows(folder, async ({ merged, parts }) => {
    if (merged !== null) restoreOrTell(merged, listener);
    const reading = new PartReading(listener, merged?.lastEvent, merged?.lastSample);
    for (const part of parts) await reading.read(part);
    return reading.remarks;
  });
}

/** Where rows were, when those before the current files were read. */
export interface ReadParts {
  readonly lastEvent: number;
  readonly lastSample: number;
}

/** {@link readRows} of all that stands before the current files, which go on. */
export async function readPartsBefore(folder: string, listener: RowListener): Promise<ReadParts> {
  return await withRows(folder, async ({ merged, parts }) => {
    if (merged !== null) restoreOrTell(merged, listener);
    const reading = new PartReading(listener, merged?.lastEvent, merged?.lastSample);
    for (const part of parts) if (part.number !== null) await reading.read(part);
    return reading;
  });
}

/** {@link readRows} of the events alone. */
export async function readEventRows(folder: string, listener: RowListener): Promise<readonly string[]> {
  return await withRows(folder, async ({ merged, parts }) => {
    if (merged !== null) restoreOrTell(merged, listener);
    const reading = new PartReading(listener, merged?.lastEvent);
    for (const part of parts) await reading.read({ ...part, samples: null });
    return reading.remarks;
  });
}

/**
 * Streams the parts that are still there, though what they come to is told by {@link readRows} already.
 * @param listenerOf who hears the rows of a part, by its number
 */
export async function readCoveredParts(
  folder: string,
  listenerOf: (part: number) => RowListener & { readonly close: () => void },
): Promise<void> {
  await withRows(folder, async ({ covered }) => {
    for (const part of covered) {
      const listener = listenerOf(part.number ?? 0);
      try {
        await new PartReading(listener).read(part);
      } finally {
        listener.close();
      }
    }
  });
}

/** Reads parts one after the other: the numbers of rows go on from part to part. */
class PartReading implements ReadParts {
  readonly remarks: string[] = [];
  private readonly listener: RowListener;
  lastEvent: number;
  lastSample: number;

  constructor(listener: RowListener, lastEvent = 0, lastSample = 0) {
    this.listener = listener;
    this.lastEvent = lastEvent;
    this.lastSample = lastSample;
  }

  async read({ events, number, samples }: RowPart): Promise<void> {
    const { listener } = this;
    if (events !== null) {
      const check = new RowCheck(events.path, this.lastEvent);
      const hear = (event: RunEvent, row: number | null): void => listener.addEvent(event, row);
      this.remarks.push(...(await readNdjson(events, eventSchema, check, hear)));
      this.lastEvent = check.last;
    }
    if (samples !== null) {
      const check = new RowCheck(samples.path, this.lastSample);
      const hear = (sample: Sample, row: number | null): void => listener.add(sample, row);
      this.remarks.push(...(await readNdjson(samples, sampleSchema, check, hear)));
      this.lastSample = check.last;
    }
    // Without its events it was cut off in the middle of being made one: they are in the next.
    if (number !== null && events !== null) listener.endOfPart?.();
  }
}

function restoreOrTell(merged: Merged, listener: RowListener): void {
  if (listener.restore !== undefined) listener.restore(merged);
  else for (const event of merged.keptEvents) listener.addEvent(event);
}

async function withRows<T>(folder: string, read: (parts: RowParts) => Promise<T>): Promise<T> {
  const parts = await openRows(folder);
  try {
    return await read(parts);
  } finally {
    await parts.close();
  }
}

async function openRows(folder: string): Promise<RowParts> {
  try {
    return await openRowParts(folder);
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw unreadable(folder, messageOf(error));
  }
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  let content: unknown;
  try {
    content = readJsonFile(file);
  } catch (error) {
    throw unreadable(file, messageOf(error));
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw unreadable(file, complaint(parsed.error));
}

/**
 * The events alone, oldest first: of those that are gone, what was kept of them. What {@link readRows} leaves out is left
 * out.
 * @throws HarnessError RUN_FOLDER
 */
export async function* eventsOf(folder: string): AsyncGenerator<RunEvent> {
  const { close, merged, parts } = await openRows(folder);
  try {
    yield* merged?.keptEvents ?? [];
    for (const { events } of parts) yield* rowsIn(events, eventSchema);
  } finally {
    await close();
  }
}

/** All events of which anything is left: those that were kept, and all that are still there. */
export async function* eventsLeftOf(folder: string): AsyncGenerator<RunEvent> {
  const merged = readMerged(folder);
  yield* merged?.keptEvents ?? [];
  yield* merged?.flagWritten.map(({ event }) => event) ?? [];
  yield* eventsThereOf(folder);
}

/** All events that are still there, and of the others nothing. */
export async function* eventsThereOf(folder: string): AsyncGenerator<RunEvent> {
  const { close, covered, parts } = await openRows(folder);
  try {
    for (const { events } of [...covered, ...parts]) yield* rowsIn(events, eventSchema);
  } finally {
    await close();
  }
}

/** All samples that are still there, as {@link eventsOf}. */
export async function* samplesOf(folder: string): AsyncGenerator<Sample> {
  const { close, covered, parts } = await openRows(folder);
  try {
    for (const { samples } of [...covered, ...parts]) yield* rowsIn(samples, sampleSchema);
  } finally {
    await close();
  }
}

async function* rowsIn<T>(file: RowFile | null, schema: z.ZodType<T>): AsyncGenerator<T> {
  if (file === null) return;
  for await (const { row } of rowsOf(file, schema, new RowCheck(file.path))) yield row;
}

async function readNdjson<T>(
  file: RowFile,
  schema: z.ZodType<T>,
  check: RowCheck,
  hear: (row: T, number: number | null) => void,
): Promise<readonly string[]> {
  const rows = rowsOf(file, schema, check);
  for (;;) {
    const { done, value } = await rows.next();
    if (done === true) return value;
    hear(value.row, value.number);
  }
}

interface NumberedRow<T> {
  readonly row: T;
  readonly number: number | null;
}

/** Yields the rows of a file, and returns what had to be left out. */
async function* rowsOf<T>(
  { handle, path: file }: RowFile,
  schema: z.ZodType<T>,
  check: RowCheck,
): AsyncGenerator<NumberedRow<T>, readonly string[]> {
  let place = 0;
  try {
    for await (const line of linesIn(handle)) {
      place += 1;
      const checked = check.check(line);
      if (checked.kind === 'left-out') continue;
      if (checked.kind === 'foreign') throw unreadable(`${file}:${place}`, 'the line is no JSON');
      const parsed = schema.safeParse(checked.content);
      if (!parsed.success) throw unreadable(`${file}:${place}`, complaint(parsed.error));
      yield { row: parsed.data, number: checked.number };
    }
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    if (error instanceof LineTooLong) throw unreadable(`${file}:${error.line}`, messageOf(error));
    throw unreadable(file, messageOf(error));
  }
  return check.remarks();
}

function unreadable(file: string, why: string): HarnessError {
  return new HarnessError(
    'RUN_FOLDER',
    `${file} cannot be read: ${why}`,
    'Name a folder that `mapileak compare`, `run` or `soak` has written.',
  );
}
