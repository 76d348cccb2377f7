import type { Report } from '../../reports/report.ts';
import { processPasswordIo, readPassword } from '../../scenarios/credentials/password.ts';
import type { Plan } from '../contract/plan.ts';
import { requireNothingIn } from '../execute/empty-folder.ts';
import type { RunCommandOptions } from './measure-and-report.ts';
import { checkPasswordSource } from './password-source.ts';
import { checkTargets } from './report-files/open-reports.ts';
import type { ReportRequest } from './report-files/request.ts';

/**
 * Refuses what a planned run would refuse of the files around it when it begins, and writes nothing. A password from the
 * environment is not looked for: whoever starts the run has another one.
 * @param folder of the run, if it is to be a new one that was named
 * @throws HarnessError USAGE, PASSWORD_SOURCE or RUN_FOLDER
 */
export async function checkStart<Input>(
  plan: Plan,
  { password }: Pick<RunCommandOptions, 'password'>,
  requests: readonly ReportRequest<Report<Input>>[],
  folder: string | undefined,
): Promise<void> {
  checkPasswordSource(plan, password);
  if (password.kind === 'file') (await readPassword(password, processPasswordIo()))?.erase();
  await checkTargets(requests);
  if (folder !== undefined) requireNothingIn(folder);
}
