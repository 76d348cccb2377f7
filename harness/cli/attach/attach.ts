import { POINTER_BYTES } from '../../../native-bindings/ffi/words.ts';
import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import { exitCodeOf } from '../../analyse/expectation.ts';
import type { Attachment } from '../../contract/attached.ts';
import type { FlagReading } from '../../contract/environment.ts';
import { EXIT, type ExitCode, HarnessError } from '../../contract/errors.ts';
import { AttachedEnvironment, plannedProcess } from '../../execute/attach/describe.ts';
import { type Subject, watch } from '../../execute/attach/watch.ts';
import { folderCloser } from '../../execute/close-folder.ts';
import { RunFolder } from '../../execute/run-folder.ts';
import {
  armOfFlag,
  bitnessChecks,
  flagChecks,
  flagInForce,
  flagReadingsOf,
} from '../../plan/attach/flag-of-program.ts';
import { makeAttachPlan } from '../../plan/attach/make-plan.ts';
import { type AttachOptions, parseAttachOptions } from '../../plan/attach/options.ts';
import { type CycleClock, logClock, timeClock } from '../../sample/cycle-clock.ts';
import { LogTail } from '../../sample/log/log-tail.ts';
import { LinePattern } from '../../sample/log/pattern.ts';
import type { WatchedProcess } from '../../sample/watched.ts';
import { watchOnLinux } from '../../sample/watched-linux.ts';
import { watchOnWindows } from '../../sample/watched-windows.ts';
import { defaultFolder } from '../default-folder.ts';
import { judgeAndShow } from '../judge-and-show.ts';
import { showNote } from '../messages.ts';
import { exitCodeAfter, type OpenReports, withReports } from '../report-files/open-reports.ts';
import { parseRequests } from '../report-files/request.ts';
import { listenForStop } from '../stop-signals.ts';
import { screenOf, type Terminal } from '../terminal.ts';
import { AttachLine } from './progress.ts';
import { type MachineRegistry, openMachineRegistry } from './registry.ts';

/** What `attach` takes besides the options that make the plan. */
export interface AttachCommandOptions {
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly registry?: string | undefined;
  /** Reports besides those in the run folder, each KIND=FILE. */
  readonly report?: readonly string[] | undefined;
}

/** Watches, judges and reports: the whole way from process numbers to an exit code. */
export async function attachAndReport(
  given: unknown,
  options: AttachCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { attachOptions, requests } = parseAttach(given, options);
  return await withReports(requests, terminal.stdout, (reports) =>
    watchAndReport(attachOptions, options, reports, terminal),
  );
}

/** @throws HarnessError USAGE */
export function parseAttach(given: unknown, options: AttachCommandOptions) {
  const attachOptions = parseAttachOptions(given);
  const { cycles } = attachOptions;
  const requests = parseRequests(options.report, RUN_REPORTS, {
    stdout: options.json,
    files: [options.registry, ...(cycles.by === 'log' ? cycles.files : [])],
    emptyFolder: options.out,
  });
  return { attachOptions, requests };
}

async function watchAndReport(
  attachOptions: AttachOptions,
  options: AttachCommandOptions,
  reports: OpenReports<ReportedRun>,
  terminal: Terminal,
): Promise<ExitCode> {
  const machine = await openMachineRegistry(attachOptions.ffi, options.registry);
  const processes = openAll(attachOptions.pids, machine);
  const readFlag = (): readonly FlagReading[] => flagReadings(machine, processes);
  const flagBefore = readFlag();
  const flags = processes.map(({ facts }) => flagInForce(flagBefore, facts.bitness));
  const planned = processes.map(plannedProcess);
  const plan = makeAttachPlan(attachOptions, planned, armOfFlag(flags[0] ?? null), new Date());
  const { attached } = plan;
  if (attached === undefined) throw new Error('the plan of an attached run says so');
  const path = options.out ?? defaultFolder(plan.createdAt, nameOf(processes));
  const folder = RunFolder.create(
    path,
    null,
    folderCloser(machine.kind === 'windows' ? machine.windows : null),
  );
  if (folder.openToOthers !== null && !options.quiet) showNote(terminal, folder.openToOthers);
  const own = POINTER_BYTES === 4 ? 32 : 64;
  const bitnesses = processes.map(({ facts }) => facts.bitness);
  const checks = [...flagChecks(machine.kind === 'none' ? null : flags), ...bitnessChecks(bitnesses, own)];
  const wine = machine.kind === 'windows' ? machine.windows.wine : null;
  const environment = new AttachedEnvironment(processes, flagBefore, checks, wine);
  const line = new AttachLine(terminal.stderr, screenOf(terminal.stderr, terminal.environment));
  const { stop, stopNow } = listenForStop((signal) => {
    line.clear();
    folder.addEvent({ event: 'stop-requested', by: signal });
    if (!options.quiet)
      showNote(terminal, `Ending after ${signal}: what was sampled is judged. Again to stop at once.`);
  });
  // What was sampled is on disk: `mapileak analyse` judges it later.
  stopNow.addEventListener('abort', () => {
    void reports.discard().finally(() => process.exit(EXIT.stopped));
  });
  const subjects = subjectsOf(attached, processes);
  try {
    const onProgress = options.quiet ? () => {} : line.show.bind(line);
    await watch({ plan, attached, subjects, folder, environment, readFlag, stop, onProgress });
  } finally {
    line.clear();
    folder.close();
  }
  const { problems, result } = await judgeAndShow(plan, path, options, reports, terminal);
  return exitCodeAfter(problems, exitCodeOf(result, plan.expect));
}

/** All of them, or none: what was opened before one that cannot be is let go. */
function openAll(pids: readonly number[], machine: MachineRegistry): readonly WatchedProcess[] {
  const opened: WatchedProcess[] = [];
  try {
    for (const pid of pids) opened.push(openOne(pid, machine));
    return opened;
  } catch (error) {
    for (const each of opened) each.close();
    throw error;
  }
}

function openOne(pid: number, machine: MachineRegistry): WatchedProcess {
  if (pid === process.pid) {
    throw new HarnessError(
      'PROCESS_NOT_FOUND',
      `the process ${pid} is mapileak itself`,
      'Name the process of the program that is to be watched.',
    );
  }
  if (machine.kind === 'windows') return watchOnWindows(machine.windows, machine.registry, pid);
  if (process.platform === 'linux') return watchOnLinux(pid);
  throw new HarnessError(
    'PROCESS_ACCESS',
    `mapileak cannot look at other processes on ${process.platform}`,
    'Attach on the Windows host of the program.',
  );
}

function flagReadings(
  machine: MachineRegistry,
  processes: readonly WatchedProcess[],
): readonly FlagReading[] {
  if (machine.kind === 'none') return [];
  const all = [...new Set(processes.map(({ facts }) => facts.executable))].flatMap((executable) =>
    flagReadingsOf(machine.registry, executable),
  );
  return [...new Map(all.map((reading) => [`${reading.view} ${reading.key}`, reading])).values()];
}

function subjectsOf(
  { cycles, processes }: Attachment,
  watched: readonly WatchedProcess[],
): readonly Subject[] {
  const clockOf = (index: number): CycleClock =>
    cycles.by === 'time'
      ? timeClock(cycles.everyMs)
      : logClock(new LogTail(cycles.files[index] ?? ''), new LinePattern(cycles.pattern, cycles.flags));
  return watched.map((process, index) => ({
    replicate: processes[index]?.replicate ?? `pid-${process.facts.pid}`,
    process,
    clock: clockOf(index),
  }));
}

/** `attach-cdoapp.exe-4711`: of the first of them. */
function nameOf([first]: readonly WatchedProcess[]): string {
  const name = first === undefined ? 'process' : `${first.facts.name}-${first.facts.pid}`;
  return `attach-${name.replace(/[^\w.-]+/g, '_')}`;
}
