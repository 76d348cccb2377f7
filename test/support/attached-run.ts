import { dirname, join } from 'node:path';
import type { WatchedProcess } from '../../harness/contract/attached.ts';
import type { Plan } from '../../harness/contract/plan.ts';
import { RunFolder } from '../../harness/execute/run-folder.ts';
import { makeAttachPlan } from '../../harness/plan/attach/make-plan.ts';
import { type AttachOptions, parseAttachOptions } from '../../harness/plan/attach/options.ts';
import { makeEnvironment } from '../reports/fixtures.ts';

/** What names somebody in the program that these runs watch. */
export const WHOSE = 'Contoso';
const PROGRAM = `${WHOSE}Cdo.exe`;
const EXECUTABLE = `C:\\Program Files\\${WHOSE}\\${PROGRAM}`;
const PID = 4711;
const REPLICATE = `pid-${PID}`;

/** How an attached run on the disk differs from the usual one: two pages a second, for 400 seconds. */
export interface AttachedShape {
  readonly bytesPerCycle?: number;
  /** Counts lines of a log instead of seconds. */
  readonly byLog?: boolean;
  readonly isFinished?: boolean;
  /** Of the command that watches. */
  readonly pid?: number;
  readonly watchedPid?: number;
}

const CYCLES = 400;

/** The plan of `mapileak attach`, with the defaults of its options. */
export function attachedPlan(folder: string, { byLog = false, watchedPid = PID }: AttachedShape = {}): Plan {
  const log = join(dirname(folder), `${WHOSE}-app.log`);
  const options: AttachOptions = parseAttachOptions({
    ...{ pids: [String(watchedPid)], interval: '1s', horizon: 200, ffi: 'koffi' },
    ...(byLog ? { cycleLog: [log], cyclePattern: `/logoff of ${WHOSE}-\\d+ done/i` } : {}),
  });
  const watched: WatchedProcess = {
    ...{ replicate: REPLICATE, pid: watchedPid, name: PROGRAM },
    ...{ executable: EXECUTABLE, startedAt: null, bitness: 32 },
  };
  return makeAttachPlan(options, [watched], 'absent', new Date('2026-01-31T08:09:10.000Z'));
}

/** Writes a run folder as `mapileak attach` does, without its result. */
export function writeAttachedRun(path: string, shape: AttachedShape = {}): Plan {
  const { bytesPerCycle = 8192, isFinished = true, pid, watchedPid = PID } = shape;
  const plan = attachedPlan(path, shape);
  const folder = RunFolder.create(path);
  folder.writePlan(plan);
  folder.writeEnvironment({
    ...makeEnvironment({ standIn: false, bitness: 32, libraries: [] }),
    watched: (plan.attached?.processes ?? []).map((each) => ({
      ...each,
      file: { path: EXECUTABLE, bytes: 1, sha256: 'c'.repeat(64), version: '1.2.3.4', unreadable: null },
      librariesUnknown: null,
    })),
  });
  folder.addEvent({ event: 'run-started', ...(pid === undefined ? {} : { pid }) });
  const who = { replicate: REPLICATE, arm: 'absent' } as const;
  folder.addEvent({ event: 'host-started', ...who, pid: watchedPid });
  for (let cycle = 0; cycle <= CYCLES; cycle += 1) {
    const readings = { privateBytes: 50e6 + bytesPerCycle * cycle, handles: 200, threads: 7 };
    folder.addSample({ schema: 1, kind: 'attached', ...who, cycle, elapsedMs: 1000 * cycle, readings });
  }
  if (isFinished) {
    folder.addEvent({ event: 'process-ended', ...who, how: 'ended', exitCode: 0 });
    folder.addEvent({ event: 'host-finished', ...who, cycles: CYCLES });
    folder.addEvent({ event: 'run-finished', outcome: 'complete' });
  }
  folder.close();
  return plan;
}
