import { join } from 'node:path';
import type { z } from 'zod';
import { type Environment, environmentSchema } from '../contract/environment.ts';
import { HarnessError, messageOf } from '../contract/errors.ts';
import { eventSchema, type RunEvent } from '../contract/event.ts';
import { complaint, parseJson, readJsonFile } from '../contract/json-input.ts';
import { type Plan, planSchema } from '../contract/plan.ts';
import { type Result, resultSchema } from '../contract/result.ts';
import { type Sample, sampleSchema } from '../contract/sample.ts';
import { LineTooLong, linesOf } from './file-lines.ts';
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
 * Streams events and samples to a listener. A last line that was cut off by a crash is left out.
 * @returns what had to be left out, one sentence each
 * @throws HarnessError RUN_FOLDER naming file and line for anything else that cannot be read
 */
export async function readRows(folder: string, listener: RowListener): Promise<readonly string[]> {
  return [
    ...(await readNdjson(join(folder, RUN_FILES.events), eventSchema, (event) => listener.addEvent(event))),
    ...(await readNdjson(join(folder, RUN_FILES.samples), sampleSchema, (sample) => listener.add(sample))),
  ];
}

/** Streams the events alone. @returns and @throws as {@link readRows} */
export async function readEventRows(
  folder: string,
  hear: (event: RunEvent) => void,
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
 * The events alone, oldest first. A last line that was cut off is left out.
 * @throws HarnessError RUN_FOLDER
 */
export async function* eventsOf(folder: string): AsyncGenerator<RunEvent> {
  yield* rowsOf(join(folder, RUN_FILES.events), eventSchema);
}

/** The samples alone, as {@link eventsOf}. */
export async function* samplesOf(folder: string): AsyncGenerator<Sample> {
  yield* rowsOf(join(folder, RUN_FILES.samples), sampleSchema);
}

async function readNdjson<T>(
  file: string,
  schema: z.ZodType<T>,
  hear: (row: T) => void,
): Promise<readonly string[]> {
  const rows = rowsOf(file, schema);
  for (;;) {
    const { done, value } = await rows.next();
    if (done === true) return value;
    hear(value);
  }
}

/** Yields the rows of a file, and returns what had to be left out. */
async function* rowsOf<T>(file: string, schema: z.ZodType<T>): AsyncGenerator<T, readonly string[]> {
  let number = 0;
  let torn: string | null = null;
  try {
    for await (const line of linesOf(file)) {
      number += 1;
      if (torn !== null) throw unreadable(`${file}:${number - 1}`, torn);
      const content = parseLine(line);
      if (content === undefined) {
        torn = 'the line is no JSON';
        continue;
      }
      const parsed = schema.safeParse(content);
      if (!parsed.success) throw unreadable(`${file}:${number}`, complaint(parsed.error));
      yield parsed.data;
    }
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    if (error instanceof LineTooLong) throw unreadable(`${file}:${error.line}`, messageOf(error));
    throw unreadable(file, messageOf(error));
  }
  return torn === null ? [] : [`the last line of ${file} was cut off and is left out`];
}

function parseLine(line: string): unknown {
  try {
    return parseJson(line);
  } catch {
    return undefined;
  }
}

function unreadable(file: string, why: string): HarnessError {
  return new HarnessError(
    'RUN_FOLDER',
    `${file} cannot be read: ${why}`,
    'Name a folder that `mapileak compare` or `mapileak run` has written.',
  );
}
