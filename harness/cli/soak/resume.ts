import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import { type ExitCode, HarnessError } from '../../contract/errors.ts';
import type { Plan, StandInDials } from '../../contract/plan.ts';
import { Quarantine } from '../../execute/quarantine.ts';
import { readPlan, readRows } from '../../execute/read-run-folder.ts';
import { requireSameRegistry } from '../../execute/resume/require-same-registry.ts';
import { gapMsSince, requireUnfinished } from '../../execute/resume/require-unfinished.ts';
import { readSoakProgress } from '../../execute/resume/soak-progress.ts';
import { RunFolder } from '../../execute/run-folder.ts';
import { resumedPlan } from '../../plan/soak/resumed-plan.ts';
import { FolderCollector } from '../folder-collector.ts';
import { measureAndReport, type RunCommandOptions } from '../measure-and-report.ts';
import { showNote } from '../messages.ts';
import { type NativeParts, openNativeParts } from '../native-parts.ts';
import { goingOnNote } from '../notes.ts';
import { type OpenReports, withReports } from '../report-files/open-reports.ts';
import { parseRequests } from '../report-files/request.ts';
import { filesOf } from '../run.ts';
import type { Terminal } from '../terminal.ts';
import { roundsOf } from './checkpoints.ts';

/** What a soak that goes on may be told anew: where it says things, and secrets, which no run folder holds. */
const TOLD_ANEW: readonly string[] = [
  ...['resume', 'json', 'quiet', 'progress-interval', 'report', 'registry', 'stand-in', 'config'],
  ...['password-env', 'password-file', 'password-prompt'],
];

/** @param given names of the options on the command line @throws HarnessError USAGE */
export function refuseOtherPlan(given: ReadonlySet<string>): void {
  const [other] = [...given].filter((name) => !TOLD_ANEW.includes(name));
  if (other === undefined) return;
  throw new HarnessError(
    'USAGE',
    `a soak that is resumed goes on with the plan that it was begun with, but --${other} was given`,
    'Leave it out, or begin a new soak.',
  );
}

/**
 * Goes on with a soak that was cut off or stopped: with its plan, in its folder, in a new round.
 * @throws HarnessError RUN_FOLDER, RUN_IN_USE, USAGE, INPUT_FILE
 */
export async function resumeAndReport(
  path: string,
  dials: StandInDials,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const plan = await readPlan(path);
  const requests = parseRequests(options.report, RUN_REPORTS, {
    stdout: options.json,
    files: [plan.mailboxes.kind === 'csv' ? plan.mailboxes.file : undefined, ...filesOf(options)],
    emptyFolder: undefined,
  });
  return await withReports(requests, terminal.stdout, async (reports) => {
    const native = await openNativeParts(plan.ffi, options.registry, plan.flagPlaces);
    // Held before anything is read: whoever writes there now may not have finished.
    const { folder, leftOut } = RunFolder.reopen(path, native.takeLock);
    try {
      return await goOn({ plan, folder, leftOut, dials, native, options, reports, terminal });
    } finally {
      folder.close();
    }
  });
}

interface Going {
  readonly plan: Plan;
  readonly folder: RunFolder;
  readonly leftOut: readonly string[];
  readonly dials: StandInDials;
  readonly native: NativeParts;
  readonly options: RunCommandOptions;
  readonly reports: OpenReports<ReportedRun>;
  readonly terminal: Terminal;
}

async function goOn(going: Going): Promise<ExitCode> {
  const { folder, leftOut, native, options, plan, reports, terminal } = going;
  const { path } = folder;
  const progress = await readSoakProgress(path);
  const soak = requireUnfinished(path, plan, progress);
  // On Windows there is one registry, and whoever starts next puts the flag back in it.
  if (native.host.platform !== 'win32') requireSameRegistry(progress.flagBackup, native.flag.backupFile);
  const planned = await resumedPlan(plan, going.dials);
  if (!options.quiet) showNote(terminal, goingOnNote(progress));
  const heard = new FolderCollector(plan);
  const unread = await readRows(path, heard);
  const { cutOff, cycles, lastRowAt, selfTestDone, selfTestLeft, startedRound } = progress;
  const from = { round: startedRound, cycles, selfTestDone, selfTestLeft };
  return await measureAndReport({
    ...{ planned, native, path, options, reports, terminal },
    reopened: {
      folder,
      quarantine: new Quarantine(progress),
      resumed: { gapMs: gapMsSince(lastRowAt, new Date()), cutOff: [...cutOff], leftOut: [...leftOut] },
    },
    rounds: roundsOf({ plan, heard, leftOut: unread, reports }, soak, from),
  });
}
