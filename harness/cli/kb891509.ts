import { join, relative } from 'node:path';
import { withoutSecrets } from '../../native-bindings/stand-in/dials.ts';
import { CLAIMS_REPORTS } from '../../reports/catalogue.ts';
import type { ClaimsReportInput } from '../../reports/claims-input.ts';
import { processPasswordIo, readPassword } from '../../scenarios/credentials/password.ts';
import { exitCodeOfClaims } from '../analyse/claims/claims-result.ts';
import type { ClaimName, ClaimsResult } from '../contract/claims.ts';
import { EXIT, type ExitCode } from '../contract/errors.ts';
import { writeClaimsPlan } from '../execute/claims-folder.ts';
import { folderCloser } from '../execute/close-folder.ts';
import { makeEmptyFolder } from '../execute/empty-folder.ts';
import { claimsHostOf } from '../plan/kb891509/claims-host.ts';
import { experimentOptions } from '../plan/kb891509/experiments.ts';
import { planClaims } from '../plan/kb891509/plan-claims.ts';
import { makePlan } from '../plan/make-plan.ts';
import { parseRunOptions, type RunOptions } from '../plan/options.ts';
import { examining } from '../plan/preflight/examining.ts';
import { readFacts } from '../plan/preflight/read-facts.ts';
import { defaultFolder } from './default-folder.ts';
import { type ExperimentsEnd, measureExperiments } from './experiments.ts';
import { addToHistory } from './history/add-to-history.ts';
import { Interruption } from './interruption.ts';
import { judgeClaims } from './judge-claims.ts';
import type { RunCommandOptions } from './measure-and-report.ts';
import { showError, showNote } from './messages.ts';
import { openNativeParts } from './native-parts.ts';
import { refuseIdlePassword } from './password-source.ts';
import { repair } from './preflight.ts';
import { exitCodeAfter, type OpenReports, withReports } from './report-files/open-reports.ts';
import { parseRequests } from './report-files/request.ts';
import { filesOf } from './run.ts';
import { showClaims } from './show-claims.ts';
import type { Terminal } from './terminal.ts';

const COMMAND = 'kb891509';

/** Plans the runs that the claims rest on, measures one after the other, judges the claims and reports. */
export async function testClaims(
  claims: readonly ClaimName[],
  given: object,
  command: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { options, requests } = parseClaims(given, command);
  return await withReports(requests, terminal.stdout, (reports) =>
    measureClaims(claims, options, command, reports, terminal),
  );
}

/** @throws HarnessError USAGE */
export function parseClaims(given: object, command: RunCommandOptions) {
  const options = parseRunOptions({ ...given, scenario: 'extended-logon', arms: 'off', control: true });
  const requests = parseRequests(command.report, CLAIMS_REPORTS, {
    stdout: command.json,
    files: [options.mailboxes, ...filesOf(command)],
    emptyFolder: command.out,
  });
  return { options, requests };
}

async function measureClaims(
  claims: readonly ClaimName[],
  options: RunOptions,
  command: RunCommandOptions,
  reports: OpenReports<ClaimsReportInput>,
  terminal: Terminal,
): Promise<ExitCode> {
  const { progressIntervalMs, quiet, registry } = command;
  const places = { view: options.flagView, key: options.flagKey };
  const native = await openNativeParts(options.ffi, registry, places);
  const now = new Date();
  const first = await makePlan(COMMAND, experimentOptions(options, 'mapi32', ['off']), native.host, now);
  refuseIdlePassword(first.plan, command.password);
  const repaired = repair(native.flag, command, terminal);
  const facts = examining(() => readFacts(native, first.plan.mapi, []));
  const host = claimsHostOf(facts, first.plan, command.password.kind !== 'none');
  const plan = planClaims(claims, host, withoutSecrets(options.standIn), now);
  const folder = command.out ?? defaultFolder(plan.createdAt, COMMAND);
  const password = await readPassword(command.password, processPasswordIo());
  const interruption = new Interruption(terminal);
  try {
    const openToOthers = makeEmptyFolder(folder, folderCloser(native.windows));
    if (openToOthers !== null && !quiet) showNote(terminal, openToOthers);
    writeClaimsPlan(folder, plan);
    const parts = { command: COMMAND, options, native, password, folder, interruption, terminal };
    const how = { quiet, progressIntervalMs };
    const { ended, plan: measured } = await measureExperiments(plan, { ...parts, ...how, repaired });
    writeClaimsPlan(folder, measured);
    const judged = await judgeClaims(folder, measured);
    const shown = { ...judged.input, folder: relative('.', folder) || folder };
    const problems = [...judged.problems, ...(await reports.write(shown))];
    for (const { folder: run } of shown.result.experiments) {
      await addToHistory(join(folder, run), { levels: 2, quiet }, terminal);
    }
    if (!reports.onStdout) showClaims(shown, command, terminal);
    for (const problem of problems) showError(terminal, problem);
    return exitCodeAfter(problems, exitCode(ended, shown.result));
  } finally {
    password?.erase();
  }
}

function exitCode(ended: ExperimentsEnd, result: ClaimsResult): ExitCode {
  switch (ended.end) {
    case 'complete':
      return exitCodeOfClaims(result);
    case 'host-lost':
      return EXIT.hostLost;
    case 'stopped':
      return EXIT.stopped;
    case 'failed':
      throw ended.error;
  }
}
