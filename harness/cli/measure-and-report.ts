import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportedRun } from '../../reports/reported-run.ts';
import {
  type PasswordSource,
  processPasswordIo,
  readPassword,
} from '../../scenarios/credentials/password.ts';
import { exitCodeOf } from '../analyse/expectation.ts';
import type { Check } from '../contract/check.ts';
import { EXIT, type ExitCode } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { CampaignOutcome } from '../execute/campaign.ts';
import { RUN_FILES } from '../execute/run-folder.ts';
import type { PlannedRun } from '../plan/make-plan.ts';
import { Interruption } from './interruption.ts';
import { judgeAndShow } from './judge-and-show.ts';
import { type MeasureParts, measure } from './measure.ts';
import { showNote } from './messages.ts';
import type { NativeParts } from './native-parts.ts';
import { howToResume, rowsLostText } from './notes.ts';
import { checkPasswordSource } from './password-source.ts';
import { preflight, repair, showWarnings } from './preflight.ts';
import { exitCodeAfter, type OpenReports } from './report-files/open-reports.ts';
import type { Terminal } from './terminal.ts';

/** What a command that measures one run takes besides the options that make the plan. */
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

/** A run that is planned, and what it is measured with. */
export interface PlannedMeasurement extends Pick<MeasureParts, 'reopened' | 'referee' | 'rounds'> {
  readonly planned: PlannedRun;
  readonly native: NativeParts;
  /** The run folder. */
  readonly path: string;
  readonly options: RunCommandOptions;
  /** What is to be said besides what the checks find. */
  readonly noticed?: readonly Check[];
  readonly reports: OpenReports<ReportedRun>;
  readonly terminal: Terminal;
}

/** Measures, judges and reports: the way from a plan to an exit code. */
export async function measureAndReport(run: PlannedMeasurement): Promise<ExitCode> {
  const { native, noticed = [], options, planned, terminal } = run;
  const { plan } = planned;
  checkPasswordSource(plan, options.password);
  const repaired = repair(native.flag, options, terminal);
  showWarnings(noticed, options, terminal);
  const notInOrder = [...noticed, ...repaired, ...preflight(planned, native, options, terminal)];
  const password = await readPassword(options.password, processPasswordIo());
  try {
    const interruption = new Interruption(terminal);
    const parts: MeasureParts = { ...options, ...run, preflight: notInOrder, password, interruption };
    return await report(run, await measure(parts));
  } finally {
    password?.erase();
  }
}

/** What was measured is judged and written, however the run ended, and only then shown. */
async function report(
  { options, path, planned: { plan }, reports, terminal }: PlannedMeasurement,
  outcome: CampaignOutcome,
): Promise<ExitCode> {
  const error = 'error' in outcome ? outcome.error : null;
  // Without a description of the environment no host ever started: nothing was measured.
  if (!existsSync(join(path, RUN_FILES.environment))) {
    if (error !== null) throw error;
    return EXIT.stopped;
  }
  const lost = outcome.rowsLost === undefined ? [] : [rowsLostText(outcome.rowsLost)];
  const { problems, result } = await judgeAndShow(plan, path, options, reports, terminal, lost);
  // After the summary, which is what scrolls away: who comes back in the morning looks at the end.
  if (plan.soak !== undefined && outcome.outcome !== 'complete' && !options.quiet) {
    showNote(terminal, howToResume(path));
  }
  if (error !== null) throw error;
  return exitCodeAfter(problems, foundBy(outcome, plan, result));
}

function foundBy(
  { outcome }: CampaignOutcome,
  plan: Plan,
  result: Parameters<typeof exitCodeOf>[0],
): ExitCode {
  return outcome === 'stopped' ? EXIT.stopped : exitCodeOf(result, plan.expect);
}
