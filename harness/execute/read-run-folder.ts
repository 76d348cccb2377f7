import { join } from 'node:path';
import type { z } from 'zod';
import { type Environment, environmentSchema } from '../contract/environment.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { eventSchema, type RunEvent } from '../contract/event.ts';
import { complaint, readJsonFile } from '../contract/json-input.ts';
import { type Plan, planSchema } from '../contract/plan.ts';
import { type Result, resultSchema } from '../contract/result.ts';
import { type Sample, sampleSchema } from '../contract/sample.ts';
import { LineTooLong, linesOf } from './file-lines.ts';
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
 * Streams events and samples to a listener. Lines that were cut off by a crash, and rows that do not fit their checksums
 * or have been told already, are left out.
 * @returns what had to be left out and which rows are missing, one sentence each
 * @throws HarnessError RUN_FOLDER naming file and line for anything else that cannot be read
 */
export async function readRows(folder: string, listener: RowListener): Promise<readonly string[]> {
  return [
    ...(await readNdjson(join(folder, RUN_FILES.events), eventSchema, (event, row) =>
      listener.addEvent(event, row),
    )),
    ...(await readNdjson(join(folder, RUN_FILES.samples), sampleSchema, (sample, row) =>
      listener.add(sample, row),
    )),
  ];
}

/** Streams the events alone. @returns and @throws as {@link readRows} */
export async function readEventRows(
  folder: string,
  hear: (event: RunEvent, row: number | null) => void,
): Promise<readonly string[]> {
  return await readNdjson(join(folder, RUN_FILES.events), eventSchema, hear);
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
 * The events alone, oldest first. What {@link readRows} leaves out is left out.
 * @throws HarnessError RUN_FOLDER
 */
export async function* eventsOf(folder: string): AsyncGenerator<RunEvent> {
  for await (const { row } of rowsOf(join(folder, RUN_FILES.events), eventSchema)) yield row;
}

/** The samples alone, as {@link eventsOf}. */
export async function* samplesOf(folder: string): AsyncGenerator<Sample> {
  for await (const { row } of rowsOf(join(folder, RUN_FILES.samples), sampleSchema)) yield row;
}

async function readNdjson<T>(
  file: string,
  schema: z.ZodType<T>,
  hear: (row: T, number: number | null) => void,
): Promise<readonly string[]> {
  const rows = rowsOf(file, schema);
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
  file: string,
  schema: z.ZodType<T>,
): AsyncGenerator<NumberedRow<T>, readonly string[]> {
  const check = new RowCheck(file);
  let place = 0;
  try {
    for await (const line of linesOf(file)) {
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
    'Name a folder that `mapileak compare` or `mapileak run` has written.',
  );
}
