import { RUN_REPORTS } from '../../reports/catalogue.ts';
import type { ExitCode } from '../contract/errors.ts';
import { makePlan } from '../plan/make-plan.ts';
import { parseRunOptions } from '../plan/options.ts';
import { checkStart } from './check-start.ts';
import { defaultFolder } from './default-folder.ts';
import { measureAndReport, type RunCommandOptions } from './measure-and-report.ts';
import { openNativeParts, readHostFacts } from './native-parts.ts';
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
  const { requests, runOptions } = parseAll(given, options);
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

/** Refuses what {@link runAndReport} would refuse before it begins; nothing is run or written. @throws HarnessError */
export async function checkRun(command: string, given: unknown, options: RunCommandOptions): Promise<void> {
  const { requests, runOptions } = parseAll(given, options);
  const host = await readHostFacts(runOptions.ffi);
  const { plan } = await makePlan(command, runOptions, host, new Date());
  await checkStart(plan, options, requests, options.out);
}

function parseAll(given: unknown, options: RunCommandOptions) {
  const runOptions = parseRunOptions(given);
  const requests = parseRequests(options.report, RUN_REPORTS, {
    stdout: options.json,
    files: [runOptions.mailboxes, runOptions.scenario, ...filesOf(options)],
    emptyFolder: options.out,
  });
  return { requests, runOptions };
}

/** Files of the user's own that a run reads or writes. */
export function filesOf({ password, registry }: RunCommandOptions): Taken['files'] {
  return [registry, password.kind === 'file' ? password.path : null];
}
