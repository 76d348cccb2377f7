import { RUN_REPORTS } from '../../reports/catalogue.ts';
import type { ExitCode } from '../contract/errors.ts';
import { makePlan } from '../plan/make-plan.ts';
import { parseRunOptions } from '../plan/options.ts';
import { defaultFolder } from './default-folder.ts';
import { measureAndReport, type RunCommandOptions } from './measure-and-report.ts';
import { openNativeParts } from './native-parts.ts';
import { createReferee } from './referee.ts';
import { withReports } from './report-files/open-reports.ts';
import { parseRequests, type Taken } from './report-files/request.ts';
import type { Terminal } from './terminal.ts';

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
  return await withReports(requests, terminal.stdout, async (reports) => {
    const { ffi, flagKey: key, flagView: view } = runOptions;
    const native = await openNativeParts(ffi, options.registry, { view, key });
    const planned = await makePlan(command, runOptions, native.host, new Date());
    const { plan } = planned;
    const path = options.out ?? defaultFolder(plan.createdAt, plan.scenario.name);
    const referee = createReferee(plan);
    return await measureAndReport({ planned, native, path, options, reports, terminal, referee });
  });
}

/** Files of the user's own that a run reads or writes. */
export function filesOf({ password, registry }: RunCommandOptions): Taken['files'] {
  return [registry, password.kind === 'file' ? password.path : null];
}
