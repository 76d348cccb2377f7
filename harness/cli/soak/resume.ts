import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import type { ReportedRun } from '../../../reports/reported-run.ts';
import type { Check } from '../../contract/check.ts';
import { type ExitCode, HarnessError } from '../../contract/errors.ts';
import type { Plan, StandInDials } from '../../contract/plan.ts';
import { Quarantine } from '../../execute/quarantine.ts';
import { readPlan, readRows } from '../../execute/read-run-folder.ts';
import { requireSameRegistry } from '../../execute/resume/require-same-registry.ts';
import { gapMsSince, requireUnfinished } from '../../execute/resume/require-unfinished.ts';
import { readSoakProgress } from '../../execute/resume/soak-progress.ts';
import { RunFolder } from '../../execute/run-folder.ts';
import { resumedPlan } from '../../plan/soak/resumed-plan.ts';
import { checkStart } from '../check-start.ts';
import type { ConfiguredOptions } from '../config/with-config.ts';
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

/** Of the options of a `--config` file those that the plan has already, and that are ignored for it. */
export function ignoredIn({ file, keys }: ConfiguredOptions): readonly Check[] {
  const ignored = keys.filter((name) => !TOLD_ANEW.includes(name));
  if (ignored.length === 0) return [];
  const finding =
    `${ignored.join(', ')} in ${file} ${ignored.length === 1 ? 'is' : 'are'} ignored: ` +
    'a soak that is resumed goes on with the plan that it was begun with';
  return [{ id: 'config-ignored', title: '--config', outcome: 'warn', finding, remedy: null }];
}

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
  noticed: readonly Check[],
  terminal: Terminal,
): Promise<ExitCode> {
  const { plan, requests } = await planOf(path, options);
  return await withReports(requests, terminal.stdout, async (reports) => {
    const native = await openNativeParts(plan.ffi, options.registry, plan.flagPlaces);
    // Held before anything is read: whoever writes there now may not have finished.
    const { folder, leftOut } = RunFolder.reopen(path, native.takeLock);
    try {
      return await goOn({ plan, folder, leftOut, dials, native, options, noticed, reports, terminal });
    } finally {
      folder.close();
    }
  });
}

/**
 * Refuses what {@link resumeAndReport} would refuse before it goes on; nothing is run or written.
 * @throws HarnessError RUN_FOLDER, USAGE, INPUT_FILE
 */
export async function checkResume(
  path: string,
  dials: StandInDials,
  options: RunCommandOptions,
): Promise<void> {
  const { plan, requests } = await planOf(path, options);
  requireUnfinished(path, plan, await readSoakProgress(path));
  await resumedPlan(plan, dials);
  await checkStart(plan, options, requests, undefined);
}

async function planOf(path: string, options: RunCommandOptions) {
  const plan = await readPlan(path);
  const requests = parseRequests(options.report, RUN_REPORTS, {
    stdout: options.json,
    files: [plan.mailboxes.kind === 'csv' ? plan.mailboxes.file : undefined, ...filesOf(options)],
    emptyFolder: undefined,
  });
  return { plan, requests };
}

interface Going {
  readonly plan: Plan;
  readonly folder: RunFolder;
  readonly leftOut: readonly string[];
  readonly dials: StandInDials;
  readonly native: NativeParts;
  readonly options: RunCommandOptions;
  /** What is to be said of how it was started. */
  readonly noticed: readonly Check[];
  readonly reports: OpenReports<ReportedRun>;
  readonly terminal: Terminal;
}

async function goOn(going: Going): Promise<ExitCode> {
  const { folder, leftOut, native, noticed, options, plan, reports, terminal } = going;
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
    ...{ planned, native, path, options, noticed, reports, terminal },
    reopened: {
      folder,
      quarantine: new Quarantine(progress),
      resumed: { gapMs: gapMsSince(lastRowAt, new Date()), cutOff: [...cutOff], leftOut: [...leftOut] },
    },
    rounds: roundsOf({ plan, heard, leftOut: unread, reports }, soak, from),
  });
}
