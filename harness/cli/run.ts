import { join, relative } from 'node:path';
import {
  type PasswordSource,
  processPasswordIo,
  readPassword,
} from '../../scenarios/credentials/password.ts';
import { openMailboxList } from '../../scenarios/mailboxes/open.ts';
import { exitCodeOf } from '../analyse/expectation.ts';
import { EXIT, type ExitCode } from '../contract/errors.ts';
import type { Plan } from '../contract/plan.ts';
import { type CampaignOutcome, runCampaign } from '../execute/campaign.ts';
import { RUN_FILES, RunFolder } from '../execute/run-folder.ts';
import { makePlan } from '../plan/make-plan.ts';
import { parseRunOptions } from '../plan/options.ts';
import { judgeFolder, writeHtml, writeResult } from './judge-folder.ts';
import { showError, showNote } from './messages.ts';
import { openNativeParts } from './native-parts.ts';
import { ProgressLine } from './progress.ts';
import { showResult } from './show-result.ts';
import { setStandInDials } from './stand-in-dials.ts';
import { listenForStop } from './stop-signals.ts';
import { screenOf, type Terminal } from './terminal.ts';

/** What `compare` and `run` take besides the options that make the plan. */
export interface RunCommandOptions {
  readonly out?: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly registry?: string | undefined;
  readonly password: PasswordSource;
}

/** Plans, runs, judges and reports: the whole way from options to an exit code. */
export async function runAndReport(
  command: string,
  given: unknown,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const plan = await makePlan(command, parseRunOptions(given), new Date());
  const { registry, flag, view } = await openNativeParts(plan.ffi, options.registry);
  if (flag.repair())
    showNote(terminal, 'CleanUpMAPIHeap was put back as an earlier run, which was killed, had found it.');
  const password =
    plan.impersonation === 'logon-user' ? await readPassword(options.password, processPasswordIo()) : null;
  const mailboxes = await openMailboxList(plan.mailboxes, plan.mailboxOrder, plan.seed);
  const folder = RunFolder.create(options.out ?? defaultFolder(plan));
  const progress = new ProgressLine(terminal.stderr, screenOf(terminal.stderr, terminal.environment), plan);
  const removeDials = setStandInDials(registry, view, plan.standInDials);
  const stopping = listenForStop((how) => {
    progress.clear();
    folder.addEvent({ event: 'stop-requested', by: how });
    showNote(
      terminal,
      `Stopping after ${how}: the running cycle ends, the flag is put back. Again to stop at once.`,
    );
  });
  let outcome: CampaignOutcome;
  try {
    outcome = await runCampaign({
      plan,
      folder,
      mailboxes,
      password,
      registry,
      flag,
      stop: stopping.stop,
      stopNow: stopping.stopNow,
      onBlock: ({ slot, cycles, elapsedMs, report }) => {
        if (!options.quiet) progress.show({ slot, cycles, elapsedMs, heaps: report.readings.heaps });
      },
    });
  } finally {
    stopping.end();
    removeDials();
    progress.clear();
    password?.erase();
    await mailboxes.close();
    folder.close();
  }
  return await report(plan, folder.path, outcome, options, terminal);
}

/** What was measured is judged and written, however the run ended. */
async function report(
  plan: Plan,
  folder: string,
  outcome: CampaignOutcome,
  options: RunCommandOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if (outcome.outcome === 'failed') throw outcome.error;
  const input = await judgeFolder(folder);
  showResult({ ...input, runFolder: relative('.', folder) || folder }, options, terminal);
  await writeResult(folder, input.result);
  await writeHtml(join(folder, RUN_FILES.report), input);
  switch (outcome.outcome) {
    case 'complete':
      return exitCodeOf(input.result, plan.expect);
    case 'stopped':
      return EXIT.stopped;
    case 'host-lost':
      showError(terminal, outcome.error);
      return outcome.error.exitCode;
  }
}

/** `runs/2026-01-31T080910Z-extended-logon`. */
function defaultFolder(plan: Plan): string {
  const time = plan.createdAt.replace(/\.\d+Z$/, 'Z').replaceAll(':', '');
  return join('runs', `${time}-${plan.scenario.name}`);
}
