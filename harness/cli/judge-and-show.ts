import { relative } from 'node:path';
import type { ReportInput } from '../../reports/report-input.ts';
import type { ReportedRun } from '../../reports/reported-run.ts';
import type { HarnessError } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import type { Result } from '../contract/result.ts';
import { addToHistory } from './history/add-to-history.ts';
import { judgeFolder, writeJudgement } from './judge-folder.ts';
import { showError } from './messages.ts';
import type { OpenReports } from './report-files/open-reports.ts';
import { reportedRun } from './reported-run.ts';
import { showResult } from './show-result.ts';
import type { Terminal } from './terminal.ts';

/**
 * What was measured is judged and written to the run folder, to the reports that were asked for and to the history, and only
 * then shown.
 * @param warnings what no file of the folder tells
 * @returns what was found, and what could not be written
 */
export async function judgeAndShow(
  plan: Plan,
  folder: string,
  options: { readonly json: boolean; readonly quiet: boolean },
  reports: OpenReports<ReportedRun>,
  terminal: Terminal,
  warnings: readonly string[] = [],
): Promise<{ readonly result: Result; readonly problems: readonly HarnessError[] }> {
  const input = withWarnings(await judgeFolder(folder), warnings);
  const shown = { ...input, runFolder: relative('.', folder) || folder };
  const problems = [
    ...(await writeJudgement(folder, input)),
    ...(await reports.write(reportedRun(shown, folder, plan.expect))),
  ];
  await addToHistory(folder, { levels: 1, quiet: options.quiet }, terminal);
  if (!reports.onStdout) showResult(shown, options, terminal);
  for (const problem of problems) showError(terminal, problem);
  return { result: input.result, problems };
}

const withWarnings = (input: ReportInput, warnings: readonly string[]): ReportInput =>
  warnings.length === 0
    ? input
    : { ...input, result: { ...input.result, warnings: [...warnings, ...input.result.warnings] } };
