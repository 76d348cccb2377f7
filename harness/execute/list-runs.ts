import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../contract/errors.ts';
import { eventSchema, type RunEvent } from '../contract/event.ts';
import type { HistoryEntry } from '../contract/history.ts';
import { historyEntryOf, type RunTimes } from '../contract/history-entry.ts';
import { CLAIMS_FILES } from './claims-folder.ts';
import { readableMerged } from './merged-state.ts';
import { readEnvironment, readPlan, readResult } from './read-run-folder.ts';
import { partName, partsAmong } from './rotation.ts';
import { RUN_FILES } from './run-folder.ts';

/** A folder with any of these is a run folder, be it broken. */
const MARKS = [RUN_FILES.plan, RUN_FILES.environment, RUN_FILES.events, RUN_FILES.result] as const;
/** Of a file of events only both ends are read: its rows are short, and a long run has many. */
const END_BYTES = 64 * 1024;

/**
 * The names of the run folders below a folder, with `/` between two levels, as those of `mapileak kb891509` lie in a
 * folder of claims; `.` alone if it is one itself. What is no run folder is passed over.
 * @throws nothing; a folder that is not there holds no runs
 */
export async function runNamesIn(folder: string): Promise<readonly string[]> {
  if (await isRunFolder(folder)) return ['.'];
  const names: string[] = [];
  for (const name of await foldersIn(folder)) {
    const path = join(folder, name);
    if (await isRunFolder(path)) names.push(name);
    else if (await isThere(join(path, CLAIMS_FILES.plan))) {
      for (const inner of await foldersIn(path)) {
        if (await isRunFolder(join(path, inner))) names.push(`${name}/${inner}`);
      }
    }
  }
  return names;
}

/** One run folder, by its name below the folder of the runs. @throws nothing */
export async function readRun(folder: string, run: string): Promise<HistoryEntry> {
  const path = join(folder, ...run.split('/'));
  const problems: string[] = [];
  const known = async <T>(name: string, read: (folder: string) => Promise<T>): Promise<T | null> => {
    if (!(await isThere(join(path, name)))) return null;
    return await read(path).catch((error: unknown) => {
      problems.push(messageOf(error));
      return null;
    });
  };
  const plan = await known(RUN_FILES.plan, readPlan);
  const environment = await known(RUN_FILES.environment, readEnvironment);
  const result = await known(RUN_FILES.result, readResult);
  const times = await readTimes(path);
  if (problems.length === 0) {
    if (plan === null) problems.push(`there is no ${RUN_FILES.plan}`);
    // A run that has just begun has none yet.
    else if (environment === null && times.state === 'finished') {
      problems.push(`there is no ${RUN_FILES.environment}`);
    }
  }
  return historyEntryOf({ run, times, plan, environment, result, problem: problems.join('; ') || null });
}

const NO_TIMES: RunTimes = {
  state: 'unfinished',
  outcome: null,
  startedAt: null,
  finishedAt: null,
  lastEventAt: null,
  durationMs: null,
};

/** By the first and the last whole rows; a row that is being written is not there yet. */
async function readTimes(path: string): Promise<RunTimes> {
  const merged = readableMerged(path);
  const parts = partsAmong(await readdir(path).catch((): string[] => [])).filter(
    (part) => part > (merged?.part ?? 0),
  );
  const events: RunEvent[] = [...(merged?.keptEvents ?? [])];
  for (const name of [...parts.map((part) => partName('events', part)), RUN_FILES.events]) {
    const rows = await bothEndsOf(join(path, name)).catch(() => []);
    for (const row of rows) events.push(...eventsIn(row));
  }
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) return NO_TIMES;
  // A run that was stopped may have gone on.
  const turn = events.findLast((each) => each.event === 'run-finished' || each.event === 'resumed');
  const end = turn?.event === 'run-finished' ? turn : undefined;
  return {
    state: end === undefined ? 'unfinished' : 'finished',
    outcome: end?.outcome ?? null,
    startedAt: first.at,
    finishedAt: end?.at ?? null,
    lastEventAt: last.at,
    durationMs: Math.max(last.elapsedMs, end?.elapsedMs ?? 0),
  };
}

async function bothEndsOf(file: string): Promise<readonly string[]> {
  if (!(await isThere(file))) return [];
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const part = async (from: number): Promise<string[]> => {
      const bytes = Buffer.alloc(Math.min(END_BYTES, size - from));
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
      return bytes.toString('utf8', 0, bytesRead).split('\n');
    };
    const head = await part(0);
    return size <= END_BYTES ? head : [...head.slice(0, 1), ...(await part(size - END_BYTES)).slice(1)];
  } finally {
    await handle.close();
  }
}

function eventsIn(row: string): readonly RunEvent[] {
  try {
    const { data } = eventSchema.safeParse(JSON.parse(row));
    return data === undefined ? [] : [data];
  } catch {
    return [];
  }
}

async function isRunFolder(path: string): Promise<boolean> {
  for (const mark of MARKS) if (await isThere(join(path, mark))) return true;
  return false;
}

/** A pipe or a device in the place of a file would keep its reader waiting for ever. */
const isThere = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (found) => found.isFile() || found.isDirectory(),
    () => false,
  );

/** Links are followed: runs may lie on another disk. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const found: string[] = [];
  for (const name of names.toSorted()) {
    const isFolder = await stat(join(folder, name)).then(
      (each) => each.isDirectory(),
      () => false,
    );
    if (isFolder) found.push(name);
  }
  return found;
}
