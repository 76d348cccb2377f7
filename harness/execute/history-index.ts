import { appendFile, open, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../contract/errors.ts';
import { HISTORY_SCHEMA_VERSION, type HistoryEntry, historyEntrySchema } from '../contract/history.ts';
import { isMissing } from '../contract/input-file.ts';
import { parseJson } from '../contract/json-input.ts';
import { writeWholeFile } from '../contract/whole-file.ts';
import { whyNotWritten } from '../contract/why-not-written.ts';
import { linesOf } from './file-lines.ts';
import { readRun, runNamesIn } from './list-runs.ts';
import { patiently } from './patiently.ts';
import { RUN_FILES } from './run-folder.ts';

/** The index of a folder of runs: a line a run, in the order in which they ended. */
export const HISTORY_FILE = 'history.ndjson';

/** A line of the index. By the stamp a reader sees whether the folder has changed since. */
const lineSchema = z.object({ ...historyEntrySchema.shape, stamp: z.string() });
type Line = z.infer<typeof lineSchema>;

export interface History {
  /** By the names of their folders. */
  readonly entries: readonly HistoryEntry[];
  /** Runs whose folders are gone: their lines are all that is left. */
  readonly gone: ReadonlySet<string>;
  /** What was wrong with the index, and that it was mended; one sentence each. */
  readonly notes: readonly string[];
}

/**
 * The history of a folder of runs, from its index where that is right and from the run folders where it is
 * not; the index is mended. With `rebuild` all of it is made from the folders, and what is left of folders
 * that are gone is lost.
 */
export async function readHistory(folder: string, { rebuild = false } = {}): Promise<History> {
  const file = join(folder, HISTORY_FILE);
  const index = rebuild ? NO_INDEX : await readIndex(file);
  const names = await runNamesIn(folder);
  const known = new Map(index.lines.map((line) => [line.run, line]));
  const lines: Line[] = [];
  let made = 0;
  let isRight = index.unreadable === 0 && known.size === index.lines.length;
  for (const run of names) {
    const stamp = await stampOf(folder, run);
    const line = known.get(run);
    if (line !== undefined && line.stamp === stamp) {
      lines.push(line);
      continue;
    }
    // That a run has gone on since is no fault of the index.
    if (line?.state !== 'unfinished') made += 1;
    isRight = false;
    lines.push({ ...(await readRun(folder, run)), stamp });
  }
  const there = new Set(names);
  const orphans = [...known.values()].filter(({ run }) => !there.has(run));
  const all = [...orphans, ...lines];
  const notes = notesOf(index, made, rebuild, names.length);
  const isNothing = all.length === 0 && (await sizeOf(file)) === null;
  const isLeft = isNothing || index.problem !== null || (isRight && !rebuild);
  const written = isLeft ? null : await write(file, all, laterOf(index, there));
  return {
    entries: all.map(({ stamp: _, ...entry }) => entry),
    gone: new Set(orphans.map(({ run }) => run)),
    notes: [...notes, ...(written === null ? [] : [written])],
  };
}

/**
 * Adds the line of a run that has just ended to the index beside its folder: to the one of `runs`, which is
 * made if it is not there, and anywhere else to one that somebody has made. Two runs that end at once each
 * write a whole line.
 *
 * @param folder the run folder, or one of those in a folder of claims
 * @param levels folders between the run and the folder of the runs: 2 within a folder of claims
 * @returns why it could not be added, which spoils nothing: the index is mended when it is next read. null if
 * it was
 */
export async function addToHistory(folder: string, levels: 1 | 2 = 1): Promise<string | null> {
  try {
    const path = resolve(folder);
    const names = levels === 1 ? [basename(path)] : [basename(dirname(path)), basename(path)];
    const root = levels === 1 ? dirname(path) : dirname(dirname(path));
    const file = join(root, HISTORY_FILE);
    const isKept = basename(root) === DEFAULT_FOLDER || (await sizeOf(file)) !== null;
    if (!isKept) return null;
    const run = names.join('/');
    const stamp = await stampOf(root, run);
    const line: Line = { ...(await readRun(root, run)), stamp };
    // One write of a whole line: appending is atomic, on Windows too. A torn line before it is ended.
    const start = (await endsWhole(file)) ? '' : '\n';
    await appendFile(file, `${start}${JSON.stringify(line)}\n`, { mode: 0o600 });
    return null;
  } catch (error) {
    return whyNotWritten(error);
  }
}

/** Where runs lie unless their user names another folder. */
export const DEFAULT_FOLDER = 'runs';

interface Index {
  readonly there: boolean;
  /** The last line of each run counts. */
  readonly lines: readonly Line[];
  readonly unreadable: number;
  /** Lines that a later version has written, which alone can read them. */
  readonly later: readonly LaterLine[];
  /** Why it could not be read, though it is there: then it is left as it is, since it holds what nothing else does. */
  readonly problem: string | null;
}

interface LaterLine {
  readonly run: string;
  readonly row: string;
}

const NO_INDEX: Index = { there: false, lines: [], unreadable: 0, later: [], problem: null };

async function readIndex(file: string): Promise<Index> {
  const lines: Line[] = [];
  const later: LaterLine[] = [];
  let unreadable = 0;
  try {
    for await (const row of linesOf(file)) {
      if (row.trim() === '') continue;
      const [line, laterLine] = [lineOf(row), laterLineOf(row)];
      if (line !== null) lines.push(line);
      else if (laterLine !== null) later.push(laterLine);
      else unreadable += 1;
    }
  } catch (error) {
    return isMissing(error) ? NO_INDEX : { ...NO_INDEX, there: true, problem: messageOf(error) };
  }
  return { there: true, lines, unreadable, later, problem: null };
}

const laterSchema = z.object({ schema: z.number().int().gt(HISTORY_SCHEMA_VERSION), run: z.string().min(1) });

function laterLineOf(row: string): LaterLine | null {
  try {
    const { data } = laterSchema.safeParse(parseJson(row));
    return data === undefined ? null : { run: data.run, row };
  } catch {
    return null;
  }
}

/** Of runs whose folders are gone; the others are read again by whoever wants to know. */
const laterOf = ({ later }: Index, there: ReadonlySet<string>): readonly string[] =>
  later.filter(({ run }) => !there.has(run)).map(({ row }) => row);

function lineOf(row: string): Line | null {
  try {
    return lineSchema.safeParse(parseJson(row)).data ?? null;
  } catch {
    return null;
  }
}

function notesOf(
  { problem, there, unreadable }: Index,
  made: number,
  rebuild: boolean,
  names: number,
): readonly string[] {
  if (rebuild) return [`${HISTORY_FILE} was made anew from ${counted(names, 'run folder')}.`];
  if (problem !== null)
    return [`${HISTORY_FILE} could not be read, and is left as it is, not written: ${problem}`];
  const notes = [
    unreadable > 0 &&
      `${HISTORY_FILE}: ${counted(unreadable, 'line')} could not be read; what the run folders tell was put in their place.`,
    there &&
      made > 0 &&
      `${HISTORY_FILE}: ${counted(made, 'run')} added or brought up to date from the run folders.`,
    !there && made > 0 && `${HISTORY_FILE} was made from ${counted(made, 'run folder')}.`,
  ];
  return notes.filter((note) => note !== false);
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** @returns why it could not be written: a history can be read where nothing may be written */
async function write(file: string, lines: readonly Line[], later: readonly string[]): Promise<string | null> {
  const rows = [...later, ...lines.map((line) => JSON.stringify(line))];
  try {
    const text = rows.map((row) => `${row}\n`).join('');
    await patiently(() => writeWholeFile(file, text, { mode: 0o600 }));
    return null;
  } catch (error) {
    return `${HISTORY_FILE} could not be written: ${whyNotWritten(error)}`;
  }
}

/**
 * What a line was made from: size and time of each file. A run that goes on, or is judged anew, has another
 * stamp.
 */
async function stampOf(folder: string, run: string): Promise<string> {
  const path = join(folder, ...run.split('/'));
  const files = [RUN_FILES.plan, RUN_FILES.environment, RUN_FILES.events, RUN_FILES.result];
  const stamps = await Promise.all(
    files.map((name) =>
      stat(join(path, name)).then(
        ({ mtimeMs, size }) => `${size}@${Math.trunc(mtimeMs)}`,
        () => '-',
      ),
    ),
  );
  return stamps.join(' ');
}

const sizeOf = async (file: string): Promise<number | null> =>
  await stat(file).then(
    ({ size }) => size,
    () => null,
  );

async function endsWhole(file: string): Promise<boolean> {
  const size = await sizeOf(file);
  if (size === null || size === 0) return true;
  const handle = await open(file, 'r');
  try {
    const last = Buffer.alloc(1);
    await handle.read(last, 0, 1, size - 1);
    return last.toString() === '\n';
  } finally {
    await handle.close();
  }
}
