import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HarnessError, messageOf } from '../../contract/errors.ts';
import { eventSchema, type RunEvent } from '../../contract/event.ts';
import { sampleSchema } from '../../contract/sample.ts';
import { readMerged } from '../merged-state.ts';
import { partName, partsAmong } from '../rotation.ts';
import { type FileEnd, mendFileEnd, readFileEnd } from '../rows/file-end.ts';
import { RUN_FILES } from '../run-files.ts';
import { RunClock } from './run-clock.ts';

/** Where a folder's rows go on. */
export interface CutOffFolder {
  readonly lastEvent: number;
  readonly lastSample: number;
  /** The number of the last part that the rows were rotated to; 0 if they never were. */
  readonly lastPart: number;
  /** Monotonic, of the last row. */
  readonly elapsedMs: number;
  /** What was taken away, one sentence each. */
  readonly leftOut: readonly string[];
}

/**
 * Makes the files of a run that was cut off ready to be appended to.
 * @throws HarnessError RUN_FOLDER if it holds no run that has begun
 */
export function openCutOff(path: string): CutOffFolder {
  const before = rowsBefore(path);
  for (const name of [RUN_FILES.plan, RUN_FILES.events]) {
    // Killed while it was rotated, a run has parts of its rows and no others.
    const isPart = name === RUN_FILES.events && before.lastPart > 0;
    if (!existsSync(join(path, name)) && !isPart) {
      throw unusable(
        path,
        `there is no ${name} in it`,
        'Name the folder of a run that has begun, or begin anew.',
      );
    }
  }
  try {
    const events = mended(join(path, RUN_FILES.events));
    const samples = mended(join(path, RUN_FILES.samples));
    return {
      lastEvent: Math.max(before.lastEvent, events.end.lastRow),
      lastSample: Math.max(before.lastSample, samples.end.lastRow),
      lastPart: before.lastPart,
      elapsedMs: Math.max(before.elapsedMs, elapsedOf(events.end, samples.end)),
      leftOut: [...events.leftOut, ...samples.leftOut],
    };
  } catch (error) {
    throw unusable(path, messageOf(error), 'Make its files writable, and room on its disk.', error);
  }
}

const NO_FILE: FileEnd = { lastRow: 0, lines: [], wholeBytes: 0, lacksLineFeed: false };

function mended(file: string): { readonly end: FileEnd; readonly leftOut: readonly string[] } {
  if (!existsSync(file)) return { end: NO_FILE, leftOut: [] };
  const end = readFileEnd(file);
  const isCut = mendFileEnd(file, end);
  return { end, leftOut: isCut ? [`the last line of ${file} was cut off and was taken away`] : [] };
}

/** What stands before the current files: parts of the rows, and what merged.json covers. */
function rowsBefore(path: string): Omit<CutOffFolder, 'leftOut'> {
  const merged = readMerged(path);
  const parts = partsAmong(existsSync(path) ? readdirSync(path) : []).filter(
    (part) => part > (merged?.part ?? 0),
  );
  let { elapsedMs, lastEvent, lastSample, part: lastPart } = merged ?? NOTHING_BEFORE;
  for (const part of parts) {
    const [events, samples] = (['events', 'samples'] as const).map((kind) => {
      const file = join(path, partName(kind, part));
      return existsSync(file) ? readFileEnd(file) : NO_FILE;
    });
    if (events === undefined || samples === undefined) continue;
    lastPart = part;
    lastEvent = Math.max(lastEvent, events.lastRow);
    lastSample = Math.max(lastSample, samples.lastRow);
    elapsedMs = Math.max(elapsedMs, elapsedOf(events, samples));
  }
  return { lastPart, lastEvent, lastSample, elapsedMs };
}

const NOTHING_BEFORE = { elapsedMs: 0, lastEvent: 0, lastSample: 0, part: 0 };

function elapsedOf(events: FileEnd, samples: FileEnd): number {
  const clock = new RunClock();
  for (const line of events.lines) {
    const event = eventIn(line);
    if (event !== null) clock.addEvent(event);
  }
  for (const line of samples.lines) {
    const { data } = sampleSchema.safeParse(contentOf(line));
    if (data !== undefined) clock.add(data);
  }
  return clock.elapsedMs;
}

/** null for a line that is none, or of a later version. */
function eventIn(line: string): RunEvent | null {
  return eventSchema.safeParse(contentOf(line)).data ?? null;
}

function contentOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function unusable(path: string, why: string, remedy: string, cause?: unknown): HarnessError {
  return new HarnessError('RUN_FOLDER', `${path} cannot be resumed: ${why}`, remedy, { cause });
}
