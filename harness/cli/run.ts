import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RUN_REPORTS } from '../../reports/catalogue.ts';
import type { ReportedRun } from '../../reports/reported-run.ts';
import {
  type PasswordSource,
  processPasswordIo,
  readPassword,
} from '../../scenarios/credentials/password.ts';
import { exitCodeOf } from '../analyse/expectation.ts';
import { EXIT, type ExitCode } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { CampaignOutcome } from '../execute/campaign.ts';
import { RUN_FILES } from '../execute/run-folder.ts';
import { makePlan } from '../plan/make-plan.ts';
import { parseRunOptions, type RunOptions } from '../plan/options.ts';
import { defaultFolder } from './default-folder.ts';
import { Interruption } from './interruption.ts';
import { judgeAndShow } from './judge-and-show.ts';
import { measure } from './measure.ts';
import { openNativeParts } from './native-parts.ts';
import { checkPasswordSource } from './password-source.ts';
import { preflight, repair } from './preflight.ts';
import { createReferee } from './referee.ts';
import { exitCodeAfter, type OpenReports, withReports } from './report-files/open-reports.ts';
import { parseRequests, type Taken } from './report-files/request.ts';
import type { Terminal } from './terminal.ts';

/** What `compare` and `run` take besides the options that make the plan. */
export interface RunCommandOptions {
  readonly out?: string | undefined;
  readonly json: boolean;
  /** Whether nothing but errors is said on stderr; what matters of it is in the result. */
  readonly quiet: boolean;
  readonly progressIntervalMs: number;
  readonly registry?: string | undefined;
  readonly password: PasswordSource;
  /** Reports besides those in the run folder, each KIND=FILE. */
  readonly report?: readonly string[] | undefined;
}

/** Plans, runs, judges and reports: the whole way from options to an exit code. */
export async function runAndReport(
  command: string,
  given: unknown,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const runOptions = parseRunOptions(given);
  const requests = parseRequests(options.report, RUN_REPORTS, {
    stdout: options.json,
    files: [runOptions.mailboxes, runOptions.scenario, ...filesOf(options)],
    emptyFolder: options.out,
  });
  return await withReports(requests, terminal.stdout, (reports) =>
    measureAndReport(command, runOptions, options, reports, terminal),
  );
}

/** Files of the user's own that a run reads or writes. */
export function filesOf({ password, registry }: RunCommandOptions): Taken['files'] {
  return [registry, password.kind === 'file' ? password.path : null];
}

async function measureAndReport(
  command: string,
  runOptions: RunOptions,
  options: RunCommandOptions,
  reports: OpenReports<ReportedRun>,
  terminal: Terminal,
): Promise<ExitCode> {
  const native = await openNativeParts(runOptions.ffi, options.registry, {
    view: runOptions.flagView,
    key: runOptions.flagKey,
  });
  const planned = await makePlan(command, runOptions, native.host, new Date());
  const { plan } = planned;
  checkPasswordSource(plan, options.password);
  const repaired = repair(native.flag, options, terminal);
  const notInOrder = [...repaired, ...preflight(planned, native, options, terminal)];
  const password = await readPassword(options.password, processPasswordIo());
  try {
    const path = options.out ?? defaultFolder(plan.createdAt, plan.scenario.name);
    const interruption = new Interruption(terminal);
    const parts = {
      ...options,
      planned,
      path,
      preflight: notInOrder,
      password,
      native,
      interruption,
      terminal,
    };
    const outcome = await measure({ ...parts, referee: createReferee(plan) });
    return await report(plan, path, outcome, options, reports, terminal);
  } finally {
    password?.erase();
  }
}

/** What was measured is judged and written, however the run ended, and only then shown. */
async function report(
  plan: Plan,
  folder: string,
  outcome: CampaignOutcome,
  options: RunCommandOptions,
  reports: OpenReports<ReportedRun>,
  terminal: Terminal,
): Promise<ExitCode> {
  const error = 'error' in outcome ? outcome.error : null;
  // Without a description of the environment no host ever started: nothing was measured.
  if (!existsSync(join(folder, RUN_FILES.environment))) {
    if (error !== null) throw error;
    return EXIT.stopped;
  }
  const { problems, result } = await judgeAndShow(plan, folder, options, reports, terminal);
  if (error !== null) throw error;
  const found = outcome.outcome === 'stopped' ? EXIT.stopped : exitCodeOf(result, plan.expect);
  return exitCodeAfter(problems, found);
}
