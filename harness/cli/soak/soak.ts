import { RUN_REPORTS } from '../../../reports/catalogue.ts';
import type { ExitCode } from '../../contract/errors.ts';
import { FROM_THE_START } from '../../execute/soak/rounds.ts';
import { makeSoakPlan } from '../../plan/soak/make-soak-plan.ts';
import { parseSoakOptions } from '../../plan/soak/options.ts';
import { checkStart } from '../check-start.ts';
import { defaultFolder } from '../default-folder.ts';
import { FolderCollector } from '../folder-collector.ts';
import { measureAndReport, type RunCommandOptions } from '../measure-and-report.ts';
import { openNativeParts, readHostFacts } from '../native-parts.ts';
import { withReports } from '../report-files/open-reports.ts';
import { parseRequests } from '../report-files/request.ts';
import { filesOf } from '../run.ts';
import type { Terminal } from '../terminal.ts';
import { roundsOf } from './checkpoints.ts';

/** Plans a soak and runs it to its end, judging it again and again. */
export async function soakAndReport(
  given: object,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { parsed, requests } = parseAll(given, options);
  const { run, soak } = parsed;
  return await withReports(requests, terminal.stdout, async (reports) => {
    const native = await openNativeParts(run.ffi, options.registry, { view: run.flagView, key: run.flagKey });
    const planned = await makeSoakPlan('soak', parsed, native.host, new Date());
    const path = options.out ?? defaultFolder(planned.plan.createdAt, `soak-${planned.plan.scenario.name}`);
    const { plan } = planned;
    const heard = new FolderCollector(plan);
    const rounds = roundsOf({ plan, heard, leftOut: [], reports }, soak, FROM_THE_START);
    return await measureAndReport({ planned, native, path, options, reports, terminal, rounds });
  });
}

/** Refuses what {@link soakAndReport} would refuse before it begins; nothing is run or written. @throws HarnessError */
export async function checkSoak(given: object, options: RunCommandOptions): Promise<void> {
  const { parsed, requests } = parseAll(given, options);
  const host = await readHostFacts(parsed.run.ffi);
  const { plan } = await makeSoakPlan('soak', parsed, host, new Date());
  await checkStart(plan, options, requests, options.out);
}

function parseAll(given: object, options: RunCommandOptions) {
  const parsed = parseSoakOptions(given);
  const requests = parseRequests(options.report, RUN_REPORTS, {
    stdout: options.json,
    files: [parsed.run.mailboxes, parsed.run.scenario, ...filesOf(options)],
    emptyFolder: options.out,
  });
  return { parsed, requests };
}
