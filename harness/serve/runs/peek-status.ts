import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventSchema, type RunEvent } from '../../contract/event.ts';
import type { HistoryEntry } from '../../contract/history.ts';
import { readableMerged } from '../../execute/merged-state.ts';
import { RUN_FILES } from '../../execute/run-folder.ts';
import { openBelow } from '../files/open.ts';
import { isAlive } from '../live/process-alive.ts';
import { type RunStatus, statusOf } from '../live/status.ts';

/** What a plan's hang timeout is where nobody reads the plan for it: the default of `--hang-timeout`. */
const USUAL_HANG_TIMEOUT_MS = 120_000;
/** The first row of events.ndjson, and more. */
const HEAD_BYTES = 4096;
/** Its last ones: some rounds of a soak. */
const TAIL_BYTES = 256 * 1024;

/** How a run stands, from its line of the history and the process that its first event names. */
export async function peekStatus(folder: string, { outcome, verdict }: HistoryEntry): Promise<RunStatus> {
  const times = await Promise.all(
    [RUN_FILES.events, RUN_FILES.samples].map((name) => modifiedMs(join(folder, name))),
  );
  // A file of later than now was written before the clock was put back.
  const quietMs = Math.abs(Date.now() - Math.max(...times));
  const pid = verdict === null || outcome === null ? ((await pidOf(folder)) ?? pidBefore(folder)) : null;
  return statusOf({
    outcome,
    hasResult: verdict !== null,
    quietMs,
    hasLivingProcess: pid !== null && isAlive(pid),
    hangTimeoutMs: USUAL_HANG_TIMEOUT_MS,
  });
}

/** Of the process that writes it: the first one's, or that of the last resume among its last rows. */
async function pidOf(folder: string): Promise<number | null> {
  const file = await openBelow(folder, RUN_FILES.events);
  if (file === null) return null;
  try {
    const { size } = await file.stat();
    const part = async (from: number, bytes: number): Promise<readonly string[]> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, from);
      return buffer.toString('utf8', 0, bytesRead).split('\n');
    };
    const rows = [...(await part(Math.max(0, size - TAIL_BYTES), TAIL_BYTES)).toReversed()];
    const [first = ''] = await part(0, HEAD_BYTES);
    const events = [...rows.filter((row) => row.includes('"resumed"')), first].map(eventOf);
    const named = events.find((event) => event?.event === 'resumed' || event?.event === 'run-started');
    return named !== undefined && named !== null && 'pid' in named ? (named.pid ?? null) : null;
  } catch {
    return null;
  } finally {
    await file.close();
  }
}

function eventOf(row: string): RunEvent | null {
  try {
    return eventSchema.safeParse(JSON.parse(row)).data ?? null;
  } catch {
    return null;
  }
}

/** Of a run whose first rows are gone. */
function pidBefore(folder: string): number | null {
  const merged = readableMerged(folder);
  const last = merged?.keptEvents.findLast(
    (each) => each.event === 'run-started' || each.event === 'resumed',
  );
  return last !== undefined && 'pid' in last ? (last.pid ?? null) : null;
}

const modifiedMs = async (path: string): Promise<number> =>
  await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
